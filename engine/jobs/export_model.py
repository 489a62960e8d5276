"""The job `export-model`: writes a model as ONNX, for Deepness and every other program that runs ONNX."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..inference.exported_network import ExportedNetwork
from ..inference.onnx_file import check_packages, deepness_metadata, write_onnx
from ..models.model_file import load_model
from ..schema.exchange_config import ExportModelConfig
from ..schema.reporter import Reporter
from .predict import decode_with_recipe


def run(config: ExportModelConfig, reporter: Reporter) -> dict[str, Any]:
    """Translate a model and write it.

    Returns:
        "model": path of the file; "tile_px", the side of the tiles that it takes; "classes", their names in the order
        of its output.

    Raises:
        ConfigError: a package that the export needs is missing.
        ModelFileError: there is no model, or it cannot be translated.
        OutputError: the file cannot be written.
        Cancelled: the reporter was told to stop before the translation, which is not interrupted.
    """
    check_packages()
    reporter.state("reading")
    network, card = load_model(config.model)
    reporter.raise_if_stopped()
    exported = ExportedNetwork(network, card, config.tta_rotations).eval()
    write_onnx(config.output, exported, len(card.bands), config.tile_px, deepness_metadata(card, config))
    return {"model": config.output, "tile_px": config.tile_px, "classes": [entry.name for entry in card.classes]}


def decode(params: Mapping[str, Any]) -> ExportModelConfig:
    """The export in a request's parameters; what is not given is as in the model's recipe."""
    return decode_with_recipe(ExportModelConfig, params)
