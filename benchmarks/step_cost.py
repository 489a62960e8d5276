"""What a step costs: 200 steps with each auxiliary loss at its documented weight, as a ratio to purely supervised steps.

usage: python benchmarks/step_cost.py IMAGE LABELS [--steps 200] [--only METHOD ...]

Fails where a loss does not stay a number. Seconds are those of the training loop, the judging of held-out strokes included, and mean
something on a quiet machine only; supervised training runs first and last, and the ratios are to its mean. jem is compared with
supervised training on the backbone that it needs. Prints a table of docs/accuracy.md.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import ROOT

sys.path.insert(0, str(ROOT))

from engine.losses.registry import AUXILIARY_LOSSES
from engine.models.model_file import load_model

SMOOTH = ("--backbone", "unet-smooth")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("image")
    parser.add_argument("labels")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--only", nargs="+", choices=AUXILIARY_LOSSES, default=list(AUXILIARY_LOSSES), metavar="LOSS")
    options = parser.parse_args()
    print("| auxiliary loss | weight | seconds a step | ratio to supervised |\n|---|---|---|---|")
    ordinary = [name for name in options.only if name != "jem"]
    if ordinary:
        _compare(options, ordinary, ())
    if "jem" in options.only:
        _compare(options, ["jem"], SMOOTH)


def _compare(options: argparse.Namespace, losses: list[str], settings: tuple[str, ...]) -> None:
    """Prints a row for each loss, between two supervised trainings."""
    first = _seconds_a_step(options, "none", settings)
    measured = {name: _seconds_a_step(options, name, settings) for name in losses}
    supervised = (first + _seconds_a_step(options, "none", settings)) / 2
    where = f" on {settings[-1]}" if settings else ""
    print(f"| supervised{where} | | {supervised:.3f} | 1 |")
    for name, seconds in measured.items():
        weight = AUXILIARY_LOSSES[name].spec.default_weight
        print(f"| {name}{where} | {weight:g} | {seconds:.3f} | {seconds / supervised:.2f} |", flush=True)


def _seconds_a_step(options: argparse.Namespace, auxiliary: str, settings: tuple[str, ...]) -> float:
    """Trains; raises CalledProcessError where the loss diverged, with the engine's sentence on stderr."""
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model.safetensors")
        command = [sys.executable, "-m", "engine", "train", "--image", options.image, "--labels", options.labels, "--model", model]
        command += ["--auxiliary", auxiliary, "--steps", str(options.steps), "--json", *settings]
        summary = json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout)
        recipe = load_model(summary["model"])[1].recipe
    return recipe["seconds"] / recipe["steps_taken"]


if __name__ == "__main__":
    main()
