"""Models as ONNX: the same probabilities as the engine's, from what Deepness feeds; and what cannot be exported."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from scenes import RecordingReporter, striped_scene, write_raster

from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.inference import onnx_file
from engine.inference.confidence import probabilities
from engine.inference.exported_network import ExportedNetwork
from engine.jobs.registry import run_job
from engine.models.model_file import load_model, save_model
from engine.models.registry import build_network
from engine.models.rotations import RotationAverage
from engine.schema.errors import ConfigError, ModelFileError, OutputError
from engine.schema.exchange_config import ExportModelConfig
from engine.schema.land_cover import LandCoverClass
from engine.schema.model_card import BandStatistics, ModelCard, PostProcessing

REASON = "an optional package is not installed (requirements/exchange.txt)"
SIDE_PX, ROTATIONS = 96, 2
CLASSES = (LandCoverClass(1, "Dach & Wand", "#c80000"), LandCoverClass(7, "Wiese", "#00c800"))


def random_model(path: Path, bands: int, probe_share: float) -> str:
    """A model of random weights whose normalisation, class prior and temperature matter."""
    torch.manual_seed(0)
    network = build_network("berundanet-late", "efficientnet-lite0", bands, 4, len(CLASSES), {})
    network.add_probe(probe_share, len(CLASSES), 2, 8)
    for tensor in network.present_probe.buffers():
        tensor.normal_(0, 0.1)
    statistics = BandStatistics((20.0,) * bands, (1500.0,) * bands, (110.0,) * bands, (60.0,) * bands)
    postprocessing = PostProcessing(probe_share, 8, class_shift=(0.4, -0.7), temperature=1.7)
    own = card(bands=tuple(range(1, bands + 1)), normalisation=statistics, postprocessing=postprocessing)
    save_model(str(path), network, own)
    return str(path)


def card(**changes: object) -> ModelCard:
    statistics = BandStatistics((0.0,) * 4, (9.0,) * 4, (4.0,) * 4, (2.0,) * 4)
    values = {"classes": CLASSES, "bands": (4, 3, 2, 1), "normalisation": statistics, "pixel_size": 0.5, **changes}
    return ModelCard("berundanet-late", "efficientnet-lite0", 4, **values)


@pytest.fixture(scope="module", params=[(3, 1.0), (4, 0.9)], ids=["instant", "decoder and probe, 4 bands"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Paths of an image of one tile, with values beyond 255 in the bands after the third, and of a model for it."""
    folder, (bands, probe_share) = tmp_path_factory.mktemp("model"), request.param
    colours = striped_scene(SIDE_PX, SIDE_PX)[0].astype(np.uint16)
    further = np.repeat(colours[:1] * 11, bands - 3, axis=0)
    image = write_raster(folder / "image.tif", np.concatenate([colours, further]))
    return image, random_model(folder / "model.safetensors", bands, probe_share)


def own_probabilities(image: str, model: str) -> np.ndarray:
    """As the prediction computes them, float32 (K, SIDE_PX, SIDE_PX)."""
    network, own = load_model(model)
    raster = Raster(image, own.bands)
    pixels = Normalisation.of(own.normalisation).apply(*raster.read(raster.grid.window))
    with torch.inference_mode():
        logits = RotationAverage(network, ROTATIONS)(torch.from_numpy(pixels[None]))[0].numpy()
    shift = np.array(own.postprocessing.class_shift, np.float32).reshape(-1, 1, 1)
    return probabilities(logits + shift, own.postprocessing.temperature)


def fed_by_deepness(image: str) -> np.ndarray:
    """A tile as Deepness gives it to a model, float32 (1, bands, SIDE_PX, SIDE_PX)."""
    with rasterio.open(image) as source:
        tiles = source.read().transpose(1, 2, 0)[None]
    scaled = np.float32(tiles * 1.0 / 255.0)
    return scaled.transpose(0, 3, 1, 2)


def test_the_exported_network_has_the_engine_s_probabilities(model: tuple[str, str]) -> None:
    """Normalisation, rotations, vote, class prior and temperature."""
    network, own = load_model(model[1])
    exported = ExportedNetwork(network, own, ROTATIONS).eval()
    with torch.inference_mode():
        found = exported(torch.from_numpy(fed_by_deepness(model[0])))[0].numpy()
    np.testing.assert_allclose(found, own_probabilities(*model), atol=1e-4)
    assert found.std(axis=0).max() > 0.05


