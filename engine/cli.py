"""The command line: `python -m engine COMMAND`, one command for every job, with an option for each of its settings."""
from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, NoReturn, Optional, Union, get_args, get_origin

from .console import ConsoleReporter, print_result
from .jobs.registry import JOBS, Job, run_job
from .schema.errors import EXIT_BAD_INPUT, EXIT_DONE, EngineError
from .schema.loss_terms import AuxiliaryTerm
from .schema.setting import Setting, settings_of
from .schema.version import VERSION


class _Parser(argparse.ArgumentParser):
    """Usage errors in one sentence, like every other bad input."""

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_BAD_INPUT, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run one command and return its exit code."""
    options = vars(_parser().parse_args(arguments))
    command = options.pop("command")
    if command == "worker":
        from .worker import serve

        serve()
        return EXIT_DONE
    as_json = options.pop("json")
    reporter = ConsoleReporter()
    signal.signal(signal.SIGINT, lambda *_: reporter.stop.set())  # the job saves what it has and ends at its next step
    try:
        result = run_job(command, options, reporter)
    except EngineError as error:
        reporter.close()
        _print_error(error, as_json)
        return error.exit_code
    reporter.close()
    try:
        print_result(result, JOBS[command].columns, as_json)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads it, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_DONE


def _print_error(error: EngineError, as_json: bool) -> None:
    print(f"{error.code}: {error}", file=sys.stderr)
    if as_json:
        values: dict[str, Any] = {"error": {"code": error.code, "message": error.message, "remedy": error.remedy}}
        print(json.dumps(values | ({"kept": error.kept} if hasattr(error, "kept") else {})))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m engine", description="Berunda's engine: land-cover maps from a few scribbles.")
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command", parser_class=_Parser)
    for name, job in JOBS.items():
        _add_settings(commands.add_parser(name, help=job.sentence), job)
    commands.add_parser("worker", help="serve requests on stdin and stdout; for the plugin")
    return parser


def _add_settings(parser: argparse.ArgumentParser, job: Job) -> None:
    """An option for each setting; those that are left out are not in the result, so that recipe or model decide."""
    settings = settings_of(job.config)
    groups = {name: parser.add_mutually_exclusive_group() for names in job.config.ALTERNATIVES for name in names[:1]}
    for names in job.config.ALTERNATIVES:
        groups.update(dict.fromkeys(names, groups[names[0]]))
    for name, setting in settings.items():
        group = groups.get(name, parser)
        group.add_argument(setting.flag, dest=name, help=_help(setting), **_argparse_details(setting))
    parser.add_argument("--json", action="store_true", help="print the result as JSON on stdout")


def _argparse_details(setting: Setting) -> dict[str, Any]:
    """What argparse has to know about a setting."""
    details: dict[str, Any] = {"default": argparse.SUPPRESS, "required": setting.is_required}
    if setting.kind is bool:
        return {**details, "action": argparse.BooleanOptionalAction}
    kind = _value_type(setting.kind)
    if get_origin(setting.kind) is tuple:
        details |= {"action": "append"} if setting.repeats else {"action": "extend", "nargs": "+"}
    return {**details, "type": kind, **({"metavar": setting.metavar} if setting.metavar else {})}


def _value_type(kind: Any) -> type:
    """The type of a single value on the command line; one of several types stays a text for the setting to decode."""
    if get_origin(kind) is tuple:
        kind = get_args(kind)[0]
    if get_origin(kind) is Union:
        options = [option for option in get_args(kind) if option is not type(None)]
        kind = options[0] if len(options) == 1 else _number_or_text
    return str if kind is AuxiliaryTerm else kind


def _number_or_text(text: str) -> Union[int, str]:
    return int(text) if text.isdigit() else text


def _help(setting: Setting) -> str:
    parts = [setting.sentence]
    if setting.valid_values:
        parts.append(setting.valid_values)
    if not setting.is_required and setting.default not in ("", (), None) and setting.default is not False:
        shown = " ".join(map(str, setting.default)) if isinstance(setting.default, tuple) else str(setting.default)
        parts.append(f"default {shown}")
    return "; ".join(parts).replace("%", "%%")
