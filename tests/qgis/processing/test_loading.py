"""Results that QGIS loads: styled as the dock's, and none that was not written."""
from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest
from berunda.plugin.core.checking.layer import file_of
from berunda.plugin.processing.provider import BerundaProvider
from processing_helpers import Heard, algorithm, loaded, run
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProject,
    QgsSingleBandPseudoColorRenderer,
    QgsSymbolLayer,
)

PLUGINS = Path(QgsApplication.pkgDataPath()) / "python" / "plugins"


@pytest.fixture
def context(provider: BerundaProvider) -> QgsProcessingContext:
    """Of an empty project."""
    QgsProject.instance().clear()
    made = QgsProcessingContext()
    made.setProject(QgsProject.instance())
    return made


@pytest.fixture
def load(context: QgsProcessingContext, monkeypatch: pytest.MonkeyPatch):
    """Loads what an algorithm left, with QGIS's own code; returns the layers by output."""
    if not (PLUGINS / "processing").is_dir():
        pytest.skip("needs the Processing plugin of QGIS")
    monkeypatch.syspath_prepend(str(PLUGINS))
    forget_processing()  # the folder of these tests has the same name
    from processing.core.Processing import Processing
    from processing.gui.Postprocessing import handleAlgorithmResults

    Processing.initialize()

    def show(name: str, results: dict) -> dict[str, QgsMapLayer]:
        details = context.layersToLoadOnCompletion()
        names = {path: each.outputName for path, each in details.items()}
        assert handleAlgorithmResults(algorithm(name), context, Heard(), parameters=results)
        layers = QgsProject.instance().mapLayers().values()
        return {names[next(path for path in names if file_of(layer) == path)]: layer for layer in layers}

    yield show
    QgsProject.instance().clear()
    forget_processing()


def forget_processing() -> None:
    for module in [module for module in sys.modules if module.split(".")[0] == "processing"]:
        del sys.modules[module]


def map_parameters(geotiff: str, labels: str, folder: Path) -> dict:
    layers = {role: loaded(folder / f"{role.lower()}.tif") for role in ("CLASSES", "CONFIDENCE", "OOD")}
    return {"IMAGE": geotiff, "LABELS": labels, **layers}


def test_a_map_is_styled_and_only_its_classes_are_ticked(
    geotiff: str, labels: str, use_engine, tmp_path: Path, context: QgsProcessingContext, load
) -> None:
    use_engine()
    results = run("instantmap", map_parameters(geotiff, labels, tmp_path), Heard(), context)
    gc.collect()  # as it may come between a run and its layers
    layers = load("instantmap", results)
    assert set(layers) == {"CLASSES", "CONFIDENCE", "OOD"}
    classes = layers["CLASSES"].renderer()
    assert isinstance(classes, QgsPalettedRasterRenderer)
    assert [(entry.value, entry.label, entry.color.name()) for entry in classes.classes()] == [(1, "Grass", "#3f9b46")]
    for role in ("CONFIDENCE", "OOD"):
        renderer = layers[role].renderer()
        assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
        assert (renderer.classificationMin(), renderer.classificationMax()) == (0.0, 1.0)
    nodes = {role: QgsProject.instance().layerTreeRoot().findLayer(layer.id()) for role, layer in layers.items()}
    assert {role: node.itemVisibilityChecked() for role, node in nodes.items()} == {
        "CLASSES": True, "CONFIDENCE": False, "OOD": False,
    }  # fmt: skip


def test_points_and_patches_are_styled(
    geotiff: str, labels: str, use_engine, tmp_path: Path, context: QgsProcessingContext, load
) -> None:
    use_engine()
    patches = loaded(tmp_path / "shown.gpkg")
    given = {"IMAGE": [geotiff], "LABELS": [labels], "OUTPUT": str(tmp_path), "PATCH_LAYER": patches}
    layer = load("analyse", run("analyse", given, Heard(), context))["PATCH_LAYER"]
    fill = layer.renderer().symbol().symbolLayer(0).dataDefinedProperties()
    assert fill.property(QgsSymbolLayer.Property.PropertyFillColor).field() == "color"


def test_check_points_are_styled(
    geotiff: str, use_engine, tmp_path: Path, context: QgsProcessingContext, load
) -> None:
    use_engine()
    given = {"CLASSES": geotiff, "COUNT": 4, "OUTPUT": loaded(tmp_path / "points.gpkg")}
    layer = load("drawcheckpoints", run("drawcheckpoints", given, Heard(), context))["OUTPUT"]
    assert layer.featureCount() == 4
    assert isinstance(layer.renderer(), QgsCategorizedSymbolRenderer)
    assert "reference_class" in layer.renderer().classAttribute()


def test_a_map_that_failed_is_not_loaded(
    geotiff: str, labels: str, use_engine, tmp_path: Path, context: QgsProcessingContext
) -> None:
    """Nor is what an algorithm before it has left to be loaded forgotten."""
    use_engine()
    given = map_parameters(geotiff, labels, tmp_path)
    assert run("instantmap", given, Heard(), context)
    before = set(context.layersToLoadOnCompletion())
    assert len(before) == 3
    use_engine("failing")
    assert run("instantmap", map_parameters(geotiff, labels, tmp_path / "second"), Heard(), context) is None
    assert set(context.layersToLoadOnCompletion()) == before
    assert list((tmp_path / "second").iterdir()) == []
