"""A model as an ONNX file with the metadata that the QGIS plugin Deepness reads."""
from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ..data.units import metres_per_unit
from ..schema.errors import ConfigError, ModelFileError, OutputError
from ..schema.exchange_config import ExportModelConfig
from ..schema.land_cover import CLASSES_TAG
from ..schema.model_card import ModelCard

PACKAGES = ("onnx", "onnxscript")
INPUT, OUTPUT = "input", "output"
CENTIMETRES_PER_METRE = 100


def check_packages() -> None:
    """Raises ConfigError where a package that writes ONNX is missing."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise ConfigError(
            f"The export to ONNX needs the Python package{'s' * (len(missing) > 1)} {' and '.join(missing)}",
            f"run pip install {' '.join(PACKAGES)} in the engine's environment",
        )


def write_onnx(path: str, network: nn.Module, bands: int, tile_px: int, metadata: dict[str, str]) -> None:
    """Write a network of one input and one output; an earlier file at path is replaced once the new one is complete.

    Args:
        path: of the .onnx file; its folder is created.
        network: in evaluation mode, on the CPU; takes and returns (1, channels, tile_px, tile_px).
        bands: channels of the input.
        tile_px: side of the tiles that the file takes, a multiple of the network's stride.
        metadata: of the file.

    Raises:
        ModelFileError: the exporter cannot translate the network.
        OutputError: the file cannot be written.
    """
    example = torch.zeros(1, bands, tile_px, tile_px)
    try:
        with torch.no_grad():
            program = torch.onnx.export(
                network, (example,), input_names=[INPUT], output_names=[OUTPUT], dynamo=True, verbose=False
            )
    except torch.onnx.OnnxExporterError as error:
        reason = next((line for line in str(error.__cause__ or error).splitlines() if line.strip()), "no reason given")
        remedy = "train with backbone efficientnet-lite0, whose models can be exported"
        raise ModelFileError(f"The model cannot be translated to ONNX ({reason})", remedy) from error
    if program is None:
        raise ModelFileError("The model cannot be translated to ONNX", "train with backbone efficientnet-lite0")
    program.model.metadata_props.update(metadata)
    _save(program, Path(path))


def deepness_metadata(card: ModelCard, config: ExportModelConfig) -> dict[str, str]:
    """What Deepness takes its settings from, each a JSON text; the classes in Berunda's own form as well.

    The threshold is 0, so that the most probable class is shown everywhere: Deepness would show the first class where
    no probability reaches it. The size of a pixel is left out where the CRS of the training is not in units of length.
    """
    values: dict[str, Any] = {
        "model_type": "Segmentor",
        "class_names": {index: entry.name for index, entry in enumerate(card.classes)},
        "tile_size": config.tile_px,
        "tiles_overlap": round(100 * config.overlap),
        "standardization_mean": [0.0] * len(card.bands),
        "standardization_std": [1.0] * len(card.bands),
        "seg_thresh": 0.0,
        "seg_small_segment": 1,
        CLASSES_TAG: [asdict(entry) for entry in card.classes],
        "BERUNDA_BANDS": list(card.bands),
        "BERUNDA_VERSION": card.engine_version,
    }
    metres = metres_per_unit(card.crs)
    if metres is not None:
        values["resolution"] = card.pixel_size * metres * CENTIMETRES_PER_METRE
    return {name: json.dumps(value) for name, value in values.items()}


def _save(program: torch.onnx.ONNXProgram, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".berunda-", dir=path.parent) as folder:
            written = os.path.join(folder, path.name)
            program.save(written, external_data=False)
            os.replace(written, path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error})", "choose a writable folder with free space") from error
