"""`make demo`, short, in the real QGIS desktop on a virtual screen; and its project opened again in a fresh QGIS."""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from osgeo import gdal, ogr
from qgis.core import QgsGeometry
from qgis.PyQt.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
ENGINE_PYTHON = ROOT / ".venv" / "bin" / "python"
STEPS = 12
LIMIT_S = 400
PIXEL_M = 0.5
FILES = (
    "project.qgz",
    "labels.gpkg",
    "model.safetensors",
    "classes.tif",
    "confidence.tif",
    "ood.tif",
    "screenshot.png",
)
DESCRIBE_PROJECT = """
import json, sys
from qgis.core import QgsApplication, QgsLayerTree, QgsProject
application = QgsApplication([], True)
application.initQgis()
project = QgsProject.instance()
assert project.read(sys.argv[1])
def tree(parent):
    return [child.name() if QgsLayerTree.isLayer(child) else [child.name(), tree(child)] for child in parent.children()]
roles = {layer.customProperty("berunda/role"): layer for layer in project.mapLayers().values()}
layers = {role: layer for role, layer in roles.items() if role}
classes, confidence, ood = (layers[role] for role in ("classes", "confidence", "ood"))
ranges = [(layer.renderer().classificationMin(), layer.renderer().classificationMax()) for layer in (confidence, ood)]
print(json.dumps({
    "tree": tree(project.layerTreeRoot()),
    "valid": all(layer.isValid() for layer in project.mapLayers().values()),
    "classes": [[entry.value, entry.label, entry.color.name()] for entry in classes.renderer().classes()],
    "opacity": classes.opacity(),
    "ranges": ranges,
}))
"""

pytestmark = [
    pytest.mark.skipif(shutil.which("qgis") is None, reason="needs the QGIS desktop"),
    pytest.mark.skipif(not ENGINE_PYTHON.exists(), reason="needs the engine's environment: make setup"),
]


