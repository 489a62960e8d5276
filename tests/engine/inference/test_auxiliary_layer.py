"""Outputs of auxiliary heads as rasters: the image's value range, groups by their largest logit, nodata."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from scenes import write_raster

from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.inference.auxiliary_layer import AuxiliaryLayer
from engine.inference.writer import MapWriter
from engine.schema.loss_terms import CLUSTER, LATENT_CLASS, RECONSTRUCTION

# A band of 16 bits, one of 8, and one that is constant.
NORMALISATION = Normalisation((400.0, 0.0, 7.0), (9_400.0, 254.0, 7.0), (3_000.0, 100.0, 7.0), (1_000.0, 50.0, 1.0))


def written(tmp_path: Path, layer: AuxiliaryLayer, output: np.ndarray, mapped: np.ndarray) -> rasterio.DatasetReader:
    raster = Raster(write_raster(tmp_path / "image.tif", np.zeros((1, *mapped.shape), np.float32)))
    with MapWriter(str(tmp_path), raster.grid, (layer.spec,)) as writer:
        writer.write(raster.grid.window, layer(output, mapped))
        return rasterio.open(writer.finish()["auxiliary"])


def test_a_reconstruction_has_the_values_of_the_image(tmp_path: Path) -> None:
    pixels = np.array([[[400.0, 3_000.0, 9_400.0]], [[0.0, 100.0, 254.0]], [[7.0, 7.0, 7.0]]], np.float32)
    mapped = np.array([[True, True, True]])
    layer = AuxiliaryLayer(RECONSTRUCTION, NORMALISATION, (1, 2, 4), 3)
    output = NORMALISATION.apply(pixels, mapped)
    with written(tmp_path, layer, output, mapped) as source:
        found = source.read() * np.reshape(source.scales, (3, 1, 1)) + np.reshape(source.offsets, (3, 1, 1))
        assert found == pytest.approx(pixels, abs=9_000 / 254 / 2)
        assert found[1] == pytest.approx(pixels[1], abs=1e-3)
        assert found[2] == pytest.approx(pixels[2])
        assert source.descriptions == tuple(f"Reconstruction of band {band}" for band in (1, 2, 4))


def test_what_a_head_exaggerates_ends_at_the_range_and_what_is_not_mapped_is_nodata() -> None:
    layer = AuxiliaryLayer(RECONSTRUCTION, NORMALISATION, (1, 2, 3), 3)
    output = np.array([[[-1e9, 1e9, np.nan]]] * 3, np.float32)
    stored = layer(output, np.array([[True, True, False]]))["auxiliary"]
    assert stored[:, 0].tolist() == [[0, 254, 255]] * 3


@pytest.mark.parametrize(("shows", "name"), [(CLUSTER, "Cluster"), (LATENT_CLASS, "Latent class")])
def test_groups_are_the_largest_logits(tmp_path: Path, shows: str, name: str) -> None:
    output = np.array([[[1.0, -2.0, 0.0]], [[0.5, -1.0, 9.0]], [[0.0, -3.0, 1.0]]], np.float32)
    layer = AuxiliaryLayer(shows, NORMALISATION, (1, 2, 3), 3)
    with written(tmp_path, layer, output, np.array([[True, True, False]])) as source:
        assert source.read(1).tolist() == [[1, 2, 0]]
        groups = json.loads(source.tags()["BERUNDA_CLASSES"])
        assert [group["name"] for group in groups] == [f"{name} {number}" for number in (1, 2, 3)]
        assert len({group["color"] for group in groups}) == 3
        assert source.colormap(1)[1] == (*bytes.fromhex(groups[0]["color"][1:]), 255)


def test_as_many_clusters_as_a_loss_may_have() -> None:
    layer = AuxiliaryLayer(CLUSTER, NORMALISATION, (1, 2, 3), 64)
    output = np.zeros((64, 1, 1), np.float32)
    output[63] = 1
    assert layer(output, np.array([[True]]))["auxiliary"].item() == 64
