"""The map's rasters: complete, described, cloud-optimised, and moved into place all together or not at all."""
from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.crs
from affine import Affine
from prediction_cases import CLASSES
from scenes import CRS, TRANSFORM

from engine.data.raster import UNREFERENCED, Grid
from engine.data.window import PixelWindow
from engine.inference.layers import layer_specs
from engine.inference.writer import MapWriter
from engine.schema.errors import Cancelled, OutputError

HEIGHT, WIDTH = 700, 1100
GRID = Grid(HEIGHT, WIDTH, TRANSFORM, rasterio.crs.CRS.from_string(CRS).to_wkt(), True)
CLASS_IDS = [entry.class_id for entry in CLASSES]
NAMES = ["classes.tif", "confidence.tif", "ood.tif"]


def noise(grid: Grid = GRID) -> dict[str, np.ndarray]:
    """Values for every layer; noise, so that the GeoTIFFs are as large as possible."""
    random = np.random.default_rng(0)
    layers = {name: random.integers(0, 101, (1, grid.height, grid.width), np.uint8) for name in ("confidence", "ood")}
    layers["classes"] = random.choice(np.array(CLASS_IDS, np.uint8), (1, grid.height, grid.width))
    layers["probabilities"] = random.integers(0, 101, (3, grid.height, grid.width), np.uint8)
    return layers


def write(
    folder: Path, values: dict[str, np.ndarray], grid: Grid = GRID, probabilities: bool = False, **finish
) -> dict[str, str]:
    with MapWriter(str(folder), grid, layer_specs(CLASSES, probabilities, ("OOD",))) as writer:
        for row in range(0, grid.height, 300):
            for col in range(0, grid.width, 450):
                window = PixelWindow(row, col, 300, 450).clip(grid.window)
                writer.write(window, {name: layer[(slice(None), *window.slices)] for name, layer in values.items()})
        return writer.finish(**finish)


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Makes writing fail for real, as a full disk does: the system refuses to let any file grow further."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return write(tmp_path_factory.mktemp("written") / "deep" / "folder", noise(), probabilities=True)


@pytest.mark.parametrize("name", ["classes", "confidence", "ood", "probabilities"])
def test_holds_what_was_written_on_the_right_grid(written: dict[str, str], name: str) -> None:
    with rasterio.open(written[name]) as source:
        np.testing.assert_array_equal(source.read(), noise()[name])
        assert source.transform == TRANSFORM
        assert source.crs.to_epsg() == 32640
        assert set(source.dtypes) == {"uint8"}


@pytest.mark.parametrize("name", ["classes", "confidence", "ood", "probabilities"])
def test_is_cloud_optimised(written: dict[str, str], name: str) -> None:
    with rasterio.open(written[name]) as source:
        assert source.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert source.tags(ns="IMAGE_STRUCTURE")["COMPRESSION"] == "DEFLATE"
        assert source.block_shapes[0] == (512, 512)
        assert source.overviews(1) == [2, 4]


def test_classes_have_colours_and_names(written: dict[str, str]) -> None:
    with rasterio.open(written["classes"]) as source:
        assert source.nodata == 0
        table = source.colormap(1)
        assert (table[0][3], table[3], table[7], table[200]) == (
            0,
            (0, 0, 255, 255),
            (0, 160, 0, 255),
            (200, 200, 200, 255),
        )
        assert json.loads(source.tags()["BERUNDA_CLASSES"]) == [
            {"class_id": 3, "name": "Water", "color": "#0000ff"},
            {"class_id": 7, "name": "Wald & Wiese", "color": "#00a000"},
            {"class_id": 200, "name": "Straße", "color": "#c8c8c8"},
        ]


@pytest.mark.parametrize("name", ["confidence", "ood", "probabilities"])
def test_shares_have_a_scale(written: dict[str, str], name: str) -> None:
    with rasterio.open(written[name]) as source:
        assert set(source.scales) == {0.01}
        assert source.nodata == 255
        assert all(source.descriptions)
    assert name != "probabilities" or source.descriptions[1] == "Probability of Wald & Wiese"


