"""Base of the algorithms: a request of the engine, whose parameters are made from the declared settings."""
from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, ClassVar

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
)
from qgis.PyQt.QtGui import QIcon

from ...engine.schema.errors import ConfigError
from ...engine.schema.setting import FRONT, Config, Setting, from_params, settings_of
from ..core.engine.jobs import JobCancelled
from ..core.help_pages import PROCESSING, help_url
from ..core.icons import icon, icon_path
from ..core.project.imagery import ImageryError
from ..core.translation import sentence_of, tr, translatable
from .destinations import loaded_when_written
from .engine_run import EngineRun
from .enums import ADVANCED
from .fields import Field, Reading, field_for

LINE_CHARACTERS = 400


class EngineAlgorithm(QgsProcessingAlgorithm):
    """A request of the engine as an algorithm. Results are what the same request of the command line writes.

    Attributes:
        NAME: stable, without the provider's.
        TITLE, SENTENCE: for people.
        ICON: of resources/icons.
        COMMAND, CONFIG: of the request.
        FIELDS: of settings that are layers, files or places, by name.
        BASIC: further settings that are not advanced.
        LEFT_OUT: settings without a parameter.
        LEFT_OPEN: what decides a setting that is not given, in a sentence.
        NUMBERS: outputs that are numbers, with their labels.
    """

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    SENTENCE: ClassVar[str] = ""
    ICON: ClassVar[str] = "berunda"
    COMMAND: ClassVar[str] = ""
    CONFIG: ClassVar[type[Config]] = Config
    FIELDS: ClassVar[Mapping[str, Field]] = {}
    BASIC: ClassVar[tuple[str, ...]] = ()
    LEFT_OUT: ClassVar[tuple[str, ...]] = ()
    LEFT_OPEN: ClassVar[str] = translatable("the recipe decides where it is empty")
    NUMBERS: ClassVar[Mapping[str, str]] = {}

    def __init__(self) -> None:
        super().__init__()
        self._given: dict[str, Any] = {}

    def name(self) -> str:
        """Part of the id that models and scripts call."""
        return self.NAME

    def displayName(self) -> str:
        """What the toolbox shows."""
        return tr(self.TITLE)

    def shortHelpString(self) -> str:
        """The sentence of the algorithm and of every parameter, a line each."""
        lines = [f"{each.description()}: {each.help()}" for each in self.parameterDefinitions()]
        return "\n".join([tr(self.SENTENCE), *lines])

    def helpUrl(self) -> str:
        """What the button Help opens."""
        return help_url(PROCESSING)

    def icon(self) -> QIcon:
        """Of the toolbox."""
        return icon(self.ICON)

    def svgIconPath(self) -> str:
        """Of the model designer."""
        return icon_path(self.ICON)

    def createInstance(self) -> QgsProcessingAlgorithm:
        """A new one: QGIS runs each in its own."""
        return type(self)()

    def initAlgorithm(self, configuration: Mapping[str, Any] = {}) -> None:
        """Makes the parameters and outputs."""
        for declared in self.settings().values():
            field = self.field(declared)
            default = None if declared.is_required or self.is_left_open(declared) else declared.default
            parameter = field.parameter(declared, self._label(declared), default)
            parameter.setHelp(self._help(declared))
            if not self._is_basic(declared):
                parameter.setFlags(parameter.flags() | ADVANCED)
            self.addParameter(parameter)
        for name in self.NUMBERS:
            self.addOutput(QgsProcessingOutputNumber(name, tr(self.NUMBERS[name])))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Whether the values can be used, and the sentence why not: the engine's own, before QGIS's."""
        try:
            self._read(Reading(self, parameters, context, QgsProcessingFeedback()))
        except QgsProcessingException as error:
            return False, str(error)
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Reads layers on the thread that they belong to."""
        self._given = self._read(Reading(self, parameters, context, feedback))
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Asks the engine, usually in a thread of the task manager."""
        reading = Reading(self, parameters, context, feedback)
        try:
            with loaded_when_written(context), EngineRun(feedback) as engine:
                return self.work(engine, {**self._given, **self._destinations(reading)}, reading)
        except ConfigError as error:
            raise QgsProcessingException(str(error)) from error
        except JobCancelled as stopped:
            return self.stopped(stopped.kept, feedback)

    def work(self, engine: EngineRun, given: dict[str, Any], reading: Reading) -> dict[str, Any]:
        """Makes the request and returns the outputs by name.

        Raises:
            ConfigError, QgsProcessingException: it cannot be made, or failed.
            JobCancelled: it was stopped.
        """
        self.check(given)
        values = engine.ask(self.COMMAND, given)
        tell(values, reading.feedback)
        return self.outputs(values, given, reading)

    def outputs(self, values: Any, given: dict[str, Any], reading: Reading) -> dict[str, Any]:
        """The outputs by name: what was written, and NUMBERS.

        Args:
            values: of the request's result.
            given: the request.
            reading: of the parameters.
        """
        raise NotImplementedError

    def stopped(self, kept: str, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """The outputs of a run that was cancelled; raises QgsProcessingException where there are none."""
        raise QgsProcessingException(tr("Stopped; nothing was written."))

    def check(self, given: dict[str, Any]) -> None:
        """Raises ConfigError where settings contradict each other."""
        from_params(self.CONFIG, given)

    def settings(self) -> dict[str, Setting]:
        """The settings that have a parameter."""
        declared = settings_of(self.CONFIG)
        return {name: each for name, each in declared.items() if name not in self.LEFT_OUT}

    def field(self, declared: Setting) -> Field:
        """How a setting is a parameter."""
        return self.FIELDS.get(declared.name) or field_for(declared)

    def is_left_open(self, declared: Setting) -> bool:
        """Whether a setting that is not given is decided by something else than its default, such as a recipe."""
        return declared.in_recipe

    def _is_basic(self, declared: Setting) -> bool:
        return declared.shown == FRONT or declared.name in (*self.FIELDS, *self.BASIC)

    def _label(self, declared: Setting) -> str:
        """The title, or the name where several share a title or none is declared; with the unit."""
        is_alternative = any(declared.name in names for names in self.CONFIG.ALTERNATIVES)
        words = declared.name.removesuffix(f"_{declared.unit}").replace("_", " ")
        title = tr(declared.title) if declared.title and not is_alternative else words[:1].upper() + words[1:]
        is_named = declared.unit and not words.startswith(declared.unit)  # not so for minutes
        return f"{title} [{declared.unit}]" if is_named else title

    def _help(self, declared: Setting) -> str:
        left_open = tr(self.LEFT_OPEN) if self.is_left_open(declared) else ""
        note = self.field(declared).note()
        return "; ".join(filter(None, [sentence_of(declared), declared.valid_values, left_open, note]))

    def _read(self, reading: Reading) -> dict[str, Any]:
        """What was given for the request, except for where results go; raises QgsProcessingException."""
        found = {}
        try:
            for name, declared in self.settings().items():
                field = self.field(declared)
                value = None if field.is_destination else field.read(reading, declared)
                if value is not None:
                    found[name] = declared.checked(absolute(declared, value))
                elif declared.is_required and not field.is_destination:
                    declared.checked("" if declared.kind is str else ())  # which says what is missing
        except (ConfigError, ImageryError) as error:
            raise QgsProcessingException(str(error)) from error
        return found

    def _destinations(self, reading: Reading) -> dict[str, Any]:
        fields = {name: (self.field(declared), declared) for name, declared in self.settings().items()}
        found = {name: field.read(reading, each) for name, (field, each) in fields.items() if field.is_destination}
        return {name: os.path.abspath(path) for name, path in found.items() if path is not None}


def absolute(declared: Setting, value: Any) -> Any:
    """The value, in which paths are absolute: the engine's working folder is another one."""
    if not declared.is_path:
        return value
    return os.path.abspath(value) if isinstance(value, str) else [os.path.abspath(path) for path in value]


def tell(values: Any, feedback: QgsProcessingFeedback) -> None:
    """Writes the result of a request into the log, as the command line prints it, without long tables."""
    for name, value in values.items():
        if len(str(value)) <= LINE_CHARACTERS:
            feedback.pushInfo(f"{name}: {value}")