def test_the_file_has_the_engine_s_probabilities(model: tuple[str, str], tmp_path: Path) -> None:
    for package in onnx_file.PACKAGES:
        pytest.importorskip(package, reason=REASON)
    runtime = pytest.importorskip("onnxruntime", reason=REASON)
    output = tmp_path / "new" / "model.onnx"
    params = {"model": model[1], "output": str(output), "tile_px": SIDE_PX, "tta_rotations": ROTATIONS}
    values = run_job("export-model", params, RecordingReporter())
    assert values == {"model": str(output), "tile_px": SIDE_PX, "classes": ["Dach & Wand", "Wiese"]}
    assert [path.name for path in output.parent.iterdir()] == ["model.onnx"]
    session = runtime.InferenceSession(str(output), providers=["CPUExecutionProvider"])
    tile = fed_by_deepness(model[0])
    assert [entry.shape for entry in session.get_inputs()] == [list(tile.shape)]
    (found,) = session.run(None, {session.get_inputs()[0].name: tile})
    np.testing.assert_allclose(found[0], own_probabilities(*model), atol=1e-3)
    metadata = {key: json.loads(text) for key, text in session.get_modelmeta().custom_metadata_map.items()}
    assert metadata["model_type"] == "Segmentor"
    assert metadata["class_names"] == {"0": "Dach & Wand", "1": "Wiese"}


@pytest.mark.parametrize(("crs", "resolution"), [
    (rasterio.CRS.from_epsg(32640).to_wkt(), 50.0),
    (rasterio.CRS.from_epsg(2263).to_wkt(), 50 * 0.3048006096),
    (rasterio.CRS.from_epsg(4326).to_wkt(), None),
    ("", None),
])  # fmt: skip
def test_the_metadata_that_deepness_reads(crs: str, resolution: float | None) -> None:
    """The threshold is 0: the most probable class counts; resolution is in centimetres."""
    config = ExportModelConfig(model="m", output="m.onnx", tile_px=256, overlap=0.125)
    metadata = {key: json.loads(text) for key, text in onnx_file.deepness_metadata(card(crs=crs), config).items()}
    assert metadata["tile_size"] == 256
    assert metadata["tiles_overlap"] == 12
    assert metadata["seg_thresh"] == 0
    assert metadata["standardization_mean"] == [0, 0, 0, 0]
    assert metadata["standardization_std"] == [1, 1, 1, 1]
    assert metadata.get("resolution") == (None if resolution is None else pytest.approx(resolution))
    assert metadata["BERUNDA_BANDS"] == [4, 3, 2, 1]


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(onnx_file, "find_spec", lambda name: None)
    expected = "packages onnx and onnxscript: run pip install onnx onnxscript in the engine's environment"
    with pytest.raises(ConfigError, match=expected):
        run_job("export-model", {"model": "m", "output": str(tmp_path / "m.onnx")}, RecordingReporter())


def test_what_is_not_a_model_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(onnx_file, "find_spec", lambda name: True)
    with pytest.raises(ModelFileError, match="There is no file 'm'"):
        run_job("export-model", {"model": "m", "output": str(tmp_path / "m.onnx")}, RecordingReporter())
    with pytest.raises(ConfigError, match=r"'m\.pt' does not end in \.onnx"):
        run_job("export-model", {"model": "m", "output": "m.pt"}, RecordingReporter())


class Untranslatable(torch.nn.Module):
    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return values if values.sum().item() > 0 else -values


def test_a_network_that_cannot_be_translated(tmp_path: Path) -> None:
    for package in onnx_file.PACKAGES:
        pytest.importorskip(package, reason=REASON)
    with pytest.raises(ModelFileError, match=r"cannot be translated to ONNX .* train with backbone efficientnet-lite0"):
        onnx_file.write_onnx(str(tmp_path / "m.onnx"), Untranslatable().eval(), 3, 64, {})
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    for package in onnx_file.PACKAGES:
        pytest.importorskip(package, reason=REASON)
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"cannot be written .* choose a writable folder"):
        onnx_file.write_onnx(str(tmp_path / "file" / "m.onnx"), torch.nn.Identity().eval(), 3, 64, {})