def test_overviews_hold_classes_that_exist_and_shares_that_are_means(written: dict[str, str]) -> None:
    with rasterio.open(written["classes"], overview_level=0) as overview:
        assert set(np.unique(overview.read(1))) <= set(CLASS_IDS)
    with rasterio.open(written["ood"], overview_level=0) as overview:
        means = noise()["ood"][0].reshape(HEIGHT // 2, 2, WIDTH // 2, 2).mean(axis=(1, 3))
        assert np.abs(overview.read(1) - means).max() <= 0.5


def test_pixels_never_written_are_nodata_and_do_not_darken_overviews(tmp_path: Path) -> None:
    with MapWriter(str(tmp_path), GRID, layer_specs(CLASSES, False, ("OOD",))) as writer:
        writer.write(
            PixelWindow(0, 1, 1, 1),
            {name: np.full((1, 1, 1), 7, np.uint8) for name in ("classes", "confidence", "ood")},
        )
        paths = writer.finish()
    for name, nodata in (("classes", 0), ("confidence", 255), ("ood", 255)):
        with rasterio.open(paths[name]) as source, rasterio.open(paths[name], overview_level=0) as overview:
            assert (source.read(1) != nodata).sum() == 1
            assert overview.read(1)[0, 0] == 7


@pytest.mark.parametrize(
    "grid",
    [
        Grid(40, 60, Affine(1, 0, 5, 0, -1, -8), "", False),
        Grid(40, 60, UNREFERENCED, "", False),
        Grid(40, 60, Affine(1e-5, 0, 55.123456789, 0, -1e-5, 25.2), rasterio.crs.CRS.from_epsg(4326).to_wkt(), True),
        Grid(40, 60, Affine(0.5, 0.1, 3e5, 0.1, -0.5, 2.7e6), rasterio.crs.CRS.from_epsg(32640).to_wkt(), True),
    ],
    ids=["unreferenced crop", "unreferenced", "degrees", "rotated"],
)
def test_keeps_any_grid(tmp_path: Path, grid: Grid) -> None:
    with rasterio.open(write(tmp_path, noise(grid), grid)["ood"]) as source:
        assert source.transform == grid.transform
        assert (source.crs.to_wkt() if source.crs else "") == grid.crs
        np.testing.assert_array_equal(source.read(), noise(grid)["ood"])


def test_leaves_nothing_but_the_rasters_and_no_stale_statistics(tmp_path: Path) -> None:
    (tmp_path / "ood.tif.aux.xml").write_text("<PAMDataset/>")
    (tmp_path / "notes.txt").write_text("mine")
    write(tmp_path, noise())
    assert set(contents(tmp_path)) == {*NAMES, "notes.txt"}


def test_giving_up_keeps_earlier_results(tmp_path: Path) -> None:
    write(tmp_path, noise())
    before = contents(tmp_path)
    replies = iter([None, Cancelled()])

    def stop_at_the_second() -> None:
        if error := next(replies):
            raise error

    with pytest.raises(Cancelled):
        write(
            tmp_path, {name: np.ones_like(values) for name, values in noise().items()}, before_layer=stop_at_the_second
        )
    assert contents(tmp_path) == before


def test_a_full_disk_is_noticed_before_anything_is_computed(tmp_path: Path) -> None:
    with no_file_larger_than(500_000), pytest.raises(OutputError, match=r"has no space for the map: free 5 MB"):
        MapWriter(str(tmp_path), GRID, layer_specs(CLASSES, False, ("OOD",))).__enter__()
    assert contents(tmp_path) == {}


# The plain files take 770 kB each; the largest GeoTIFF somewhat more, with its overviews. The last limit cuts off its
# last bytes only, which GDAL itself does not notice.
@pytest.mark.parametrize("missing", [1, 1000, 50_000])
def test_a_disk_that_fills_up_at_the_end_keeps_earlier_results(tmp_path: Path, missing: int) -> None:
    largest = max(os.path.getsize(path) for path in write(tmp_path, noise()).values())
    assert largest - missing > HEIGHT * WIDTH
    before = contents(tmp_path)
    with no_file_larger_than(largest - missing), pytest.raises(OutputError, match="choose another folder"):
        write(tmp_path, noise())
    assert contents(tmp_path) == before
    assert sorted(before) == NAMES


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match=r"taken cannot be written: file exists: choose a folder"):
        write(tmp_path / "taken", noise())
    with pytest.raises(OutputError, match=r"not a directory: choose a folder"):
        write(tmp_path / "taken" / "below", noise())


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs Linux' /sys, where not even root can make a folder")
def test_a_folder_that_may_not_be_written_to() -> None:
    with pytest.raises(OutputError, match=r"(not permitted|denied|read-only).*: choose a folder that you may write to"):
        write(Path("/sys/kernel/berunda"), noise())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="permission denied"):
        write(tmp_path, noise())
