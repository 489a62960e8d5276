"""Checking a map from the command line: points drawn, answered, estimated, and a confidence fitted to them."""
from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from check_files import answer, write_map, write_shares
from compute_device import DEVICE
from scenes import TRANSFORM, Scene

from engine.cli import main
from engine.data.check_points import read_check_points
from engine.inference.confidence_correction import ConfidenceCorrection
from engine.jobs.train import run as run_train
from engine.models.model_file import load_card_and_weights
from engine.schema.reporter import Reporter

EARLIER = Path(__file__).resolve().parents[2] / "data" / "version-0.1.0"
SHAPE = (60, 80)


class Map:
    """A map of two classes: left four fifths are class 1, the rest class 2; the first row is nodata."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ids = np.where(np.arange(SHAPE[1]) < 64, 1, 2) * np.ones((SHAPE[0], 1), int)
        self.ids[0] = 0
        self.classes = write_map(folder / "classes.tif", self.ids)
        self.points = str(folder / "points.gpkg")

    def draw(self, *options: str) -> dict:
        return json_of("check-points", "--classes", self.classes, "--output", self.points, *options)

    def cells(self) -> tuple[np.ndarray, np.ndarray]:
        """Row and column of each point."""
        cols, rows = ~TRANSFORM * read_check_points(self.points).places.T
        return np.floor(rows).astype(int), np.floor(cols).astype(int)

    def answer_by(self, truth: np.ndarray) -> None:
        answer(self.points, truth[self.cells()].tolist())


@pytest.fixture
def checked(tmp_path: Path) -> Map:
    return Map(tmp_path)


@pytest.fixture(autouse=True)
def _capture(capsys: pytest.CaptureFixture) -> None:
    global _captured
    _captured = capsys


def run(*arguments: str) -> tuple[int, str, str]:
    code = main([*arguments])
    return (code, *_captured.readouterr())


def json_of(*arguments: str) -> dict:
    code, out, err = run(*arguments, "--json")
    assert code == 0, err
    return json.loads(out)


def refusal(*arguments: str) -> str:
    """The one sentence of a command that is refused."""
    code, _, err = run(*arguments)
    assert code == 2
    return err.splitlines()[-1]


def test_points_lie_in_the_middle_of_pixels_of_their_class(checked: Map) -> None:
    done = checked.draw("--count", "40")
    assert done == {"points": checked.points, "count": 40, "by_class": {"1": 32, "2": 8}}
    points, (rows, cols) = read_check_points(checked.points), checked.cells()
    assert (checked.ids[rows, cols] == points.stratum).all()
    np.testing.assert_allclose(points.places, np.column_stack(TRANSFORM * (cols + 0.5, rows + 0.5)))
    assert len(set(zip(rows, cols))) == 40
    assert points.sizes == {1: 59 * 64, 2: 59 * 16}
    assert [(c.class_id, c.name, c.color) for c in points.classes] == [
        (1, "Grass & moss", "#3f9b46"), (2, "Straße", "#808080")
    ]  # fmt: skip
    assert (points.pixel_area, points.pixel_hectares) == (0.25, 0.25 / 10_000)
    assert not points.is_answered.any()
    assert np.isnan(points.confidence).all()


def test_classes_are_shuffled_and_a_seed_repeats_the_draw(checked: Map, tmp_path: Path) -> None:
    checked.draw("--count", "40", "--allocation", "equal", "--seed", "3")
    first = read_check_points(checked.points)
    assert (np.diff(first.stratum) != 0).sum() > 10
    checked.points = str(tmp_path / "again.gpkg")
    checked.draw("--count", "40", "--allocation", "equal", "--seed", "3")
    assert (read_check_points(checked.points).places == first.places).all()
    checked.points = str(tmp_path / "other.gpkg")
    checked.draw("--count", "40", "--allocation", "equal", "--seed", "4")
    assert (read_check_points(checked.points).places != first.places).any()


def test_confidence_is_stored_without_its_correction(checked: Map) -> None:
    percent = np.full(SHAPE, 80)
    percent[:, :10] = 255
    layer = write_shares(checked.folder / "confidence.tif", percent, BERUNDA_CONFIDENCE_CORRECTION="[2.0, 0.5]")
    checked.draw("--confidence", layer)
    stored, cols = read_check_points(checked.points).confidence, checked.cells()[1]
    assert np.isnan(stored[cols < 10]).all()
    assert stored[cols >= 10] == pytest.approx(ConfidenceCorrection(2.0, 0.5).undo(np.array([0.8]))[0])


def test_accuracy_and_areas_by_hand(checked: Map) -> None:
    """Ten points a class; of those mapped as 1, eight are right, of those mapped as 2, all."""
    checked.draw("--count", "20", "--allocation", "equal")
    points = read_check_points(checked.points)
    wrong = np.flatnonzero(points.stratum == 1)[:2]
    truth = points.stratum.copy()
    truth[wrong] = 2
    answer(checked.points, truth.tolist())
    out = checked.folder / "out"
    found = json_of("check-accuracy", "--points", checked.points, "--output", str(out))
    assert (found["answered"], found["unknown"], found["open"]) == (20, 0, 0)
    assert found["overall"]["value"] == pytest.approx(0.8 * 0.8 + 0.2)
    assert found["overall"]["standard_error"] == pytest.approx(0.8 * (0.8 * 0.2 / 9) ** 0.5)
    grass, road = found["classes"]
    assert (grass["users"]["value"], road["users"]["value"]) == pytest.approx((0.8, 1))
    assert (grass["producers"]["value"], road["producers"]["value"]) == pytest.approx((1, 0.2 / 0.36))
    assert (grass["area"]["value"], grass["map_share"]) == pytest.approx((0.64, 0.8))
    assert grass["area_units"]["value"] == pytest.approx(0.64 * 59 * 80 * 0.25)
    assert grass["area_hectares"]["value"] == pytest.approx(0.64 * 59 * 80 * 0.25 / 10_000)
    assert found["matrix"] == {
        "class_ids": [1, 2],
        "counts": [[8, 2], [0, 10]],
        "proportions": [pytest.approx([0.64, 0.16]), pytest.approx([0, 0.2])],
    }
    assert found["notes"] == []
    rows = list(csv.reader(Path(found["csv"]).read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1] == ["20", "20", "0", "0"]
    assert rows[4][0] == "0.84"
    assert ["Straße", "0", "10"] in rows
    assert rows[-2][:5] == ["1", "Grass & moss", "10", "0.8", "0.8"]
    page = Path(found["html"]).read_text()
    assert "84 % (" in page
    assert "Grass &amp; moss" in page
    assert "http" not in page


def test_an_unfinished_check_says_what_is_missing_and_goes_on(checked: Map) -> None:
    checked.draw("--count", "20", "--allocation", "equal")
    stratum = read_check_points(checked.points).stratum
    grass = [int(c) if c == 1 else None for c in stratum]
    first = grass.index(1)
    grass[first] = 0
    answer(checked.points, grass)
    found = json_of("check-accuracy", "--points", checked.points)
    assert (found["answered"], found["unknown"], found["open"]) == (9, 1, 10)
    assert found["overall"]["value"] == 1
    assert found["classes"][1]["users"] is None
    starts = ("Still open: 10 of 20 points", "Don't know: 1 of 20 points", "Not one point mapped as Straße is answered")
    assert len(found["notes"]) == 3
    assert all(note.startswith(start) for note, start in zip(found["notes"], starts))
    assert "other 80.0 % of the map" in found["notes"][2]
    answer(checked.points, stratum.tolist())
    assert json_of("check-accuracy", "--points", checked.points)["notes"] == []


def test_a_reference_class_that_the_map_does_not_have(checked: Map) -> None:
    checked.draw("--count", "20")
    answer(checked.points, [2] * 20)
    found = json_of("check-accuracy", "--points", checked.points)
    assert found["classes"][0]["producers"] is None
    answer(checked.points, [9] * 20)
    found = json_of("check-accuracy", "--points", checked.points)
    assert found["matrix"]["class_ids"] == [1, 2, 9]
    assert found["overall"]["value"] == 0
    assert found["classes"][2]["area"]["value"] == pytest.approx(1)
    assert found["classes"][2]["users"] is None


def test_one_class(checked: Map) -> None:
    checked.classes = write_map(checked.folder / "one.tif", np.ones(SHAPE))
    assert checked.draw()["by_class"] == {"1": 60}
    answer(checked.points, [1] * 60)
    found = json_of("check-accuracy", "--points", checked.points)
    assert found["overall"]["value"] == pytest.approx(1)
    assert 0.9 < found["overall"]["low"] < 0.95


def test_a_deleted_map_is_not_needed_and_a_changed_one_is_judged(checked: Map) -> None:
    checked.draw("--count", "40")
    truth = checked.ids.copy()
    checked.answer_by(truth)
    Path(checked.classes).unlink()
    assert json_of("check-accuracy", "--points", checked.points)["overall"]["value"] == pytest.approx(1)
    later = checked.ids.copy()
    later[30:] = 2
    path = write_map(checked.folder / "later.tif", later)
    found = json_of("check-accuracy", "--points", checked.points, "--classes", path)
    rows = checked.cells()[0]
    strata = read_check_points(checked.points).stratum
    expected = 0.2 + 0.8 * (rows[strata == 1] < 30).mean()
    assert found["overall"]["value"] == pytest.approx(expected)
    assert found["classes"][0]["map_share"] is None
    assert "earlier map" in found["notes"][0]


def test_bad_input_gets_one_sentence(checked: Map, tmp_path: Path) -> None:
    draw = ("check-points", "--classes", checked.classes)
    assert "does not end in .gpkg" in refusal(*draw, "--output", str(tmp_path / "p.shp"))
    assert "count is 2, and" in refusal(
        "check-points", "--classes", write_map(tmp_path / "three.tif", np.array([[1, 2, 3]])), "--output",
        checked.points, "--count", "2",
    )  # fmt: skip
    assert "has no class anywhere" in refusal(
        "check-points", "--classes", write_map(tmp_path / "none.tif", np.zeros((4, 4))), "--output", checked.points
    )
    assert "cannot be opened as a raster" in refusal("check-points", "--classes", "no.tif", "--output", checked.points)
    checked.draw()
    assert "exists already: name another file" in refusal(*draw, "--output", checked.points)
    assert "None of the 60 points" in refusal("check-accuracy", "--points", checked.points)
    assert "There is no points file" in refusal("check-accuracy", "--points", str(tmp_path / "no.gpkg"))
    assert "is not a points file" in refusal("check-accuracy", "--points", Scene(tmp_path).labels)
    assert "cannot be read as a points file" in refusal("check-accuracy", "--points", checked.classes)
    answer(checked.points, [300])
    assert "has the class id 300" in refusal("check-accuracy", "--points", checked.points)
    answer(checked.points, [1])
    small = write_map(tmp_path / "small.tif", np.ones((3, 3)))
    assert "has no class at" in refusal("check-accuracy", "--points", checked.points, "--classes", small)


def test_a_points_file_of_a_newer_version_is_refused(checked: Map) -> None:
    checked.draw()
    write = {"layer": "sampling", "driver": "GPKG", "geometry_type": None, "crs": "EPSG:32640"}
    pyogrio.raw.write(checked.points, None, [np.array([2])], ["points_format"], **write)
    assert "was written by a newer Berunda (points format 2" in refusal("check-accuracy", "--points", checked.points)


@pytest.mark.parametrize("crs", [None, "EPSG:4326"])
def test_without_a_metric_crs_there_are_no_hectares(tmp_path: Path, crs: str | None) -> None:
    checked = Map(tmp_path)
    checked.classes = write_map(tmp_path / "plain.tif", checked.ids, crs=crs)
    checked.draw()
    answer(checked.points, [1] * 60)
    found = json_of("check-accuracy", "--points", checked.points, "--output", str(tmp_path))
    assert found["classes"][0]["area_hectares"] is None
    assert "square units of the CRS" in Path(found["html"]).read_text()
    meta = pyogrio.raw.read(checked.points, layer="check_points")[0]
    assert ("Undefined Cartesian" in meta["crs"]) if crs is None else (meta["crs"] == "EPSG:4326")


def test_recalibration_reaches_the_model_the_layer_and_the_next_map(scene: Scene, tmp_path: Path) -> None:
    model = run_train(scene.config(backbone="unet-half", probe_share=0.0), Reporter())["model"]
    predict = ("predict", "--image", scene.image, "--model", model, "--device", DEVICE, "--precision", "fp32")
    maps = json_of(*predict, "--output", str(tmp_path / "map"))
    points = str(tmp_path / "p.gpkg")
    layers = ("--classes", maps["classes"], "--confidence", maps["confidence"])
    json_of("check-points", *layers, "--output", points, "--count", "40")
    recalibrate = ("recalibrate", "--points", points, "--model", model)
    assert "None of the 40 points" in refusal(*recalibrate)
    places = read_check_points(points).places
    cols, rows = np.floor(np.array(~TRANSFORM * places.T)).astype(int)
    answer(points, scene.truth[rows, cols].tolist())
    before, weights = band(maps["confidence"]), load_card_and_weights(model)[0]
    done = json_of(*recalibrate, "--confidence", maps["confidence"])
    assert abs(done["mean_corrected"] - done["accuracy"]) < abs(done["mean_confidence"] - done["accuracy"])
    expected = ConfidenceCorrection(done["slope"], done["intercept"]).table(ConfidenceCorrection())
    assert (band(maps["confidence"]) == expected[before]).all()
    assert (expected[before] != before).any()
    tensors, card = load_card_and_weights(model)
    assert card.postprocessing.confidence_correction == (done["slope"], done["intercept"])
    assert card.postprocessing.is_calibrated
    assert all((tensors[name] == weights[name]).all() for name in weights)
    assert len(tensors) == len(weights)
    again = json_of(*predict, "--output", str(tmp_path / "again"))
    assert (band(again["confidence"]) == expected[before]).all()
    # from the points file alone, and once more from the corrected layer: the same correction
    assert json_of(*recalibrate)["slope"] == pytest.approx(done["slope"])
    twice = json_of(*recalibrate, "--confidence", again["confidence"], "--output", str(tmp_path / "twice"))
    # not exactly, since the layer stores hundredths
    assert (twice["slope"], twice["intercept"]) == pytest.approx((done["slope"], done["intercept"]), abs=0.1)
    assert twice["confidence"] == str(tmp_path / "twice" / "confidence.tif")
    other = ("recalibrate", "--points", points, "--model", shutil.copy(EARLIER / "model.safetensors", tmp_path))
    assert "is not of the model" in refusal(*other, "--confidence", maps["confidence"])
    assert "is not a confidence layer" in refusal(*recalibrate, "--confidence", scene.image)


def test_points_without_confidence_do_not_calibrate(checked: Map) -> None:
    checked.draw()
    answer(checked.points, [1] * 60)
    model = ("--model", str(EARLIER / "model.safetensors"))
    assert "has no confidence at its points" in refusal("recalibrate", "--points", checked.points, *model)


def band(path: str) -> np.ndarray:
    with rasterio.open(path) as source:
        return source.read(1)


def test_points_are_points_for_other_programs(checked: Map) -> None:
    checked.draw()
    meta, _, wkb, _ = pyogrio.raw.read(checked.points, layer="check_points")
    assert meta["geometry_type"] == "Point"
    assert shapely.from_wkb(wkb)[0].geom_type == "Point"
    assert meta["fields"].tolist() == ["id", "mapped_class", "confidence", "reference_class", "status"]
