"""Which scenes a benchmark runs on: a folder of pairs, one pair, or the sample."""
from __future__ import annotations

import argparse

import numpy as np
import pytest
import rasterio
from scene_files import SAMPLE, Scene, chosen_scenes, pair, scene_options, scenes_in


@pytest.fixture
def folder(tmp_path, write):
    """Two pairs and two files without a partner."""
    for name in ("b_rgb", "b_truth", "a_rgb", "a_truth", "alone_rgb", "other_truth"):
        write(tmp_path / f"{name}.tif", np.ones((1, 20, 30), np.uint8))
    return tmp_path


def chosen(*arguments: object) -> list[Scene]:
    parser = argparse.ArgumentParser()
    scene_options(parser)
    return chosen_scenes(parser, parser.parse_args([str(argument) for argument in arguments]))


def test_a_folder_gives_its_pairs_by_name(folder):
    assert [(scene.name, scene.image.name, scene.truth.name) for scene in scenes_in(folder)] == [
        ("a", "a_rgb.tif", "a_truth.tif"),
        ("b", "b_rgb.tif", "b_truth.tif"),
    ]
    assert [scene.name for scene in chosen(folder, "--scenes-only", "b")] == ["b"]


def test_the_published_scenes_keep_their_names(tmp_path):
    names = {key: pair(tmp_path / f"dubai_{key}_rgb.tif", tmp_path / f"dubai_{key}_truth.tif") for key in ("t1", "t8")}
    assert (names["t1"].name, names["t1"].window) == ("t1", None)
    assert (names["t8"].name, names["t8"].window.width) == ("t8 crop", 3296)


def test_without_scenes_it_is_the_sample():
    assert chosen() == [Scene("sample", SAMPLE / "orthophoto.tif", SAMPLE / "truth.tif")]


def test_one_pair_goes_by_the_name_of_its_raster(folder):
    (scene,) = chosen("--image", folder / "alone_rgb.tif", "--truth", folder / "other_truth.tif")
    assert (scene.name, scene.truth.name) == ("alone", "other_truth.tif")


def test_a_window_is_cropped_once_on_the_grid_of_the_whole(tmp_path, folder):
    window = rasterio.windows.Window(10, 5, 12, 8)
    scene = Scene("a", folder / "a_rgb.tif", folder / "a_truth.tif", window)
    (tmp_path / "crops").mkdir()
    cropped = scene.cropped(tmp_path / "crops")
    assert cropped.cropped(tmp_path) == cropped
    with rasterio.open(scene.truth) as whole, rasterio.open(cropped.truth) as part:
        assert part.shape == (8, 12)
        assert part.transform == whole.window_transform(window)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--image", "a_rgb.tif"], "--image together with --truth"),
        ([".", "--image", "a_rgb.tif", "--truth", "a_truth.tif"], "--image together with --truth"),
        (["--image", "a_rgb.tif", "--truth", "missing.tif"], "missing.tif does not exist"),
        (["--image", "a_rgb.tif", "--truth", "small.tif"], "are not on one grid: 20 x 30 and 9 x 9 px"),
        ([".", "--scenes-only", "c"], "there is no scene c; there are a, b"),
        (["empty"], "empty has no pair of files"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(folder, write, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(folder)
    (folder / "empty").mkdir()
    write(folder / "small.tif", np.ones((1, 9, 9), np.uint8))
    with pytest.raises(SystemExit):
        chosen(*arguments)
    assert message in capsys.readouterr().err
