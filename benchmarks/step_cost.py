"""What a training step costs with each auxiliary loss at its default weight, as a ratio to a supervised step.

usage: python benchmarks/step_cost.py [--image RASTER --labels LABELS] [--steps 200] [--only LOSS ...] [--device auto]

Once before: .venv/bin/python -m pip install -r requirements/benchmarks.txt

Without --image and --labels it trains on the sample in resources/sample. Fails where a loss diverges. Seconds are those
of the training loop, the evaluation on held-out strokes included, and can be compared only if nothing else runs on the
machine. Supervised training runs first and last, and the ratios are to the mean of the two. jem is compared with
supervised training on the backbone that it needs. Prints a table of docs/accuracy.md.
"""
from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
from pathlib import Path

from methods import AUXILIARY_LOSSES, SMOOTH, plain
from scene_files import SAMPLE

from engine.cli import main as run_engine
from engine.models.model_file import load_model
from engine.schema.config import DEVICES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add, losses = parser.add_argument, list(AUXILIARY_LOSSES)
    add("--image", type=Path, default=SAMPLE / "orthophoto.tif", metavar="RASTER")
    add("--labels", type=Path, default=SAMPLE / "labels.gpkg", metavar="LABELS")
    add("--steps", type=int, default=200, help="training steps of each method (default %(default)s)")
    add("--only", nargs="+", choices=losses, default=losses, metavar="LOSS", help=", ".join(losses))
    add("--device", default="auto", choices=DEVICES, help="to train on (default %(default)s)")
    options = parser.parse_args()
    if (options.image.parent == SAMPLE) != (options.labels.parent == SAMPLE):
        parser.error("give --image together with its --labels, or neither for the sample")
    print("| auxiliary loss | weight | seconds a step | ratio to supervised |\n|---|---|---|---|")
    ordinary = [name for name in options.only if name != "jem"]
    if ordinary:
        compare(options, ordinary, {})
    if "jem" in options.only:
        compare(options, ["jem"], SMOOTH)


def compare(options: argparse.Namespace, losses: list[str], settings: dict[str, str]) -> None:
    """Prints a row for each loss, trained between two supervised trainings.

    Args:
        options: image, labels and steps.
        losses: names of auxiliary losses.
        settings: of all these trainings, in addition to PLAIN; named in the rows.
    """
    first = seconds_a_step(options, "none", settings)
    measured = {name: seconds_a_step(options, name, settings) for name in losses}
    supervised = (first + seconds_a_step(options, "none", settings)) / 2
    where = f" on {', '.join(settings.values())}" if settings else ""
    print(f"| supervised{where} | | {supervised:.3f} | 1 |")
    for name, seconds in measured.items():
        weight = AUXILIARY_LOSSES[name].spec.default_weight
        print(f"| {name}{where} | {weight:g} | {seconds:.3f} | {seconds / supervised:.2f} |", flush=True)


def seconds_a_step(options: argparse.Namespace, auxiliary: str, settings: dict[str, str]) -> float:
    """Trains once; ends the program where the loss diverged, with the engine's message on stderr."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        model = Path(folder) / "model.safetensors"
        files = ("--image", options.image.resolve(), "--labels", options.labels.resolve(), "--model", model)
        arguments = (*plain(auxiliary, **settings), "--steps", options.steps, "--device", options.device)
        if code := run_engine([str(part) for part in ("train", *files, *arguments)]):
            sys.exit(code)
        recipe = load_model(str(model))[1].recipe
    return recipe["seconds"] / recipe["steps_taken"]


if __name__ == "__main__":
    main()
