"""Prediction as a whole: no tile borders, nothing invalid mapped, and memory that does not grow with the image."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
import torch
from prediction_cases import (
    CLASSES,
    OOD,
    POSTPROCESSING,
    TileReporter,
    identity_normalisation,
    pointwise,
    random_pixels,
    raster_of,
    with_context,
)
from rasterio.features import rasterize
from scenes import TRANSFORM, write_raster

from engine.data.raster import Raster
from engine.inference.ood.energy import Energy
from engine.inference.ood.score import Pixels
from engine.inference.predictor import blended, predict_raster
from engine.schema.config import PredictConfig
from engine.schema.errors import Cancelled, ConfigError, ImageError, ModelFileError

ROOT = Path(__file__).resolve().parents[3]


def predict(
    raster: Raster, folder: Path, forward=pointwise, reporter: TileReporter | None = None, batch: int = 1, **settings
) -> dict:
    config = PredictConfig(
        raster.path, "model.safetensors", str(folder), **{"tile_px": 64, "overlap": 0.125, **settings}
    )
    normalisation = identity_normalisation(raster.band_count)
    outputs = blended(raster, forward, normalisation, len(CLASSES), config, batch)
    return predict_raster(raster, outputs, CLASSES, POSTPROCESSING, config, reporter or TileReporter())


def layer(path: str) -> np.ndarray:
    with rasterio.open(path) as source:
        return source.read()


def map_polygon(*pixels: tuple[float, float]) -> str:
    """WKT of a polygon with corners in (col, row)."""
    return shapely.Polygon([TRANSFORM * point for point in pixels]).wkt


def expected(pixels: np.ndarray) -> dict[str, np.ndarray]:
    """The layers of a network without context, straight from the definitions in float64."""
    logits = pointwise(torch.from_numpy(pixels)[None])[0].numpy().astype(np.float64)
    logits += np.array(POSTPROCESSING.class_shift)[:, None, None]
    shares = np.exp(logits / POSTPROCESSING.temperature)
    shares /= shares.sum(axis=0)
    predicted = logits.argmax(axis=0)
    return {
        "classes": np.array([entry.class_id for entry in CLASSES])[predicted],
        "confidence": 100 * shares.max(axis=0),
        "ood": 100 * Energy()(Pixels(logits, predicted), OOD["energy"]),
        "probabilities": 100 * shares,
    }


@pytest.mark.parametrize("shape", [(1, 1), (5, 70), (64, 64), (63, 200), (205, 137)])
@pytest.mark.parametrize("batch", [1, 4])
def test_equals_the_whole_image_at_once(tmp_path: Path, shape: tuple[int, int], batch: int) -> None:
    pixels = random_pixels(*shape)
    paths = predict(raster_of(tmp_path / "image.tif", pixels), tmp_path / "out", batch=batch, probabilities=True)
    right = expected(pixels)
    np.testing.assert_array_equal(layer(paths["classes"])[0], right["classes"])
    for name in ("confidence", "ood"):
        assert np.abs(layer(paths[name])[0] - right[name]).max() <= 0.502
    assert np.abs(layer(paths["probabilities"]) - right["probabilities"]).max() <= 0.502
    assert paths["seconds"] > 0


@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32"])
def test_nodata_stays_nodata(tmp_path: Path, dtype: str) -> None:
    pixels = np.random.default_rng(0).integers(1, 100, (2, 150, 130)).astype(dtype)
    pixels[:, 20:90, 30:110] = 0
    paths = predict(raster_of(tmp_path / "image.tif", pixels, nodata=0), tmp_path / "out")
    hole = (pixels == 0).all(axis=0)
    for name, nodata in (("classes", 0), ("confidence", 255), ("ood", 255)):
        np.testing.assert_array_equal(layer(paths[name])[0] == nodata, hole)


def test_no_pixel_of_a_hole_reaches_its_surroundings(tmp_path: Path) -> None:
    pixels = random_pixels(150, 130)
    with_hole = pixels.copy()
    with_hole[:, 50:80, 50:80] = np.nan
    paths = [predict(raster_of(tmp_path / f"{i}.tif", p), tmp_path / str(i)) for i, p in enumerate((pixels, with_hole))]
    outside = np.isfinite(with_hole[0])
    for name in ("classes", "confidence", "ood"):
        whole, holed = (layer(each[name])[0] for each in paths)
        np.testing.assert_array_equal(whole[outside], holed[outside])


def test_a_polygon_is_the_crop_of_the_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "image.tif", random_pixels(210, 330))
    corners = [(33.2, 21.7), (250.9, 60), (180, 199.4), (20, 150)]
    everything = predict(raster, tmp_path / "all", with_context)
    part = predict(raster, tmp_path / "part", with_context, area=map_polygon(*corners))
    inside = rasterize([shapely.Polygon(corners)], (210, 330))[21:200, 20:251] > 0
    for name, nodata in (("classes", 0), ("confidence", 255), ("ood", 255)):
        whole, found = layer(everything[name])[0, 21:200, 20:251], layer(part[name])[0]
        np.testing.assert_array_equal(found, np.where(inside, whole, nodata))
    with rasterio.open(part["classes"]) as source:
        assert source.transform == rasterio.windows.transform(((21, 200), (20, 251)), TRANSFORM)


def test_tiles_beside_the_polygon_are_not_computed(tmp_path: Path) -> None:
    computed = []

    def forward(tiles: torch.Tensor) -> torch.Tensor:
        computed.append(len(tiles))
        return pointwise(tiles)

    corners = [(0, 0), (10, 0), (300, 290), (300, 300), (290, 300), (0, 10)]  # along the diagonal
    reporter = TileReporter()
    raster = raster_of(tmp_path / "image.tif", random_pixels(300, 300))
    predict(raster, tmp_path / "out", forward, reporter, area=map_polygon(*corners), tile_px=96, overlap=1 / 3)
    assert 5 <= sum(computed) <= 13
    assert reporter.tiles[-1] == (25, 25)


def test_a_polygon_that_reaches_beyond_the_image_ends_with_it(tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "image.tif", random_pixels(100, 90))
    paths = predict(raster, tmp_path / "out", area=map_polygon((40, -500), (500, -500), (500, 60), (40, 60)))
    assert layer(paths["classes"]).shape == (1, 60, 50)
    assert (layer(paths["classes"]) != 0).all()


@pytest.mark.parametrize(
    ("area", "sentence"),
    [
        ("POLYGON((oops", "'POLYGON\\(\\(oops' is not a geometry in WKT"),
        ("POINT(360001 2779999)", "is not a polygon: give a POLYGON"),
        ("POLYGON EMPTY", "is not a polygon"),
        ("POLYGON((360001 2779999, 360002 2779998, 360003 2779997, 360001 2779999))", "is a line"),
        ("POLYGON((0 0, 1 0, 1 1, 0 0))", "does not touch the image, which covers 360000, 2779950, 360045, 2780000"),
    ],
)
def test_an_area_that_makes_no_sense_is_refused(tmp_path: Path, area: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        predict(raster_of(tmp_path / "image.tif", random_pixels(100, 90)), tmp_path / "out", area=area)
    assert not (tmp_path / "out").exists()


def test_an_image_without_georeferencing(tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "image.tif", random_pixels(80, 90), crs=None, transform=None)
    paths = predict(raster, tmp_path / "out", area="POLYGON((10 -20, 60 -20, 60 -70, 10 -70, 10 -20))")
    with rasterio.open(paths["classes"]) as source:
        assert source.shape == (50, 50)
        assert source.crs is None
        assert source.transform.to_gdal() == (10, 1, 0, -20, 0, -1)


def test_progress_counts_tiles(tmp_path: Path) -> None:
    reporter = TileReporter()
    predict(raster_of(tmp_path / "image.tif", random_pixels(205, 137)), tmp_path / "out", reporter=reporter)
    assert reporter.tiles == [(done, 12) for done in range(13)]


def test_stopping_keeps_earlier_results(tmp_path: Path) -> None:
    raster = raster_of(tmp_path / "image.tif", random_pixels(205, 137))
    earlier = predict(raster, tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    reporter = TileReporter(stop_at=5)
    with pytest.raises(Cancelled):
        predict(raster, tmp_path / "out", with_context, reporter)
    assert len(reporter.tiles) == 6
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert len(before) == len(earlier) - 1


def test_an_image_without_a_valid_pixel_is_refused_and_keeps_earlier_results(tmp_path: Path) -> None:
    predict(raster_of(tmp_path / "image.tif", random_pixels(90, 90)), tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    empty = raster_of(tmp_path / "empty.tif", np.full((2, 90, 90), np.nan, np.float32))
    with pytest.raises(ImageError, match=r"empty\.tif has no valid pixel"):
        predict(empty, tmp_path / "out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_model_that_has_diverged_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="logits are not finite"):
        predict(
            raster_of(tmp_path / "image.tif", random_pixels(90, 90)),
            tmp_path / "out",
            lambda tiles: pointwise(tiles) * torch.nan,
        )


MEMORY_SCRIPT = """
import json, resource, sys
import torch
from engine.schema.config import PredictConfig
from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.inference.predictor import blended, predict_raster
from engine.schema.land_cover import LandCoverClass
from engine.schema.model_card import PostProcessing
from engine.schema.reporter import Reporter

