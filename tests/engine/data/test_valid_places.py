"""Places to draw patches: every valid pixel of the area alike, however thin the area or the data, and never in vain."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from scenes import Scene, write_raster

from engine.data import valid_places
from engine.data.area import Area
from engine.data.label_raster import LabelRaster
from engine.data.labels import read_labels
from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.data.sampler import PatchSampler
from engine.data.split import split_strokes
from engine.data.valid_places import ValidPlaces
from engine.schema.errors import ImageError

HEIGHT, WIDTH = 160, 192


def image_of(folder: Path, valid_mask: np.ndarray) -> Raster:
    return Raster(write_raster(folder / "masked.tif", valid_mask[None].astype(np.uint8) * 9, nodata=0))


def area_of(image: Raster, polygon: shapely.Geometry) -> Area:
    """An area given in (col, row) of the image."""
    return Area(image.grid, image.grid.to_map(polygon).wkt)


def drawn(places: ValidPlaces, count: int) -> np.ndarray:
    """How often each pixel of the image is drawn, int (HEIGHT, WIDTH)."""
    rng = np.random.default_rng(3)
    times = np.zeros((HEIGHT, WIDTH), int)
    for _ in range(count):
        times[places.draw(rng)] += 1
    return times


def corridor() -> shapely.Geometry:
    """Along two edges of the image, 2 px wide: 2 % of its bounding box."""
    return shapely.LineString([(1, 159), (1, 1), (191, 1)]).buffer(1, join_style="mitre", cap_style="flat")


@pytest.mark.parametrize("cells", [1024, 24])
def test_every_valid_pixel_of_the_area_is_drawn_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    """Also where a cell of the overview holds many pixels and is cut by the edge of the data or of the area."""
    monkeypatch.setattr(valid_places, "CELLS_PER_SIDE", cells)
    rows, cols = np.indices((HEIGHT, WIDTH))
    image = image_of(tmp_path, rows + cols < 200)
    places = ValidPlaces(image, area_of(image, shapely.box(30, 20, 140, 110)))
    times = drawn(places, 6000)
    inside = (rows + cols < 200) & (rows >= 20) & (rows < 110) & (cols >= 30) & (cols < 140)
    assert not times[~inside].any()
    assert places.count == pytest.approx(inside.sum(), rel=0.1)
    edge = inside & (rows + cols >= 190)
    for part in (edge, inside & (rows < 50), inside & (cols < 60)):
        expected = 6000 * part.sum() / inside.sum()
        assert times[part].sum() == pytest.approx(expected, abs=5 * np.sqrt(expected))


@pytest.mark.parametrize("cells", [1024, 8])
def test_a_thin_area_is_drawn_from_in_all_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    monkeypatch.setattr(valid_places, "CELLS_PER_SIDE", cells)
    image = image_of(tmp_path, np.ones((HEIGHT, WIDTH), bool))
    times = drawn(ValidPlaces(image, area_of(image, corridor())), 3000)
    assert not times[2:, 2:].any()
    down, across = times[:, :2].sum(), times[:2].sum()
    assert down == pytest.approx(3000 * 160 / 350, abs=200)
    assert across == pytest.approx(3000 * 192 / 350, abs=200)


def test_data_that_the_overview_misses_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valid_places, "CELLS_PER_SIDE", 8)
    monkeypatch.setattr(valid_places, "CELLS_PER_BLOCK", 3)
    valid_mask = np.zeros((HEIGHT, WIDTH), bool)
    valid_mask[:, 25], valid_mask[150, 25:27] = True, True
    image = image_of(tmp_path, valid_mask)
    assert not image.read_overview(8)[1].any()
    places = ValidPlaces(image, Area(image.grid))
    assert places.count == 161
    times = drawn(places, 3000)
    assert not times[~valid_mask].any()
    assert times[:80].sum() == pytest.approx(3000 * 80 / 161, abs=150)


def test_an_area_without_data_is_refused(tmp_path: Path) -> None:
    valid_mask = np.ones((HEIGHT, WIDTH), bool)
    valid_mask[:, 100:] = False
    image = image_of(tmp_path, valid_mask)
    with pytest.raises(ImageError, match=r"masked\.tif has no valid pixel in the area"):
        ValidPlaces(image, area_of(image, shapely.box(101, 5, 190, 150)))


def sampler_of(scene: Scene, image: Raster, area: Area, seed: int, unlabelled: tuple[Raster, ...] = ()) -> PatchSampler:
    labels = LabelRaster(read_labels(scene.labels, image.grid), image.grid)
    split = split_strokes(labels, labels.survey(image)[0], seed)
    normalisation = Normalisation.fit([image])
    return PatchSampler(image, list(unlabelled), normalisation, labels, split, area, 32, 1, 4, seed)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("kind", ["corridor", "strip of data"])
def test_training_on_strips_never_fails_to_draw(scene: Scene, kind: str, seed: int) -> None:
    """An area that fills 2 % of its bounding box; an image of which a diagonal strip of 6 % is data."""
    image = Raster(scene.image)
    area = area_of(image, corridor()) if kind == "corridor" else Area(image.grid)
    if kind == "strip of data":
        rows, cols = np.indices((HEIGHT, WIDTH))
        pixels = np.where(np.abs(rows - cols * HEIGHT / WIDTH) < 5, np.maximum(scene.pixels, 1), 0)
        pixels[:, :20] = np.maximum(scene.pixels[:, :20], 1)  # where strokes lie
        image = Raster(write_raster(scene.folder / "strip.tif", pixels.astype(np.uint8), nodata=0))
        area = area_of(image, shapely.box(0, 20, WIDTH, HEIGHT))
    sampler = sampler_of(scene, image, area, seed)
    for step in range(20):
        assert sampler.batch(step).valid_mask[1:].flatten(1).any(dim=1).all()


def test_images_are_drawn_from_by_their_valid_pixels(scene: Scene) -> None:
    """The further image is as large as the labelled one, and a tenth of it is data."""
    dark = np.zeros((3, 160, 192), np.uint8)
    dark[:, :16] = 1
    further = Raster(write_raster(scene.folder / "dark.tif", dark, nodata=0))
    image = Raster(scene.image)
    sampler = sampler_of(scene, image, Area(image.grid), 0, (further,))
    masks = np.concatenate([sampler.batch(step).valid_mask[1:].numpy() for step in range(100)])
    from_further = (~masks).any(axis=(1, 2)).sum()  # its data is narrower than a patch
    assert from_further == pytest.approx(400 / 11, abs=20)
