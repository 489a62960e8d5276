"""The algorithms that the toolbox lists, and that their parameters are those that the engine declares."""
from __future__ import annotations

from pathlib import Path
from typing import Union, get_args, get_origin

import pytest
from berunda.engine.schema.config import TrainConfig
from berunda.engine.schema.recipes import PRESETS
from berunda.engine.schema.setting import FRONT, Setting, settings_of
from berunda.plugin.core.translation import sentence_of
from berunda.plugin.processing.enums import ADVANCED
from berunda.plugin.processing.fields import field_for
from berunda.plugin.processing.provider import ALGORITHMS, BerundaProvider
from processing_helpers import algorithm
from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingParameterDefinition

NAMES = {"train", "predict", "instantmap", "evaluate", "analyse", "drawcheckpoints", "checkaccuracy"}
REQUIRED = {
    "train": {"IMAGE", "LABELS", "MODEL"},
    "predict": {"IMAGE", "MODEL", "CLASSES"},
    "instantmap": {"IMAGE", "LABELS", "CLASSES"},
    "evaluate": {"CLASSES", "TRUTH"},
    "analyse": {"IMAGE", "OUTPUT"},
    "drawcheckpoints": {"CLASSES", "OUTPUT"},
    "checkaccuracy": {"POINTS"},
}
CLASSES = pytest.mark.parametrize("kind", ALGORITHMS, ids=lambda kind: kind.NAME)


def parameter(name: str, setting_name: str) -> QgsProcessingParameterDefinition:
    """Of the registry's own instance, which outlives the test."""
    kept = QgsApplication.processingRegistry().algorithmById(f"berunda:{name}")
    return kept.parameterDefinition(setting_name.upper())


def is_optional(each: QgsProcessingParameterDefinition) -> bool:
    return bool(each.flags() & QgsProcessingParameterDefinition.FlagOptional)


def is_advanced(each: QgsProcessingParameterDefinition) -> bool:
    return bool(each.flags() & ADVANCED)


def kinds_of(declared: Setting) -> set:
    options = get_args(declared.kind) if get_origin(declared.kind) is Union else (declared.kind,)
    return set(options) - {type(None)}


def test_the_ids_are_stable(provider: BerundaProvider) -> None:
    assert {each.id() for each in provider.algorithms()} == {f"berunda:{name}" for name in NAMES}
    assert provider.defaultRasterFileExtension() == "tif"
    assert provider.defaultVectorFileExtension(True) == "gpkg"


@CLASSES
def test_what_has_to_be_given_is_what_the_command_line_asks_for(kind: type, provider: BerundaProvider) -> None:
    made = algorithm(kind.NAME)
    assert {each.name() for each in made.parameterDefinitions() if not is_optional(each)} == REQUIRED[kind.NAME]


@CLASSES
def test_parameters_are_those_of_the_declaration(kind: type, provider: BerundaProvider) -> None:
    """Each setting has one, with the declared sentence, range, choices and default; nothing is lost by equal names."""
    made = algorithm(kind.NAME)
    names = [each.name() for each in made.parameterDefinitions()]
    assert len(set(names)) == len(names)
    settings = made.settings()
    if kind.NAME != "instantmap":
        assert set(settings) | set(kind.LEFT_OUT) == set(settings_of(kind.CONFIG))
    for name, declared in settings.items():
        each = made.parameterDefinition(name.upper())
        assert each.help().startswith(sentence_of(declared)), name
        if name in kind.FIELDS:
            continue
        default = None if made.is_left_open(declared) or declared.default in ("", ()) else declared.default
        assert (each.defaultValue() or None) == (default or None), name
        if kinds_of(declared) in ({int}, {float}):
            assert (each.minimum(), each.maximum()) == (declared.low, declared.high)
            assert each.dataType() == (each.Type.Integer if int in kinds_of(declared) else each.Type.Double)
        elif declared.choices and kinds_of(declared) == {str}:
            assert tuple(each.options()) == declared.choices


@CLASSES
def test_the_help_has_a_line_for_every_parameter(kind: type, provider: BerundaProvider) -> None:
    made = algorithm(kind.NAME)
    lines = made.shortHelpString().split("\n")
    assert lines[0] == kind.SENTENCE
    assert len(lines) == 1 + len(made.parameterDefinitions())
    for each, line in zip(made.parameterDefinitions(), lines[1:]):
        assert each.help()
        assert line == f"{each.description()}: {each.help()}"


@CLASSES
def test_every_algorithm_has_an_icon_of_its_own(kind: type, provider: BerundaProvider) -> None:
    made = algorithm(kind.NAME)
    assert Path(made.svgIconPath()).is_file()
    assert not made.icon().isNull()
    assert len({each.ICON for each in ALGORITHMS}) == len(ALGORITHMS)


@CLASSES
def test_every_algorithm_can_be_cancelled_batched_modelled_and_run_in_a_thread(
    kind: type, provider: BerundaProvider
) -> None:
    flags, flag = algorithm(kind.NAME).flags(), QgsProcessingAlgorithm  # which has them in any version
    assert flags & flag.FlagCanCancel
    assert flags & flag.FlagSupportsBatch
    assert not flags & flag.FlagNoThreading
    assert not flags & flag.FlagHideFromModeler


def test_recipes_are_those_of_the_schema_and_decide_what_is_not_given(provider: BerundaProvider) -> None:
    assert parameter("train", "preset").options() == list(PRESETS)
    assert parameter("train", "preset").defaultValue() == "default"
    for name, declared in settings_of(TrainConfig).items():
        if declared.in_recipe:
            assert parameter("train", name).defaultValue() is None, name
            assert is_optional(parameter("train", name))
            assert "the recipe decides" in parameter("train", name).help()


def test_every_recipe_is_described(provider: BerundaProvider) -> None:
    for name, recipe in PRESETS.items():
        assert f"{name}: {recipe.sentence}" in parameter("train", "preset").help()


def test_settings_that_few_need_are_advanced(provider: BerundaProvider) -> None:
    made = algorithm("train")
    basic = {each.name() for each in made.parameterDefinitions() if not is_advanced(each)}
    assert {"IMAGE", "LABELS", "PRESET", "MODEL", "STEPS", "MINUTES", "AUXILIARY"} <= basic
    front = {name.upper() for name, each in settings_of(TrainConfig).items() if each.shown == FRONT}
    assert front <= basic
    assert is_advanced(parameter("train", "learning_rate"))
    assert is_advanced(parameter("predict", "overlap"))


@pytest.mark.parametrize(("name", "setting_name", "label"), [
    ("train", "crop_px", "Crop [px]"), ("train", "preset", "Recipe"), ("train", "steps", "Steps"),
    ("train", "minutes", "Minutes"), ("train", "unlabelled", "Further imagery"),
    ("predict", "tta_rotations", "Test-time rotations"), ("predict", "ood", "Out of distribution (OOD)"),
])  # fmt: skip
def test_labels_have_the_title_or_the_name_and_the_unit(
    name: str, setting_name: str, label: str, provider: BerundaProvider
) -> None:
    assert parameter(name, setting_name).description() == label


def test_probabilities_are_left_out_at_first(provider: BerundaProvider) -> None:
    assert not parameter("predict", "probabilities").createByDefault()
    assert parameter("predict", "confidence").createByDefault()


def test_a_type_without_a_parameter_is_refused() -> None:
    declared = Setting("of a type that no parameter has", name="odd", kind=dict)
    with pytest.raises(TypeError, match="no parameter for the setting odd"):
        field_for(declared)
