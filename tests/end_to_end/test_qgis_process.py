"""`qgis_process run berunda:…` without a display, with the real engine: the same bytes as the command line's."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal, ogr

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
LABELS = str(SAMPLE / "labels.gpkg")
WINDOW_PX = (448, 256, 1024, 1024)  # of the sample: left, top, width, height
ENGINE_PYTHON = ROOT / ".venv" / "bin" / "python"
# Debian's wrapper gives it an option of the desktop's that it refuses.
QGIS_PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
LAYERS = ("classes", "confidence", "ood")
LIMIT_S = 180

pytestmark = [
    pytest.mark.skipif(QGIS_PROCESS is None, reason="needs qgis_process"),
    pytest.mark.skipif(not ENGINE_PYTHON.exists(), reason="needs the engine's environment: make setup"),
]


class Profile:
    """A QGIS profile of its own, in which the plugin is this checkout."""

    def __init__(self, folder: Path) -> None:
        plugins = folder / "profiles" / "default" / "python" / "plugins"
        plugins.mkdir(parents=True)
        (plugins / "berunda").symlink_to(ROOT)
        self._environment = {
            **os.environ,
            "QGIS_CUSTOM_CONFIG_PATH": str(folder),
            "QT_QPA_PLATFORM": "offscreen",
            "BERUNDA_ENGINE_PYTHON": str(ENGINE_PYTHON),
        }
        self._environment.pop("PYTHONPATH", None)
        self("plugins", "enable", "berunda")

    def __call__(self, *arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
        command, options = [QGIS_PROCESS, *arguments], {"capture_output": True, "text": True, "timeout": LIMIT_S}
        return subprocess.run(command, env=self._environment, cwd=folder, **options)

    def run(self, name: str, folder: Path = ROOT, **parameters: Any) -> dict[str, Any]:
        """The results of an algorithm that is started in a folder."""
        options = [f"--{key}={value}" for key, value in parameters.items()]
        done = self("--json", "run", f"berunda:{name}", *options, folder=folder)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout[done.stdout.index("{") :])["results"]


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a part of the sample, which takes less time: orthophoto.tif and truth.tif."""
    folder = tmp_path_factory.mktemp("cut")
    for name in ("orthophoto.tif", "truth.tif"):
        gdal.Translate(str(folder / name), str(SAMPLE / name), srcWin=list(WINDOW_PX))
    return folder


@pytest.fixture(scope="module")
def image(cut: Path) -> str:
    return str(cut / "orthophoto.tif")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    return Profile(tmp_path_factory.mktemp("profile"))