def run_demo(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """scripts/demo.sh as on a machine without a display."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY")
    }
    environment |= {"BERUNDA_DEMO_DIR": str(folder), "BERUNDA_DEMO_LIMIT": str(LIMIT_S), **variables}
    command = ["bash", str(ROOT / "scripts" / "demo.sh")]
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_S + 120
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo's folder and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    run = run_demo(folder, BERUNDA_DEMO_STEPS=str(STEPS))
    log = folder / "qgis.log"
    assert run.returncode == 0, f"{run.stdout}\n{log.read_text() if log.exists() else ''}"
    return folder, run.stdout


def test_demo_leaves_every_file_and_says_how_good_and_how_long(demo: tuple[Path, str]) -> None:
    folder, printed = demo
    assert [name for name in FILES if not (folder / name).stat().st_size] == []
    assert re.search(r"Held-out accuracy \d+ % \(95 % interval \d+ to \d+ %\), each of \d+ strokes", printed)
    assert re.search(r"paint \d+\.\d s, train \d+\.\d s, predict \d+\.\d s", printed)
    assert not list(folder.glob("labels.gpkg-*")), "the label file was not closed cleanly"


def test_every_stroke_is_a_label_on_its_place(demo: tuple[Path, str]) -> None:
    """Within a pixel of the image: the mouse moves on whole pixels of the screen."""
    strokes = json.loads((SAMPLE / "strokes.geojson").read_text(encoding="utf-8"))["features"]
    labels = ogr.Open(str(demo[0] / "labels.gpkg"))
    painted = [
        (feature["class_id"], feature.GetGeometryRef().ExportToWkt()) for feature in labels.GetLayerByName("labels")
    ]
    assert [class_id for class_id, _ in painted] == [stroke["properties"]["class_id"] for stroke in strokes]
    for (_, wkt), stroke in zip(painted, strokes):
        line = QgsGeometry.fromWkt(ogr.CreateGeometryFromJson(json.dumps(stroke["geometry"])).ExportToWkt())
        wanted = line.buffer(stroke["properties"]["width_px"] * PIXEL_M / 2, 12)
        assert QgsGeometry.fromWkt(wkt).hausdorffDistance(wanted) <= PIXEL_M
    scheme = [(feature["class_id"], feature["name"], feature["color"]) for feature in labels.GetLayerByName("classes")]
    assert scheme == [
        tuple(item.values()) for item in json.loads((SAMPLE / "classes.json").read_text(encoding="utf-8"))
    ]


def test_maps_lie_on_the_image_s_grid(demo: tuple[Path, str]) -> None:
    image = gdal.Open(str(SAMPLE / "orthophoto.tif"))
    for name in ("classes", "confidence", "ood"):
        layer = gdal.Open(str(demo[0] / f"{name}.tif"))
        assert (layer.RasterXSize, layer.RasterYSize) == (image.RasterXSize, image.RasterYSize)
        assert layer.GetGeoTransform() == image.GetGeoTransform()
    classes = gdal.Open(str(demo[0] / "classes.tif"))
    found = classes.GetRasterBand(1).GetHistogram(-0.5, 255.5, 256, approx_ok=0)
    assert sum(found[1:6]) == image.RasterXSize * image.RasterYSize
    assert sum(1 for pixels in found[1:6] if pixels) >= 2


def test_model_is_a_safetensors_file_with_the_classes(demo: tuple[Path, str]) -> None:
    with (demo[0] / "model.safetensors").open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    assert "Vegetation" in json.dumps(header["__metadata__"])


def test_screenshot_shows_the_window(demo: tuple[Path, str]) -> None:
    picture = QImage(str(demo[0] / "screenshot.png"))
    assert (picture.width(), picture.height()) == (1600, 1000)
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1600, 8) for y in range(0, 1000, 8)}
    assert len(colours) > 200


def test_project_opens_in_a_fresh_qgis_with_the_same_layers_and_styles(demo: tuple[Path, str], tmp_path: Path) -> None:
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", DESCRIBE_PROJECT, str(demo[0] / "project.qgz")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    labels, group, image = found["tree"]
    assert group == ["orthophoto", ["Out of distribution (OOD)", "Confidence", "Classes"]]
    assert (labels, image) == ("Labels", "orthophoto")
    assert found["valid"]
    assert found["classes"] == [
        list(item.values()) for item in json.loads((SAMPLE / "classes.json").read_text(encoding="utf-8"))
    ]
    assert found["opacity"] == pytest.approx(0.6)
    assert found["ranges"] == [[0.0, 1.0], [0.0, 1.0]]


@pytest.mark.skipif("BERUNDA_TEST_INSTALL" not in os.environ, reason="fetches 0.4 GB: set BERUNDA_TEST_INSTALL")
def test_the_package_alone_installs_its_engine_and_makes_a_map(tmp_path: Path) -> None:
    """In a folder with a space and an umlaut."""
    folder = tmp_path / "ein Größeres"
    run = run_demo(folder, BERUNDA_DEMO_STORY="install")
    assert run.returncode == 0, run.stdout
    assert re.search(r"The engine runs after \d+\.\d s: \d+ MB from the network, 1\d{3} MB on disk", run.stdout)
    pause = re.search(r"longest pause of the window (\d+) ms", run.stdout)
    assert int(pause[1]) <= 100
    assert all((folder / f"install_{number}.jpg").stat().st_size for number in range(1, 7))
    engine = folder / "profile" / "profiles" / "default" / "berunda" / "engine"
    assert len(list(engine.glob("env-*/complete.json"))) == 1


def test_a_broken_demo_ends_with_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    """An engine that is not there must not leave the demo waiting."""
    run = run_demo(tmp_path, BERUNDA_ENGINE_PYTHON=str(tmp_path / "nowhere"))
    assert run.returncode == 1
    sentence = run.stdout.strip().splitlines()[-1]
    assert sentence.startswith("The demo failed: ")
    assert "nowhere" in sentence
