"""Patches: a pure function of seed and step, balanced by class, never a held-out label, never outside the area."""
from __future__ import annotations

import numpy as np
import pytest
import shapely
import torch
from scenes import Scene, write_raster

from engine.data.area import Area
from engine.data.augmentation import augment
from engine.data.label_raster import UNLABELLED, LabelRaster
from engine.data.labels import read_labels
from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.data.sampler import PatchSampler
from engine.data.split import Split, StrokeBuffer
from engine.data.window import PixelWindow
from engine.schema.errors import ImageError


def make_sampler(scene: Scene, **changes: object) -> PatchSampler:
    image = Raster(scene.image)
    labels = LabelRaster(read_labels(scene.labels, image.grid), image.grid)
    values = {
        "image": image, "unlabelled": [], "normalisation": Normalisation.fit([image]), "label_raster": labels,
        "split": Split(labels.survey(image)[0], [], [], StrokeBuffer(labels, [], 0)), "area": Area(image.grid),
        "patch_px": 48, "labelled_count": 6, "unlabelled_count": 2, "seed": 5,
    }  # fmt: skip
    return PatchSampler(**{**values, **changes})


def area_of(scene: Scene, left: float, top: float, right: float, bottom: float) -> Area:
    """A rectangle in (col, row) of the scene's image."""
    grid = Raster(scene.image).grid
    return Area(grid, grid.to_map(shapely.box(left, top, right, bottom)).wkt)


def test_a_batch_depends_on_seed_and_step_alone(scene: Scene) -> None:
    one, other = make_sampler(scene), make_sampler(scene)
    other.batch(7)
    for step in (3, 0):
        a, b = one.batch(step), other.batch(step)
        assert torch.equal(a.pixels, b.pixels)
        assert torch.equal(a.labels, b.labels)
    assert not torch.equal(one.batch(1).pixels, one.batch(2).pixels)
    assert not torch.equal(one.batch(1).pixels, make_sampler(scene, seed=6).batch(1).pixels)


def test_shapes_and_kinds(scene: Scene) -> None:
    batch = make_sampler(scene).batch(0)
    assert batch.pixels.shape == (8, 3, 48, 48)
    assert batch.labels.shape == batch.valid_mask.shape == (8, 48, 48)
    assert batch.pixels.dtype == torch.float32
    assert all((batch.labels[i] != UNLABELLED).any() for i in range(6))
    assert (batch.labels[6:] == UNLABELLED).all()


def test_labels_stay_with_their_pixels(scene: Scene) -> None:
    """Each labelled pixel still has its stripe's colour after the symmetries: red, green and blue dominate in turn."""
    batch = make_sampler(scene).batch(4)
    for index in range(3):
        colors = batch.pixels.permute(0, 2, 3, 1)[batch.labels == index]
        if len(colors):
            assert int(colors.mean(dim=0).argmax()) == index


def test_classes_come_equally_often(scene: Scene) -> None:
    sampler = make_sampler(scene, patch_px=32, labelled_count=8)
    present = np.zeros(3)
    for step in range(40):
        labels = sampler.batch(step).labels[:8]
        present += [(labels == index).flatten(1).any(dim=1).sum().item() for index in range(3)]
    assert present.min() > 0.7 * present.max()


def test_held_out_strokes_are_drawn_only_after_they_joined(scene: Scene) -> None:
    sampler = make_sampler(scene)
    labels, strokes = sampler.label_raster, sampler.label_raster.survey(sampler.image)[0]
    kept, blue = [s for s in strokes if s.class_index != 2], [s for s in strokes if s.class_index == 2]
    split = Split(kept, blue, blue, StrokeBuffer(labels, [s.stroke for s in blue], 16))
    sampler = make_sampler(scene, split=split)
    assert all((sampler.batch(step).labels != 2).all() for step in range(20))
    sampler.join_held_out(10)
    assert all((sampler.batch(step).labels != 2).all() for step in range(10))
    assert any((sampler.batch(step).labels == 2).any() for step in range(10, 20))


def test_unlabelled_patches_come_from_the_area(scene: Scene) -> None:
    sampler = make_sampler(
        scene, area=area_of(scene, 130, 0, 192, 160), patch_px=32, labelled_count=1, unlabelled_count=4
    )
    pixels = torch.cat([sampler.batch(step).pixels[1:] for step in range(10)])
    assert (pixels[:, 2] > pixels[:, 0]).float().mean() > 0.85


def test_an_area_that_reaches_far_beyond_the_image_is_drawn_from(scene: Scene) -> None:
    """A bracket around the image, of which two corners lie on it."""
    grid = Raster(scene.image).grid
    bracket = shapely.Polygon(
        [(-9000, -9000), (20, -9000), (20, 10), (-8000, 10), (-8000, 150), (20, 150), (20, 9000), (-9000, 9000)]
    )
    area = Area(grid, grid.to_map(bracket).wkt)
    assert area.window == PixelWindow(0, 0, 160, 20)
    assert make_sampler(scene, area=area, patch_px=32, unlabelled_count=20).batch(0).pixels.shape[0] == 26


def test_further_images_are_drawn_from(scene: Scene) -> None:
    dark = write_raster(scene.folder / "dark.tif", np.full((3, 160, 192), 1, np.uint8))
    sampler = make_sampler(scene, unlabelled=[Raster(dark)], labelled_count=1, unlabelled_count=4)
    spread = torch.cat([sampler.batch(step).pixels[1:] for step in range(10)]).std(dim=(1, 2, 3))
    assert 10 < (spread < 0.3).sum() < 30


def test_imagery_without_data_in_the_area_is_refused(scene: Scene) -> None:
    pixels = scene.pixels.copy()
    pixels[:, :, 96:] = 0
    image = Raster(write_raster(scene.folder / "half.tif", pixels, nodata=0))
    with pytest.raises(ImageError, match=r"half\.tif has no valid pixel in the area"):
        make_sampler(scene, image=image, area=area_of(scene, 150, 10, 190, 150), patch_px=32)


def test_an_image_smaller_than_a_patch_is_padded(scene: Scene) -> None:
    batch = make_sampler(scene, patch_px=256).batch(0)
    assert (batch.valid_mask.flatten(1).sum(dim=1) == 160 * 192).all()
    assert (batch.pixels * ~batch.valid_mask.unsqueeze(1) == 0).all()


def test_augmentation_is_a_symmetry_of_the_square() -> None:
    labels = np.arange(16, dtype=np.uint8).reshape(4, 4)
    seen = set()
    for seed in range(100):
        pixels, turned, valid_mask = augment(
            np.stack([labels]).astype(np.float32), labels, labels > 2, np.random.default_rng(seed)
        )
        assert np.corrcoef(pixels[0][valid_mask], turned[valid_mask])[0, 1] > 0.999  # gain and bias keep the order
        np.testing.assert_array_equal(valid_mask, turned > 2)
        seen.add(turned.tobytes())
    assert len(seen) == 8
