"""Scenes from openly downloadable originals: the files and classes that a benchmark gets."""
from __future__ import annotations

import sys

import numpy as np
import rasterio
from further_scenes import main
from scene_files import scenes_in


def test_a_scene_is_a_pair_with_all_bands_and_the_classes_that_have_room(tmp_path, write, monkeypatch):
    output = tmp_path / "scenes"
    output.mkdir()
    for band in (1, 2, 3, 4, 5, 7):
        write(tmp_path / f"GewataB{band}.tif", np.full((1, 2, 4), band * 1000, np.int16))
    write(tmp_path / "lulcGewata.tif", np.array([[[0, 1, 2, 3], [4, 5, 6, 3]]], np.uint8))
    monkeypatch.setattr(sys, "argv", ["further_scenes.py", "gewata", str(tmp_path), str(output)])

    main()

    (scene,) = scenes_in(output)
    scene.check()
    with rasterio.open(scene.image) as image, rasterio.open(scene.truth) as truth:
        assert image.read()[:, 0, 0].tolist() == [1000, 2000, 3000, 4000, 5000, 7000]
        assert truth.read(1).tolist() == [[0, 1, 2, 0], [4, 5, 6, 0]]
        assert (truth.transform, truth.crs) == (image.transform, image.crs)
