"""How a setting of the engine becomes a parameter of an algorithm, from its declaration alone."""
from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, Union, get_args, get_origin

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...engine.schema.errors import ConfigError
from ...engine.schema.setting import Setting
from ..core.translation import tr, translatable
from .enums import DOUBLE, INTEGER


@dataclass(frozen=True)
class Reading:
    """The values that an algorithm was given, and what is needed to read them."""

    algorithm: QgsProcessingAlgorithm
    parameters: dict[str, Any]
    context: QgsProcessingContext
    feedback: QgsProcessingFeedback

    def text(self, name: str) -> str:
        """The value of a parameter as a text, "" where it is not given."""
        return self.algorithm.parameterAsString(self.parameters, name, self.context).strip()


def parameter_name(setting: str) -> str:
    """The name of the parameter for a setting."""
    return setting.upper()


class Field:
    """A parameter for a setting.

    Attributes:
        NOTE: what its help says besides the declared sentence.
        is_destination: whether it says where a result goes; it is read when the algorithm runs.
    """

    NOTE: ClassVar[str] = ""
    is_destination = False

    def note(self) -> str:
        """NOTE in the language of QGIS."""
        return tr(self.NOTE) if self.NOTE else ""

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        """The parameter.

        Args:
            declared: the setting.
            label: of the parameter.
            default: None where nothing is chosen at first.
        """
        raise NotImplementedError

    def read(self, reading: Reading, declared: Setting) -> Any:
        """The value for the request, or None where none is given.

        Raises:
            ConfigError, ImageryError, QgsProcessingException: it cannot be used.
        """
        raise NotImplementedError


class TextField(Field):
    """A text; a number where the setting takes one and the text is one."""

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterString(
            parameter_name(declared.name), label, default, optional=not declared.is_required
        )

    def read(self, reading: Reading, declared: Setting) -> Any:
        text = reading.text(parameter_name(declared.name))
        return _number(text, _kinds(declared.kind)) if text else None


class NumberField(TextField):
    """A number in the declared range."""

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterNumber(
            parameter_name(declared.name),
            label,
            INTEGER if int in _kinds(declared.kind) else DOUBLE,
            default,
            optional=not declared.is_required,
            minValue=declared.low,
            maxValue=declared.high,
        )


class SwitchField(Field):
    """A checkbox."""

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterBoolean(parameter_name(declared.name), label, default)

    def read(self, reading: Reading, declared: Setting) -> Any:
        return reading.algorithm.parameterAsBool(
            reading.parameters, parameter_name(declared.name), reading.context
        )


class ChoiceField(TextField):
    """One of several texts."""

    def __init__(self, choices: Sequence[str]) -> None:
        self._choices = list(choices)

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterEnum(
            parameter_name(declared.name), label, self._choices, False, default, not declared.is_required, True
        )

    def read(self, reading: Reading, declared: Setting) -> Any:
        text = reading.text(parameter_name(declared.name))
        if text and text not in self._choices:
            raise ConfigError(f"{declared.name} is {text!r}", f"choose one of {', '.join(self._choices)}")
        return text or None


class PathField(TextField):
    """A file that the engine opens.

    Args:
        extension: of its name; any where not given.
    """

    def __init__(self, extension: str = "") -> None:
        self._extension = extension

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        made = QgsProcessingParameterFile(
            parameter_name(declared.name), label, QgsProcessingParameterFile.Behavior.File, self._extension,
            default or None, optional=not declared.is_required,
        )  # fmt: skip
        if declared.pattern:
            made.setFileFilter(tr("Files ({})").format(declared.pattern))
        return made


class ListField(TextField):
    """Several values, separated by spaces."""

    NOTE = translatable("several are separated by spaces")

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        shown = " ".join(map(str, default)) if default else None
        return super().parameter(declared, label, shown)

    def read(self, reading: Reading, declared: Setting) -> Any:
        words = reading.text(parameter_name(declared.name)).split()
        return [_number(word, _kinds(get_args(declared.kind)[0])) for word in words] or None


def field_for(declared: Setting) -> Field:
    """The field of a setting that an algorithm says nothing else about; raises TypeError where none fits its type."""
    kinds = _kinds(declared.kind)
    if get_origin(declared.kind) is tuple:
        return ListField()
    if kinds == {bool}:
        return SwitchField()
    if kinds in ({int}, {float}):
        return NumberField()
    if str not in kinds:
        raise TypeError(f"no parameter for the setting {declared.name} of type {declared.kind}")
    if kinds == {str} and declared.choices:
        return ChoiceField(declared.choices)
    return PathField() if declared.is_path else TextField()


def _kinds(kind: Any) -> set[Any]:
    """The types that a value may have, without None."""
    options = get_args(kind) if get_origin(kind) is Union else (kind,)
    return set(options) - {type(None)}


def _number(text: str, kinds: set[Any]) -> Union[int, float, str]:
    """The number in a text; the text itself, which the declaration then refuses, where it is not one."""
    for kind in (int, float):
        if kind in kinds:
            with suppress(ValueError):
                return kind(text)
    return text