def command_line(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [str(ENGINE_PYTHON), "-m", "engine", *arguments, "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def wanted(image: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model and a map that the command line made."""
    folder = tmp_path_factory.mktemp("command_line")
    model = str(folder / "model.safetensors")
    command_line("train", "--preset", "instant", "--image", image, "--labels", LABELS, "--model", model)
    command_line("predict", "--image", image, "--model", model, "--output", str(folder))
    return folder


@pytest.fixture(scope="module")
def mapped(profile: Profile, image: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The results of berunda:instantmap."""
    folder = tmp_path_factory.mktemp("instant")
    layers = {name.upper(): folder / f"{name}.tif" for name in LAYERS}
    return profile.run("instantmap", IMAGE=image, LABELS=LABELS, MODEL=folder / "model.safetensors", **layers)


def assert_same_layers(results: dict[str, str], folder: Path) -> None:
    for name in LAYERS:
        assert Path(results[name.upper()]).read_bytes() == (folder / f"{name}.tif").read_bytes(), name


def test_the_plugin_is_listed_with_its_algorithms(profile: Profile) -> None:
    assert "* berunda" in profile("plugins").stdout
    listed = profile("list").stdout
    names = ("train", "predict", "instantmap", "evaluate", "analyse", "drawcheckpoints", "checkaccuracy")
    assert [name for name in names if f"berunda:{name}\t" not in listed] == []
    assert "Raster that the labels lie on" in profile("help", "berunda:train").stdout


def test_an_instant_map_is_the_command_line_s(mapped: dict[str, str], wanted: Path) -> None:
    assert_same_layers(mapped, wanted)


def test_a_training_and_its_map_are_the_command_line_s(
    profile: Profile, image: str, wanted: Path, tmp_path: Path
) -> None:
    trained = profile.run("train", IMAGE=image, LABELS=LABELS, PRESET="instant", MODEL=tmp_path / "m.safetensors")
    assert trained["HELD_OUT_ACCURACY"] > 0.8
    layers = {name.upper(): tmp_path / f"{name}.tif" for name in LAYERS}
    assert_same_layers(profile.run("predict", IMAGE=image, MODEL=trained["MODEL"], **layers), wanted)


def test_a_training_with_steps_maps_a_part_as_the_command_line(profile: Profile, image: str, tmp_path: Path) -> None:
    """Of the same settings: recipe, losses, steps; and an extent, which QGIS orders otherwise."""
    left, bottom, right, top = 401300, 2778800, 401400, 2778900
    options = ("--preset", "quick", "--steps", "3", "--predict-tta-rotations", "1", "--auxiliary", "l1=0.5")
    model = str(tmp_path / "wanted.safetensors")
    command_line("train", "--image", image, "--labels", LABELS, "--model", model, *options)
    extent = ("--extent", *map(str, (left, bottom, right, top)))
    command_line("predict", "--image", image, "--model", model, "--output", str(tmp_path / "wanted"), *extent)
    chosen = {"PRESET": "quick", "STEPS": 3, "PREDICT_TTA_ROTATIONS": 1, "AUXILIARY": "l1=0.5"}
    trained = profile.run("train", IMAGE=image, LABELS=LABELS, MODEL=tmp_path / "m.safetensors", **chosen)
    layers = {name.upper(): tmp_path / f"{name}.tif" for name in LAYERS}
    part = f"{left},{right},{bottom},{top}"
    results = profile.run("predict", IMAGE=image, MODEL=trained["MODEL"], EXTENT=part, **layers)
    assert_same_layers(results, tmp_path / "wanted")


def test_paths_may_be_relative(profile: Profile, image: str, wanted: Path, tmp_path: Path) -> None:
    """To where qgis_process is started, which is not where the engine runs."""
    shutil.copy(wanted / "model.safetensors", tmp_path)
    shutil.copy(image, tmp_path)
    layers = {name.upper(): f"{name}.tif" for name in LAYERS}
    profile.run("predict", tmp_path, IMAGE=Path(image).name, MODEL="model.safetensors", **layers)
    assert_same_layers({name.upper(): str(tmp_path / f"{name}.tif") for name in LAYERS}, wanted)


def test_an_evaluation_has_the_figures_of_the_command_line(
    profile: Profile, cut: Path, mapped: dict[str, str], tmp_path: Path
) -> None:
    truth, page = str(cut / "truth.tif"), tmp_path / "page.html"
    scores = command_line("evaluate", "--classes", mapped["CLASSES"], "--truth", truth, "--exclude", LABELS)
    results = profile.run("evaluate", CLASSES=mapped["CLASSES"], TRUTH=truth, EXCLUDE=LABELS, REPORT=page)
    assert results["OVERALL_ACCURACY"] == pytest.approx(scores["overall_accuracy"], abs=1e-12)
    assert results["MEAN_IOU"] == pytest.approx(scores["mean_iou"], abs=1e-12)
    assert "<html" in page.read_text(encoding="utf-8")


def test_a_comparison_of_sites_has_the_report_of_the_command_line(profile: Profile, image: str, tmp_path: Path) -> None:
    few = ("--runs", "1", "--patches", "60")
    wanted = command_line("analyse", "--image", image, "--labels", LABELS, "--output", str(tmp_path / "wanted"), *few)
    patches = tmp_path / "patches.gpkg"
    results = profile.run(
        "analyse", IMAGE=image, LABELS=LABELS, OUTPUT=tmp_path / "sites", RUNS=1, PATCHES=60, PATCH_LAYER=patches
    )
    report = json.loads(Path(wanted["values"]).read_text(encoding="utf-8"))
    assert json.loads((tmp_path / "sites" / "report.json").read_text(encoding="utf-8")) == report
    assert Path(results["REPORT"]).is_file()
    assert (tmp_path / "sites" / "patches.gpkg").read_bytes() == patches.read_bytes()


def test_check_points_are_drawn_answered_and_judged(profile: Profile, mapped: dict[str, str], tmp_path: Path) -> None:
    points, folder = str(tmp_path / "points.gpkg"), tmp_path / "accuracy"
    profile.run("drawcheckpoints", CLASSES=mapped["CLASSES"], CONFIDENCE=mapped["CONFIDENCE"], COUNT=20, OUTPUT=points)
    database = ogr.Open(points, True)
    table = database.GetLayerByName("check_points")
    for feature in table:
        right = feature["id"] != 1
        feature["reference_class"] = feature["mapped_class"] if right else 1 + feature["mapped_class"] % 5
        table.SetFeature(feature)
    del table, database
    wanted = command_line("check-accuracy", "--points", points)["overall"]
    results = profile.run("checkaccuracy", POINTS=points, OUTPUT=folder)
    assert (results["OVERALL_ACCURACY"], results["LOW"]) == pytest.approx((wanted["value"], wanted["low"]), abs=1e-12)
    assert results["OVERALL_ACCURACY"] < 1
    assert (folder / "accuracy.html").is_file()


def test_bad_input_is_one_sentence(profile: Profile, image: str, tmp_path: Path) -> None:
    options = [f"--{key}={value}" for key, value in {
        "IMAGE": image, "LABELS": LABELS, "MODEL": tmp_path / "m.safetensors", "WIDTH": 5000,
    }.items()]  # fmt: skip
    done = profile("run", "berunda:train", *options)
    assert done.returncode != 0
    assert "width is 5000: give a number from 4 to 512" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
