"""Blocks in memory: read from files, bounded, the newest for each place, stale after a change of the labels."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.engine.schema.protocol import Block
from berunda.plugin.core.live.blocks import BlockStore, LiveBlock, read_block
from osgeo import gdal
from qgis.PyQt.QtGui import QImage

VIEW = (0, 0, 100, 100)


def block(
    col: int = 0, generation: int = 1, layer: str = "classes", resolution_px: int = 1, side: int = 10
) -> LiveBlock:
    picture = QImage(side // resolution_px, side // resolution_px, QImage.Format.Format_Indexed8)
    return LiveBlock(layer, (0, col, side, side), resolution_px, generation, picture)


def test_a_file_s_values_are_the_picture_s_indices(tmp_path: Path) -> None:
    path = str(tmp_path / "block.tif")
    raster = gdal.GetDriverByName("GTiff").Create(path, 5, 3, 1, gdal.GDT_Byte)  # rows that are not aligned to 4 bytes
    raster.GetRasterBand(1).WriteRaster(0, 0, 5, 3, bytes(range(15)))
    del raster
    found = read_block(Block(1, "classes", path, (8, 16, 6, 9), 2, 3))
    assert [found.picture.pixelIndex(col, row) for row in range(3) for col in range(5)] == list(range(15))
    assert (found.window, found.covered, found.generation) == ((8, 16, 6, 9), (8, 16, 6, 10), 3)


def test_a_file_that_is_gone_is_no_block(tmp_path: Path) -> None:
    assert read_block(Block(1, "classes", str(tmp_path / "gone.tif"), (0, 0, 4, 4), 1, 1)) is None


def test_a_newer_block_replaces_an_older_one_and_never_the_other_way_round() -> None:
    store = BlockStore()
    for generation in (2, 3, 1):
        store.add(block(generation=generation), VIEW)
    assert [each.generation for each in store.of("classes")] == [3]


def test_layers_are_kept_apart_and_drawn_from_old_and_coarse_to_new_and_fine() -> None:
    store = BlockStore()
    for each in (block(generation=2), block(10, 1), block(20, 2, resolution_px=5), block(layer="ood")):
        store.add(each, VIEW)
    assert [(each.generation, each.resolution_px) for each in store.of("classes")] == [(1, 1), (2, 5), (2, 1)]
    assert len(store.of("ood")) == 1
    store.drop_layer("classes")
    assert (store.of("classes"), len(store)) == ([], 1)


def test_stale_until_renewed() -> None:
    store = BlockStore()
    store.add(block(0, 1), VIEW)
    store.add(block(10, 1), VIEW)
    store.fresh_from = 2
    store.add(block(10, 2), VIEW)
    assert [(each.window[1], store.is_stale(each)) for each in store.of("classes")] == [(0, True), (10, False)]


def test_the_farthest_block_goes_first() -> None:
    store = BlockStore(limit=3)
    for col in (500, 0, 60, 900, 40):
        store.add(block(col), VIEW)
    assert sorted(each.window[1] for each in store.of("classes")) == [0, 40, 60]


def test_a_block_drops_older_ones_of_its_layer_that_it_covers() -> None:
    store = BlockStore()
    for each in (block(0, 1), block(40, 1), block(0, 1, layer="ood"), block(0, 2, side=40, resolution_px=2)):
        store.add(each, VIEW)
    assert [(each.window[1], each.generation) for each in store.of("classes")] == [(40, 1), (0, 2)]
    assert len(store.of("ood")) == 1


def test_a_complete_answer_drops_what_lies_under_it() -> None:
    store = BlockStore()
    for each in (block(0, 1, resolution_px=2), block(200, 1), block(0, 2)):
        store.add(each, VIEW)
    store.drop_covered(VIEW, 2)
    assert [(each.window[1], each.generation) for each in store.of("classes")] == [(200, 1), (0, 2)]


@pytest.mark.parametrize(("generation", "count"), [(4, 0), (5, 1)])
def test_after_a_restart_earlier_requests_do_not_count(generation: int, count: int) -> None:
    store = BlockStore()
    store.add(block(), VIEW)
    store.restart(5)
    store.add(block(generation=generation), VIEW)
    assert len(store) == count
