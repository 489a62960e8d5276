"""The model card: it survives its file, whichever version wrote it."""
from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine.schema.errors import ModelFileError
from engine.schema.land_cover import LandCoverClass
from engine.schema.model_card import BandStatistics, ModelCard, PostProcessing, strokes_to_calibrate

CARD = ModelCard(
    network="berundanet-late",
    backbone="unet",
    width=4,
    classes=(LandCoverClass(3, "Wald", "#112233"), LandCoverClass(9, "water", "#445566")),
    bands=(1, 2),
    normalisation=BandStatistics((0.0, 1.0), (9.0, 9.5), (4.0, 4.0), (2.0, 2.0)),
    pixel_size=0.5,
    recipe={"steps_taken": 7, "seconds": 1.5},
    held_out={"accuracy": 0.5, "interval": [0.2, 0.8], "strokes": 4},
    postprocessing=PostProcessing(0.75, 8, (0.1, -0.1), 1.5, True, {"energy": {"median": [1.0]}}, (1.4, -0.2)),
)


def test_a_card_survives_its_metadata() -> None:
    metadata = CARD.to_metadata()
    assert all(isinstance(value, str) for value in metadata.values())
    assert ModelCard.from_metadata(metadata, "m") == CARD
    assert (CARD.steps, CARD.seconds) == (7, 1.5)


@pytest.mark.parametrize(
    ("held_out", "missing"),
    [
        (None, 20),
        ({"accuracy": 0.5, "interval": [0.2, 0.8], "strokes": 4, "per_class_accuracy": {"water": 0.5}}, 16),  # earlier
        ({"accuracy": 0.5, "interval": [0.4, 0.6], "strokes": 40, "method": "cross-fitted", "per_class": {}}, 0),
    ],
)
def test_a_card_says_how_many_strokes_are_missing(held_out: dict | None, missing: int) -> None:
    card = ModelCard.from_metadata(replace(CARD, held_out=held_out).to_metadata(), "m")
    assert card.held_out == held_out
    assert strokes_to_calibrate(card.held_out) == missing


def test_what_a_newer_version_added_survives_a_round_trip() -> None:
    metadata = CARD.to_metadata()
    metadata["colour_space"] = json.dumps({"name": "Lab"})
    metadata["postprocessing"] = json.dumps({**json.loads(metadata["postprocessing"]), "scores": [1, 2]})
    card = ModelCard.from_metadata(metadata, "m")
    assert card.extra == {"colour_space": {"name": "Lab"}}
    assert card.postprocessing.extra == {"scores": [1, 2]}
    assert ModelCard.from_metadata(replace(card, width=8).to_metadata(), "m") == replace(card, width=8)


def test_what_a_newer_version_added_to_a_part_is_left_out() -> None:
    metadata = CARD.to_metadata()
    classes = [{**entry, "parent": 0} for entry in json.loads(metadata["classes"])]
    normalisation = {**json.loads(metadata["normalisation"]), "gamma": 2.2}
    metadata |= {"classes": json.dumps(classes), "normalisation": json.dumps(normalisation)}
    assert ModelCard.from_metadata(metadata, "m") == CARD


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"classes": (LandCoverClass(300, "far", "#112233"),)}, "class ids"),
        ({"classes": (LandCoverClass(3, "red", "red"),)}, "colours"),
        ({"pixel_size": 0.0}, "pixel_size"),
        ({"normalisation": BandStatistics((), (), (), ())}, "normalisation"),
        ({"postprocessing": PostProcessing(temperature=0.0)}, "temperature"),
        ({"postprocessing": PostProcessing(probe_share=7.0)}, "probe_share"),
        ({"postprocessing": PostProcessing(probe_smoothing_px=-4)}, "probe_smoothing_px"),
        ({"postprocessing": PostProcessing(class_shift=(0.1,))}, "class_shift"),
        ({"postprocessing": PostProcessing(confidence_correction=(1.5,))}, "confidence_correction"),
        ({"postprocessing": PostProcessing(confidence_correction=(-1.0, 0.0))}, "confidence_correction"),
    ],
)
def test_values_that_cannot_be_right_are_named(changes: dict, wrong: str) -> None:
    with pytest.raises(ModelFileError, match=f"m is damaged.*{wrong}"):
        ModelCard.from_metadata(replace(CARD, **changes).to_metadata(), "m")


def test_missing_newer_fields_take_their_defaults() -> None:
    metadata = CARD.to_metadata()
    for name in ("crs", "auxiliary", "auxiliary_channels", "held_out", "postprocessing", "labels_digest", "recipe"):
        del metadata[name]
    card = ModelCard.from_metadata(metadata, "m")
    assert (card.held_out, card.postprocessing, card.steps) == (None, PostProcessing(), 0)


def test_a_newer_major_version_is_refused_in_one_sentence() -> None:
    with pytest.raises(ModelFileError, match=r"m was written by a newer Berunda \(model format 4.*: update Berunda$"):
        ModelCard.from_metadata({**CARD.to_metadata(), "format": "berunda-model-4"}, "m")


@pytest.mark.parametrize("text", ["", "berunda-checkpoint-3", "berunda-model-x", "berunda-model-²", "pt"])
def test_other_files_are_refused(text: str) -> None:
    with pytest.raises(ModelFileError, match="is not a Berunda model"):
        ModelCard.from_metadata({"format": text}, "m")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("width", '"wide"'),
        ("bands", "3"),
        ("classes", '[{"class_id": 1}]'),
        ("normalisation", "{}"),
        ("width", "{"),
        ("bands", None),
    ],
)
def test_a_damaged_card_is_named(name: str, text: str | None) -> None:
    metadata = {**CARD.to_metadata(), name: text}
    if text is None:
        del metadata[name]
    with pytest.raises(ModelFileError, match="m is damaged"):
        ModelCard.from_metadata(metadata, "m")


def test_version_1_is_read() -> None:
    """Its post-processing lay open, the probe was a switch, and test-time augmentation had another name."""
    metadata = CARD.to_metadata()
    record = json.loads(metadata.pop("postprocessing"))
    old = {name: json.dumps(record[name]) for name in ("class_shift", "temperature", "is_calibrated")}
    old["ood"] = json.dumps(record["ood"]["energy"])
    recipe = {"probe": True, "predict_turns": 2, "steps": 40}
    card = ModelCard.from_metadata({**metadata, **old, "recipe": json.dumps(recipe), "format": "berunda-model-1"}, "m")
    assert card.postprocessing == replace(CARD.postprocessing, probe_smoothing_px=0, confidence_correction=())
    assert card.recipe == {"probe_share": 0.75, "predict_tta_rotations": 2, "steps": 40}


@pytest.mark.parametrize("has_statistics", [True, False])
def test_version_2_is_read(has_statistics: bool) -> None:
    """Its OOD statistics were those of the energy alone."""
    metadata = CARD.to_metadata()
    record = json.loads(metadata["postprocessing"])
    record["ood"] = record["ood"]["energy"] if has_statistics else {}
    old = {**metadata, "postprocessing": json.dumps(record), "format": "berunda-model-2"}
    card = ModelCard.from_metadata(old, "m")
    assert card.postprocessing.ood == (CARD.postprocessing.ood if has_statistics else {})
    assert replace(card, postprocessing=CARD.postprocessing) == CARD
