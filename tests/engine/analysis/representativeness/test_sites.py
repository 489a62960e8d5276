"""What makes sites comparable: bands, pixel sizes, resampling, and the sentences where they are not."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from affine import Affine
from scenes import TRANSFORM, box_at, striped_scene, write_raster

from engine.analysis.representativeness.patches import drawn_patches, labelled_windows
from engine.analysis.representativeness.sites import open_sites, pixel_size_m
from engine.data.label_raster import StrokePixels
from engine.data.raster import Raster
from engine.data.window import PixelWindow
from engine.schema.config import AnalyseConfig
from engine.schema.errors import ConfigError, ImageError

NOT_VALID = 255


def image(folder: Path, name: str, *, pixel: float = 0.5, side: int = 128, bands: int = 3, **options: object) -> str:
    pixels = striped_scene(side, side)[0]
    repeated = np.concatenate([pixels, pixels])[:bands]
    transform = TRANSFORM * Affine.scale(pixel / 0.5)
    return write_raster(folder / f"{name}.tif", repeated, **{"transform": transform, **options})


def config(*images: str, **changes: object) -> AnalyseConfig:
    return AnalyseConfig(**{"image": images, "output": "out", "patch_px": 32, **changes})


@pytest.mark.parametrize(
    ("crs", "transform", "metres"),
    [
        ("EPSG:32640", Affine(0.5, 0, 500_000, 0, -0.5, 2_780_000), 0.5),
        ("EPSG:2264", Affine(10, 0, 2_000_000, 0, -10, 700_000), 3.048),  # feet
        ("EPSG:4326", Affine(0.001, 0, 10, 0, -0.001, 60), 78.7),  # the root of 111.3 m by 55.7 m
        ("EPSG:3857", Affine(10, 0, 1_000_000, 0, -10, 8_400_000), 5.0),  # stretched by 1 / cos(60°)
    ],
)
def test_pixel_sizes_are_compared_on_the_ground(tmp_path: Path, crs: str, transform: Affine, metres: float) -> None:
    raster = Raster(image(tmp_path, "a", crs=crs, transform=transform))
    assert pixel_size_m(raster.grid) == pytest.approx(metres, rel=0.02)


def test_an_image_without_a_crs_is_compared_as_it_is(tmp_path: Path) -> None:
    plain = image(tmp_path, "plain", crs=None, transform=None)
    sites, notices = open_sites(config(plain, image(tmp_path, "b")))
    assert [site.ratio for site in sites] == [1, 1]
    assert notices == [f"The pixel size of {plain} is not known: its pixels are compared as they are."]


def test_the_finer_image_is_averaged_to_the_coarser(tmp_path: Path) -> None:
    fine, coarse = image(tmp_path, "fine", pixel=0.5, side=160), image(tmp_path, "coarse", pixel=1.0)
    sites, notices = open_sites(config(fine, coarse))
    assert [site.side_px(32) for site in sites] == [64, 32]
    assert notices == [
        f"The pixels of {fine} (0.5 m) are averaged to 1 m, the coarsest of the images: "
        "its finer detail is not compared."
    ]
    window = PixelWindow(10, 20, 64, 64)
    pixels, valid = sites[0].read(window, 32)
    blocks = sites[0].raster.read(window)[0].reshape(3, 32, 2, 32, 2)
    assert pixels == pytest.approx(blocks.mean(axis=(2, 4)), abs=1e-3)
    assert valid.all()


def test_what_is_averaged_leaves_out_what_is_not_valid(tmp_path: Path) -> None:
    pixels = np.full((1, 128, 128), 100, np.int16)
    pixels[0, :, ::2] = -999  # half of every averaged pixel
    pixels[0, :64] = -999
    holes = write_raster(tmp_path / "holes.tif", pixels, nodata=-999)
    sites, _ = open_sites(config(holes, image(tmp_path, "coarse", pixel=1.0, bands=1)))
    averaged, valid = sites[0].read(PixelWindow(0, 0, 128, 128), 64)
    assert not valid[:32].any()
    assert valid[32:].all()
    assert averaged[0, 32:] == pytest.approx(100)
    assert not averaged[0, :32].any()


def test_common_bands_are_compared(tmp_path: Path) -> None:
    sites, notices = open_sites(config(image(tmp_path, "rgb"), image(tmp_path, "more", bands=5)))
    assert [site.raster.bands for site in sites] == [(1, 2, 3), (1, 2, 3)]
    assert notices == ["The images have 3, 5 bands: the first 3 are compared, and must show the same in all of them."]
    chosen, silent = open_sites(config(image(tmp_path, "rgb"), image(tmp_path, "more", bands=5), bands=[2, 1]))
    assert [site.raster.bands for site in chosen] == [(2, 1), (2, 1)]
    assert silent == []


def test_images_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    sites, _ = open_sites(config(image(tmp_path, "a"), image(tmp_path / "b", "a"), image(tmp_path, "c")))
    assert [site.name for site in sites] == ["a (1)", "a (2)", "c"]


def test_areas_of_one_image_are_sites(tmp_path: Path) -> None:
    areas = [box_at(0, 0, 256, 64).wkt, box_at(0, 64, 256, 192).wkt]
    sites, _ = open_sites(config(image(tmp_path, "a", side=256), area=areas))
    assert [site.name for site in sites] == ["area 1", "area 2"]
    drawn = [drawn_patches(site, 50, 32, (0, index)) for index, site in enumerate(sites)]
    assert {window.col + window.width <= 64 for window in drawn[0].windows} == {True}
    assert {window.col >= 64 for window in drawn[1].windows} == {True}


def test_patches_do_not_cover_a_site_twice(tmp_path: Path) -> None:
    sites, _ = open_sites(config(image(tmp_path, "a"), image(tmp_path, "b")))
    drawn = drawn_patches(sites[0], 400, 32, (0, 0))
    assert len(drawn.windows) == 16
    assert drawn.windows == drawn_patches(sites[0], 400, 32, (0, 0)).windows
    assert drawn.windows != drawn_patches(sites[0], 400, 32, (1, 0)).windows


def test_patches_lie_on_valid_pixels(tmp_path: Path) -> None:
    pixels = striped_scene(256, 256)[0]
    pixels[:, :, 128:] = NOT_VALID
    half = write_raster(tmp_path / "half.tif", pixels, nodata=NOT_VALID)
    sites, _ = open_sites(config(half, half))
    assert max(window.col for window in drawn_patches(sites[0], 400, 32, (0, 0)).windows) <= 112


def test_labelled_squares_have_a_patch_each(tmp_path: Path) -> None:
    """A stroke over two squares, another one that shares one of them with fewer pixels, and a dot elsewhere."""
    sites, _ = open_sites(config(image(tmp_path, "a"), image(tmp_path, "b")))
    long = StrokePixels(0, 1, np.array([(10, col) for col in range(20, 44)], np.int32))
    short = StrokePixels(1, 0, np.array([(20, col) for col in range(40, 44)], np.int32))
    dot = StrokePixels(2, 2, np.array([(100, 70)], np.int32))
    windows, classes = labelled_windows(sites[0], [long, short, dot], 400, 32, (0,))
    assert classes == [1, 1, 2]
    assert windows == [PixelWindow(0, 9, 32, 32), PixelWindow(0, 22, 32, 32), PixelWindow(84, 54, 32, 32)]
    assert len(labelled_windows(sites[0], [long, short, dot], 2, 32, (0,))[0]) == 2


def test_what_cannot_be_compared_gets_a_sentence(tmp_path: Path) -> None:
    fine, coarse = image(tmp_path, "fine"), image(tmp_path, "coarse", pixel=30.0)
    image(tmp_path, "large", side=200)
    with pytest.raises(ImageError, match=r"fine.tif are 0.5 m, those of .*coarse.tif 30 m: .*a factor of 8 at most"):
        open_sites(config(fine, coarse))
    with pytest.raises(ImageError, match="fine is 128 x 128 pixels, smaller than a patch of 160 pixels"):
        open_sites(config(fine, coarse.replace("coarse", "large"), patch_px=160))
    site = open_sites(config(fine, labels=["labels.gpkg"], patch_px=64))[0][0]
    with pytest.raises(ImageError, match="fine has room for 4 patches of 64 pixels, fewer than 10: choose smaller"):
        drawn_patches(site, 400, 64, (0, 0))
    empty = write_raster(tmp_path / "empty.tif", np.zeros((3, 128, 128), np.int16) - 9, nodata=-9)
    with pytest.raises(ImageError, match=r"empty.tif has no valid pixel"):
        drawn_patches(open_sites(config(empty, fine))[0][0], 400, 32, (0, 0))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"image": ("a.tif",)}, "a.tif alone has nothing to be compared with: give a second image, labels, or two"),
        ({"image": ("a.tif",), "area": ("POLYGON",)}, "a.tif alone has nothing"),
        ({"image": ("a.tif",), "labels": ("",)}, "a.tif alone has nothing"),
        ({"image": ("a.tif",), "labels": ("l", "m")}, "There are 2 label files for 1 images: give one for each"),
        ({"image": ("a.tif", "b.tif"), "area": ("P", "Q")}, "There are areas beside 2 images"),
        ({"image": ()}, "No image is given: name the rasters to compare"),
        ({"image": ("a.tif", "b.tif"), "bands": (0,)}, r"bands is \[0\]: name each band once"),
        ({"image": ("a.tif", "b.tif"), "patch_px": 50}, "patch_px is 50, which is not a multiple of 16: take 48"),
    ],
)
def test_settings_that_make_no_sense(values: dict, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        AnalyseConfig(output="out", **values)
