"""The command `suggest` as a user types it: where it sends the analyst, and one sentence for every bad input."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from compute_device import DEVICE, ON_DEVICE
from scenes import TRANSFORM, RecordingReporter, Scene, box_at, write_labels, write_raster

from engine.analysis.suggestions import LEAST_DISTANCE_PX
from engine.cli import main
from engine.features import candidate_windows
from engine.jobs.registry import run_job
from engine.schema.errors import Cancelled
from engine.schema.model_card import read_model_card
from engine.schema.setting import to_params

HEIGHT, WIDTH = 352, 384
NOVEL = slice(200, 320), slice(40, 160)  # a field that no stroke touches
QUICK = ["--probe-unlabelled", "0", "--predict-tta-rotations", "1", "--device", DEVICE, "--precision", "fp32"]
EARLIER = Path(__file__).resolve().parents[3] / "tests" / "data" / "version-0.1.0"
SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "sample"


@pytest.fixture(autouse=True)
def few_patches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough for images as small as these."""
    monkeypatch.setattr(candidate_windows, "PATCHES", 16)


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Three stripes with a checked field in the first; strokes on its upper part alone; a model of the probe."""
    scene = Scene(tmp_path_factory.mktemp("suggest"), HEIGHT, WIDTH)
    rows, cols = np.indices((HEIGHT, WIDTH)) // 6
    checks = np.where((rows + cols) % 2, 250, 120).astype(np.uint8)
    scene.pixels[:, NOVEL[0], NOVEL[1]] = checks[NOVEL]
    write_raster(Path(scene.image), scene.pixels)
    Path(scene.labels).unlink()
    strokes = [(box_at(30, col, 4, 30), class_id) for class_id, col in ((1, 30), (2, 170), (3, 300))]
    write_labels(Path(scene.labels), strokes, names={1: "roof", 2: "grass", 3: "water"})
    model = str(scene.folder / "model.safetensors")
    files = ["--image", scene.image, "--labels", scene.labels, "--model", model]
    assert main(["train", *files, "--preset", "instant", *QUICK]) == 0
    return scene


def arguments(scene: Scene, **changes: object) -> list[str]:
    values = {
        "image": scene.image, "model": scene.folder / "model.safetensors", "output": scene.folder / "places.gpkg",
        **ON_DEVICE, **changes,
    }  # fmt: skip
    return ["suggest", *(text for name, value in values.items() for text in (f"--{name}", str(value)))]


def places(path: Path) -> tuple[np.ndarray, dict[str, list]]:
    """(row, col) of the points, and the columns."""
    meta, _, wkb, values = pyogrio.raw.read(path, layer="suggestions")
    points = shapely.get_coordinates(shapely.from_wkb(wkb)) @ np.array([(2, 0), (0, -2)])
    origin = np.array((TRANSFORM.c, -TRANSFORM.f)) * 2
    return (points - origin)[:, ::-1], dict(zip(meta["fields"], (column.tolist() for column in values)))


def failure(capsys: pytest.CaptureFixture, *texts: str) -> str:
    code = main([*texts])
    assert code == 2
    return capsys.readouterr().err.strip().splitlines()[-1]


def test_the_first_place_is_in_the_field_that_nobody_labelled(field: Scene, capsys: pytest.CaptureFixture) -> None:
    assert main([*arguments(field, count=4), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    found, columns = places(field.folder / "places.gpkg")
    assert result["suggestions"] == str(field.folder / "places.gpkg")
    assert (result["count"], len(found), columns["rank"]) == (4, 4, [1, 2, 3, 4])
    row, col = found[0]
    assert NOVEL[0].start <= row < NOVEL[0].stop
    assert NOVEL[1].start <= col < NOVEL[1].stop
    assert columns["reason"][0].startswith("Unlike anything labelled; the map says ")
    assert set(columns["class_name"]) <= {"roof", "grass", "water"}
    distances = np.hypot(*(found[:, None] - found[None]).transpose(2, 0, 1))[~np.eye(4, dtype=bool)]
    assert distances.min() >= LEAST_DISTANCE_PX
    strokes = np.array([(32, 45), (32, 185), (32, 315)])
    assert (np.abs(found[:, None] - strokes).max(axis=2) > LEAST_DISTANCE_PX / 2).all()


def test_equal_arguments_give_equal_places(field: Scene, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(arguments(field, output=tmp_path / f"{name}.gpkg", seed=3)) == 0
    one, two = places(tmp_path / "one.gpkg"), places(tmp_path / "two.gpkg")
    assert np.array_equal(one[0], two[0])
    assert one[1] == two[1]


def test_strokes_drawn_since_the_training_count(field: Scene, tmp_path: Path) -> None:
    everywhere = [(box_at(204, 44, 110, 110), 1), (box_at(30, 170, 4, 30), 2), (box_at(30, 300, 4, 30), 3)]
    labels = write_labels(tmp_path / "more.gpkg", everywhere)
    assert main(arguments(field, output=tmp_path / "places.gpkg", labels=labels)) == 0
    found, _ = places(tmp_path / "places.gpkg")
    assert not ((found[:, 0] > 180) & (found[:, 0] < 340) & (found[:, 1] < 180)).any()


def test_places_lie_in_the_area(field: Scene, tmp_path: Path) -> None:
    area = box_at(100, 200, 150, 150).wkt
    assert main(arguments(field, output=tmp_path / "places.gpkg", area=area, count=2)) == 0
    found, _ = places(tmp_path / "places.gpkg")
    assert ((found >= (100, 200)) & (found < (250, 350))).all()


def test_a_request_that_is_stopped_leaves_an_earlier_file(field: Scene, tmp_path: Path) -> None:
    (tmp_path / "places.gpkg").write_text("earlier")
    params = {"image": field.image, "model": str(field.folder / "model.safetensors"), "device": DEVICE}
    with pytest.raises(Cancelled):
        run_job("suggest", {**params, "output": str(tmp_path / "places.gpkg")}, RecordingReporter(stop_at=1))
    assert (tmp_path / "places.gpkg").read_text() == "earlier"


def test_a_model_of_an_earlier_version_and_one_without_a_probe_suggest_too(scene: Scene, tmp_path: Path) -> None:
    """The strokes of the first are named: its card remembers a path that is not here."""
    one = {"count": 1, **ON_DEVICE}
    image, labels = str(SAMPLE / "orthophoto.tif"), str(EARLIER / "labels.gpkg")
    request = {"image": image, "labels": labels, "model": str(EARLIER / "model.safetensors"), **one}
    area = "POLYGON((401100 2778900, 401260 2778900, 401260 2779050, 401100 2779050, 401100 2778900))"
    output = str(tmp_path / "places.gpkg")
    assert run_job("suggest", {**request, "area": area, "output": output}, RecordingReporter())["count"] == 1
    config = scene.config(
        backbone="unet-half", steps=1, auxiliary=(), probe_share=0.0, predict_tta_rotations=1, batch=1
    )
    run_job("train", to_params(config), RecordingReporter())
    labels = write_labels(tmp_path / "corner.gpkg", [(box_at(2, 2, 4, 9), 1), (box_at(2, 150, 4, 9), 2)])
    request = {"image": config.image, "model": config.model, "labels": labels, "output": output, **one}
    assert run_job("suggest", request, RecordingReporter())["count"] == 1


def test_without_room_it_says_so(field: Scene, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    third = WIDTH // 3
    labels = write_labels(tmp_path / "all.gpkg", [(box_at(0, third * i, HEIGHT, third), i + 1) for i in range(3)])
    told = failure(capsys, *arguments(field, labels=labels, output=tmp_path / "places.gpkg"))
    assert "has no place that is 48 px away from every stroke" in told
    assert not (tmp_path / "places.gpkg").exists()


def test_fewer_places_than_asked_for_are_told(field: Scene, tmp_path: Path, reporter: RecordingReporter) -> None:
    params = {"image": field.image, "model": str(field.folder / "model.safetensors"), "device": DEVICE, "count": 20}
    area = box_at(150, 200, 70, 70).wkt
    result = run_job("suggest", {**params, "area": area, "output": str(tmp_path / "places.gpkg")}, reporter)
    assert reporter.notices["few-places"].startswith(f"Only {result['count']} of 20 places")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"model": "none.safetensors"}, "model: There is no file 'none.safetensors'"),
        ({"labels": "none.gpkg"}, "labels: There is no label file 'none.gpkg'"),
        ({"output": "places.shp"}, "config: The output 'places.shp' does not end in .gpkg: rename it"),
        ({"count": 30}, "config: count is 30: give a number from 1 to 20"),
        ({"image": "none.tif"}, "image: 'none.tif' cannot be opened as a raster"),
        ({"area": "POLYGON((0 0, 1 0, 1 1, 0 0))"}, "config: The area does not touch the image"),
    ],
)
def test_bad_input_is_a_sentence(field: Scene, capsys: pytest.CaptureFixture, changes: dict, sentence: str) -> None:
    assert failure(capsys, *arguments(field, **changes)).startswith(sentence)


def test_labels_that_the_model_remembers_and_that_are_gone(
    field: Scene, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    path = Path(field.labels)
    assert read_model_card(str(field.folder / "model.safetensors")).recipe["labels"] == str(path)
    moved = path.rename(tmp_path / "moved.gpkg")
    told = failure(capsys, *arguments(field))
    moved.rename(path)
    assert told.endswith(f"was trained on ({path}) are gone: name the label file with --labels")
