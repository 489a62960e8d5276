"""The command line: `python -m engine train|predict|evaluate|losses|models|presets|devices|worker`."""
from __future__ import annotations

import argparse
import json
import signal
import sys
from dataclasses import fields
from typing import Any, NoReturn, Optional

from .config import (
    BALANCED,
    DEFAULT_AUXILIARY,
    DEFAULT_STEPS,
    DEVICES,
    ESTIMATED,
    NO_AUXILIARY,
    PRECISIONS,
    AuxiliaryTerm,
    EvaluateConfig,
    PredictConfig,
    TrainConfig,
    from_params,
)
from .console import ConsoleReporter, print_rows, print_values
from .errors import EXIT_BAD_INPUT, EXIT_DONE, ConfigError, EngineError
from .presets import PRESETS
from .version import VERSION

AUXILIARY_HELP = (
    "auxiliary loss with its parameters, see `losses`; WEIGHT may be auto; start and end are shares of training; may be repeated; "
    f"none for purely supervised training (default: {' and '.join(map(str, DEFAULT_AUXILIARY))})"
)
TRAIN_FIELDS = {field.name for field in fields(TrainConfig)}


class _Parser(argparse.ArgumentParser):
    """Usage errors in one sentence, like every other bad input."""

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_BAD_INPUT, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Optional[list[str]] = None) -> int:
    """Runs one command and returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except EngineError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        if getattr(options, "json", False):
            values = {"error": {"code": error.code, "message": error.message, "remedy": error.remedy}}
            print(json.dumps(values | ({"kept": error.kept} if hasattr(error, "kept") else {})))
        return error.exit_code
    return EXIT_DONE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m engine", description="Berunda's engine: land-cover maps from a few scribbles.")
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    _add_train(commands.add_parser("train", help="learn from labels and write a model file"))
    _add_predict(commands.add_parser("predict", help="map an image with a model: classes, confidence, out-of-distribution"))
    _add_evaluate(commands.add_parser("evaluate", help="score a class map against a truth raster"))
    for name, run, text in (
        ("losses", _losses, "the auxiliary losses there are"),
        ("models", _models, "the networks and backbones there are"),
        ("presets", _presets, "the recipes there are, by name"),
        ("devices", _devices, "the devices that compute here"),
    ):
        _add_common(commands.add_parser(name, help=text), run)
    commands.add_parser("worker", help="serve requests on stdin and stdout; for the plugin").set_defaults(run=_worker)
    return parser


def _add_common(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON on stdout")
    parser.set_defaults(run=run)


def _add_train(parser: argparse.ArgumentParser) -> None:
    """Options that are left out are not in the result: then the preset decides, and where it is silent, the default recipe."""

    def add(option: str, dest: str, text: str, **settings: Any) -> None:
        default = "" if "default" in text or settings.get("required") else f" (default {getattr(TrainConfig, dest)})"
        parser.add_argument(option, dest=dest, help=text + default, **{"default": argparse.SUPPRESS, **settings})

    add("--image", "image", "raster that the labels lie on", required=True)
    add("--unlabelled", "unlabelled", "further raster to learn from; may be repeated (default none)", action="append", metavar="IMG")
    add("--labels", "labels", "GeoPackage with the strokes, another vector file with class_id, or a label raster", required=True)
    add("--model", "model", "the .safetensors file to write", required=True)
    add("--preset", "preset", f"start from a recipe by name: {', '.join(PRESETS)} (default: our own)", metavar="NAME")
    add("--bands", "bands", "bands to use, from 1 (default: all but alpha)", type=int, nargs="+", metavar="N")
    add("--area", "area", "polygon in the image's CRS where unlabelled patches are drawn (default: all)", metavar="WKT")
    add("--network", "network", "see `models`")
    add("--backbone", "backbone", "see `models`")
    add("--width", "width", "channels of the first level", type=int)
    add("--weights", "weights", "start from a Berunda model or an encoder's weights (default: what the backbone brings)", metavar="FILE")
    add("--auxiliary", "auxiliary", AUXILIARY_HELP, action="append", metavar="NAME[=WEIGHT][:PARAMETER=VALUE,...]")
    add("--steps", "steps", f"training steps (default {DEFAULT_STEPS})", type=int)
    add("--minutes", "minutes", "training time, instead of steps (default none)", type=float)
    add("--crop", "crop_px", "side of a training patch", type=int, metavar="PX")
    add("--batch", "batch", "labelled patches a step", type=int)
    add("--unlabelled-batch", "unlabelled_batch", "patches a step drawn anywhere (default: what the auxiliary losses need)", type=int)
    add("--learning-rate", "learning_rate", "peak", type=float)
    add("--encoder-rate", "encoder_rate", "share of it at which pretrained weights learn", type=float)
    add("--optimizer", "optimizer", "adamw or adam")
    add("--schedule", "schedule", "of the learning rate: cosine or constant")
    add("--warm-up", "warm_up", "share of the training with auxiliary losses alone", type=float, metavar="SHARE")
    prior = f"how frequent classes are: {BALANCED}, or half-way to {ESTIMATED} (default: that with the default losses, else {BALANCED})"
    add("--class-prior", "class_prior", prior)
    probe = "let a linear probe of the encoder vote, where that keeps pretrained weights (default: with the default losses)"
    add("--probe", "probe", probe, action=argparse.BooleanOptionalAction)
    add("--seed", "seed", "of everything random", type=int)
    add("--resume", "resume", "go on from the .checkpoint.safetensors that a stopped training left (default: anew)", metavar="CHECKPOINT")
    _add_compute(parser)
    _add_common(parser, _train)


def _add_predict(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--image", required=True, help="raster to map")
    add("--model", required=True, help="model file that train wrote")
    add("--output", required=True, metavar="DIR", help="folder for classes.tif, confidence.tif and ood.tif")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--extent", type=float, nargs=4, metavar=("XMIN", "YMIN", "XMAX", "YMAX"), help="part to map, in the image's CRS")
    place.add_argument("--area", default="", metavar="WKT", help="polygon to map, in the image's CRS")
    add("--overlap", type=float, help=f"share of a tile covered twice (default: the model's, usually {TrainConfig.predict_overlap})")
    add("--tile", type=int, metavar="PX", help=f"side of a tile (default: the model's, usually {TrainConfig.predict_tile_px})")
    add("--turns", type=int, help="orientations, 1 to 4, in which each tile is shown (default: the model's, usually 2)")
    add("--probabilities", action="store_true", help="also write probabilities.tif")
    _add_compute(parser)
    _add_common(parser, _predict)


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--classes", required=True, help="class map to score")
    parser.add_argument("--truth", required=True, help="truth raster on the same grid; 0 and 255 do not count")
    parser.add_argument("--confidence", default="", help="confidence layer of the map: adds its expected calibration error")
    parser.add_argument("--exclude", default="", metavar="LABELS", help="do not score pixels under these labels")
    _add_common(parser, _evaluate)


def _add_compute(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", default="auto", choices=DEVICES)
    parser.add_argument("--precision", default="auto", choices=PRECISIONS)


def _train(options: argparse.Namespace) -> None:
    params = {name: value for name, value in vars(options).items() if name in TRAIN_FIELDS}
    if "auxiliary" in params:
        params["auxiliary"] = _auxiliary(params["auxiliary"])
    config = from_params(TrainConfig, params)
    from .jobs import run_train

    _run(run_train, config, options.json)


def _auxiliary(given: list[str]) -> tuple[AuxiliaryTerm, ...]:
    """The auxiliary losses of the command line; `none` alone is purely supervised."""
    if NO_AUXILIARY not in given:
        return tuple(AuxiliaryTerm.parse(text) for text in given)
    if len(given) > 1:
        raise ConfigError(f"--auxiliary {NO_AUXILIARY} is given together with others", "give either")
    return ()


def _predict(options: argparse.Namespace) -> None:
    config = PredictConfig(
        image=options.image,
        model=options.model,
        output=options.output,
        area=_box(options.extent) if options.extent else options.area,
        overlap=options.overlap,
        tile_px=options.tile,
        turns=options.turns,
        device=options.device,
        precision=options.precision,
        probabilities=options.probabilities,
    )
    from .jobs import run_predict

    _run(run_predict, config, options.json)


def _box(extent: list[float]) -> str:
    left, bottom, right, top = extent
    if not (left < right and bottom < top):
        raise ConfigError(f"The extent {extent} is empty", "give XMIN YMIN XMAX YMAX with XMIN < XMAX and YMIN < YMAX")
    return f"POLYGON(({left!r} {bottom!r}, {right!r} {bottom!r}, {right!r} {top!r}, {left!r} {top!r}, {left!r} {bottom!r}))"


def _evaluate(options: argparse.Namespace) -> None:
    config = EvaluateConfig(options.classes, options.truth, options.confidence, options.exclude)
    from .jobs import run_evaluate

    _run(run_evaluate, config, options.json)


def _run(job: Any, config: Any, as_json: bool) -> None:
    reporter = ConsoleReporter()
    signal.signal(signal.SIGINT, lambda *_: reporter.stop.set())  # the job keeps what it has and ends at its next step
    values = job(config, reporter)
    reporter.close()
    print_values(values, as_json)


def _losses(options: argparse.Namespace) -> None:
    from .catalogue import list_losses

    losses = list_losses()
    print_rows(losses, ("name", "default_weight", "head", "sentence"), options.json)
    if not options.json:
        print()
        parameters = [{"loss": loss["name"], "parameter": row["name"], **row} for loss in losses for row in loss["parameters"]]
        print_rows(parameters, ("loss", "parameter", "default", "low", "high", "sentence"), as_json=False)


def _models(options: argparse.Namespace) -> None:
    from .catalogue import list_models

    models = list_models()
    if options.json:
        print(json.dumps(models))
        return
    print_rows([{"kind": kind[:-1], **row} for kind, rows in models.items() for row in rows], ("kind", "name", "sentence"), False)


def _presets(options: argparse.Namespace) -> None:
    from .catalogue import list_presets

    print_rows(list_presets(), ("name", "sentence"), options.json)


def _devices(options: argparse.Namespace) -> None:
    from .compute import list_devices

    print_rows(list_devices(), ("name", "available", "description"), options.json)


def _worker(_: argparse.Namespace) -> None:
    from .worker import serve

    serve()
