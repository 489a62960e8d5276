"""The command line: `python -m engine train|predict|evaluate|losses|models|devices|worker`."""
from __future__ import annotations

import argparse
import json
import signal
import sys
from typing import Any, NoReturn, Optional

from .config import DEVICES, NO_AUXILIARY, PRECISIONS, AuxiliaryTerm, EvaluateConfig, PredictConfig, TrainConfig
from .console import ConsoleReporter, print_rows, print_values
from .errors import EXIT_BAD_INPUT, EXIT_DONE, ConfigError, EngineError
from .version import VERSION

AUXILIARY_HELP = "auxiliary loss, see `losses`; WEIGHT may be auto; start and end are shares of training; may be repeated; none for none"


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
        ("devices", _devices, "the devices that compute here"),
    ):
        _add_common(commands.add_parser(name, help=text), run)
    commands.add_parser("worker", help="serve requests on stdin and stdout; for the plugin").set_defaults(run=_worker)
    return parser


def _add_common(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON on stdout")
    parser.set_defaults(run=run)


def _add_train(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--image", required=True, help="raster that the labels lie on")
    add("--unlabelled", action="append", default=[], metavar="IMG", help="further raster to learn from; may be repeated")
    add("--labels", required=True, help="GeoPackage with the strokes, another vector file with class_id, or a label raster")
    add("--model", required=True, help="the .safetensors file to write")
    add("--bands", type=int, nargs="+", default=[], metavar="N", help="bands to use, from 1 (default: all but alpha)")
    add("--area", default="", metavar="WKT", help="polygon in the image's CRS that limits where unlabelled patches are drawn")
    add("--network", default=TrainConfig.network, help=f"see `models` (default {TrainConfig.network})")
    add("--backbone", default=TrainConfig.backbone, help=f"see `models` (default {TrainConfig.backbone})")
    add("--width", type=int, default=TrainConfig.width, help=f"channels of the first level (default {TrainConfig.width})")
    add("--auxiliary", action="append", metavar="NAME[=WEIGHT][:PARAMETER=VALUE,...]", help=AUXILIARY_HELP)
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--steps", type=int, help="training steps")
    budget.add_argument("--minutes", type=float, help="training time")
    add("--crop", type=int, default=TrainConfig.crop_px, metavar="PX", help=f"side of a training patch (default {TrainConfig.crop_px})")
    add("--batch", type=int, default=TrainConfig.batch, help=f"labelled patches a step (default {TrainConfig.batch})")
    add("--unlabelled-batch", type=int, metavar="N", help="patches a step drawn anywhere (default: what the auxiliary losses need)")
    add("--learning-rate", type=float, default=TrainConfig.learning_rate, help=f"peak (default {TrainConfig.learning_rate})")
    add("--encoder-rate", type=float, default=TrainConfig.encoder_rate, help="share of it at which pretrained weights learn (default 0)")
    add("--optimizer", default=TrainConfig.optimizer, help=f"adamw or adam (default {TrainConfig.optimizer})")
    add("--schedule", default=TrainConfig.schedule, help=f"of the learning rate, cosine or constant (default {TrainConfig.schedule})")
    add("--warm-up", type=float, default=TrainConfig.warm_up, metavar="SHARE", help="of the training, with auxiliary losses alone")
    add("--seed", type=int, default=TrainConfig.seed)
    add("--resume", default="", metavar="CHECKPOINT", help="go on from the .checkpoint.safetensors that a stopped training left")
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
    add("--overlap", type=float, default=PredictConfig.overlap, help=f"share of a tile covered twice (default {PredictConfig.overlap})")
    add("--tile", type=int, default=PredictConfig.tile_px, metavar="PX", help=f"side of a tile (default {PredictConfig.tile_px})")
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
    config = TrainConfig(
        image=options.image,
        labels=options.labels,
        model=options.model,
        unlabelled=tuple(options.unlabelled),
        bands=tuple(options.bands),
        area=options.area,
        network=options.network,
        backbone=options.backbone,
        width=options.width,
        auxiliary=_auxiliary(options.auxiliary),
        steps=options.steps,
        minutes=options.minutes,
        crop_px=options.crop,
        batch=options.batch,
        unlabelled_batch=options.unlabelled_batch,
        learning_rate=options.learning_rate,
        encoder_rate=options.encoder_rate,
        optimizer=options.optimizer,
        schedule=options.schedule,
        warm_up=options.warm_up,
        seed=options.seed,
        device=options.device,
        precision=options.precision,
        resume=options.resume,
    )
    from .jobs import run_train

    _run(run_train, config, options.json)


def _auxiliary(given: Optional[list[str]]) -> Optional[tuple[AuxiliaryTerm, ...]]:
    """The auxiliary losses of the command line: None is the default recipe, `none` alone is purely supervised."""
    if given is None:
        return None
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

    print_rows(list_losses(), ("name", "default_weight", "head", "sentence"), options.json)


def _models(options: argparse.Namespace) -> None:
    from .catalogue import list_models

    models = list_models()
    if options.json:
        print(json.dumps(models))
        return
    print_rows([{"kind": kind[:-1], **row} for kind, rows in models.items() for row in rows], ("kind", "name", "sentence"), False)


def _devices(options: argparse.Namespace) -> None:
    from .compute import list_devices

    print_rows(list_devices(), ("name", "available", "description"), options.json)


def _worker(_: argparse.Namespace) -> None:
    from .worker import serve

    serve()