image, output = sys.argv[1:]
classes = [LandCoverClass(number, "c", "#000000") for number in range(1, 7)]
ood = {"energy": {"median": [-2.0] * 6, "spread": [1.0] * 6, "quantiles": list(range(11))}}
postprocessing = PostProcessing(ood=ood)
normalisation = Normalisation((0.0,), (255.0,), (0.0,), (255.0,))
scale = torch.arange(6.0)[None, :, None, None]
config = PredictConfig(image, "m", output, overlap=0.125, tile_px=512)
raster = Raster(image)
outputs = blended(raster, lambda tiles: tiles * scale, normalisation, len(classes), config)
predict_raster(raster, outputs, classes, postprocessing, config, Reporter())
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
"""


def peak_mb(folder: Path, width_px: int) -> float:
    """Peak memory of a process that maps an image 1024 pixels high."""
    image = write_raster(folder / f"{width_px}.tif", np.full((1, 1024, width_px), 9, np.uint8), compress="deflate")
    command = [sys.executable, "-c", MEMORY_SCRIPT, image, str(folder / f"map{width_px}")]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def test_memory_does_not_grow_with_the_image(tmp_path: Path) -> None:
    """Sixteen times the pixels, all in width: the logits take 400 MB, those of a row of tiles across it 200 MB."""
    small, large = peak_mb(tmp_path, 1024), peak_mb(tmp_path, 16 * 1024)
    assert large - small < 150
