"""What confidence and OOD layers cost beside the classes.

usage: python benchmarks/layer_cost.py IMAGE MODEL.safetensors [--repeats 3]

Maps the image with all three layers and with the classes alone, in turns, in one process. Prints the seconds of each,
the least of all repeats, and their ratio, also of the time on the processor.
"""
from __future__ import annotations

import argparse
import sys
import tempfile
import time
from functools import partial
from typing import Any, Callable

import numpy as np
from scene_files import ROOT

sys.path.insert(0, str(ROOT))

from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.features.feature_blocks import FeatureBlocks
from engine.inference.layers import CLASSES, NO_CLASS, class_map_spec
from engine.inference.ood.bands import OodBands
from engine.inference.predictor import OutputBlocks, blended, predict_raster, write_layers
from engine.inference.probe_map import ProbeMap, is_probe_alone, probe_outputs
from engine.inference.softmax import most_likely
from engine.models.compute import Compute, choose_compute
from engine.models.model_file import load_model
from engine.models.network import Network
from engine.models.rotations import RotationAverage
from engine.schema.config import PredictConfig
from engine.schema.model_card import ModelCard
from engine.schema.reporter import Reporter


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("image")
    parser.add_argument("model")
    parser.add_argument("--repeats", type=int, default=3, metavar="N")
    options = parser.parse_args()
    ways: dict[str, Callable[[str], Any]] = {
        "classes": partial(classes_alone, options.image, options.model),
        "all": partial(all_layers, options.image, options.model),
    }
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(options.repeats):
        for name, run in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                wall, cpu = time.perf_counter(), time.process_time()
                run(folder)
                seconds[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    (wall, cpu), (wall_alone, cpu_alone) = (np.min(seconds[name], axis=0) for name in ("all", "classes"))
    print(f"all layers {wall:.2f} s, classes alone {wall_alone:.2f} s: {wall / wall_alone:.2f} times; ", end="")
    print(f"on the processor {cpu / cpu_alone:.2f} times")


def all_layers(image: str, model: str, output: str) -> None:
    network, card, compute = _loaded(model)
    raster, config = Raster(image, card.bands), _config(image, model, output, card)
    channels = len(card.classes) + OodBands(card.postprocessing.ood, config.ood_score).channels
    outputs = _outputs(raster, network, card, compute, config, channels)
    predict_raster(raster, outputs, card.classes, card.postprocessing, config, Reporter())


def classes_alone(image: str, model: str, output: str) -> None:
    network, card, compute = _loaded(model)
    network.ood_head = None
    raster, config = Raster(image, card.bands), _config(image, model, output, card)
    class_ids = np.array([entry.class_id for entry in card.classes], np.uint8)
    shift = np.array(card.postprocessing.class_shift or (0.0,), np.float32)[:, None, None]

    def values(logits: np.ndarray, mapped: np.ndarray) -> dict[str, np.ndarray]:
        return {CLASSES: np.where(mapped, class_ids[most_likely(logits + shift)], np.uint8(NO_CLASS))[None]}

    outputs = _outputs(raster, network, card, compute, config, len(card.classes))
    write_layers(raster, outputs, (class_map_spec(card.classes),), values, config, Reporter())


def _loaded(model: str) -> tuple[Network, ModelCard, Compute]:
    network, card = load_model(model)
    compute = choose_compute("auto", "auto")
    compute.place(network)
    return network, card, compute


def _config(image: str, model: str, output: str, card: ModelCard) -> PredictConfig:
    return PredictConfig(image, model, output, tta_rotations=int(card.recipe["predict_tta_rotations"]))


def _outputs(
    raster: Raster, network: Network, card: ModelCard, compute: Compute, config: PredictConfig, channels: int
) -> OutputBlocks:
    normalisation = Normalisation.of(card.normalisation)
    if is_probe_alone(network):
        blocks = FeatureBlocks(raster, normalisation, network, config.tta_rotations, compute)
        return probe_outputs(blocks, ProbeMap(network, compute))
    forward = partial(compute.forward, RotationAverage(network, config.tta_rotations))
    return blended(raster, forward, normalisation, channels, config)


if __name__ == "__main__":
    main()
