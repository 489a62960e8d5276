"""The JSON lines that the plugin and the worker exchange. Standard library only: both processes import it.

A request goes to the worker's stdin, events come back on its stdout, one JSON object a line. Requests carry an id that
every event about them repeats. Whatever is not in this file is not said.
"""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Optional, TypeVar, Union

from .decode import decode_record
from .errors import ConfigError, ProtocolError

PROTOCOL_VERSION = 1
Message = TypeVar("Message")
CANCEL, SHUTDOWN = "cancel", "shutdown"  # commands of the protocol itself; the others are jobs
STATES = (
    "starting", "idle", "reading", "learning", "calibrating", "predicting", "analysing", "encoding", "stopping",
    "failed",
)  # fmt: skip


@dataclass(frozen=True)
class Request:
    """What the plugin asks: a job by name, CANCEL with the request to stop in params["id"], or SHUTDOWN."""

    id: int
    command: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Hello:
    """First event after the worker has started: the version it speaks and what it offers.

    Attributes:
        catalogue: {"networks": [...], "backbones": [...], "auxiliary_losses": [...], "devices": [...],
            "presets": [...], "defaults": {...}}, as `python -m engine losses|models|devices|presets --json` print them.
    """

    event: ClassVar[str] = "hello"
    protocol: int
    engine: str
    catalogue: dict[str, Any]


@dataclass(frozen=True)
class State:
    """What the worker is doing now, in one of STATES."""

    event: ClassVar[str] = "state"
    id: Optional[int]
    state: str


@dataclass(frozen=True)
class Progress:
    """Steps or tiles done out of total; eta_s is None until it can be estimated."""

    event: ClassVar[str] = "progress"
    id: int
    done: int
    total: int
    eta_s: Optional[float] = None


@dataclass(frozen=True)
class Metric:
    """Values by name at a training step: every loss term, and `held_out_accuracy` where it was measured."""

    event: ClassVar[str] = "metric"
    id: int
    step: int
    values: dict[str, Any]  # NaN and infinity come as None


@dataclass(frozen=True)
class Checkpoint:
    """A usable model or resumable state now lies at path."""

    event: ClassVar[str] = "checkpoint"
    id: int
    step: int
    path: str


@dataclass(frozen=True)
class Block:
    """A part of a live map is written.

    Attributes:
        layer: what it shows: classes, confidence, ood, groups or similarity.
        path: GeoTIFF of one uint8 band, as that layer is stored.
        window: [row, col, height, width] in pixels of the image.
        resolution_px: side of a pixel of the file; it has height / resolution_px rows, rounded up, columns likewise.
        generation: of the request.
    """

    event: ClassVar[str] = "block"
    id: int
    layer: str
    path: str
    window: tuple[int, ...]
    resolution_px: int
    generation: int


@dataclass(frozen=True)
class Notice:
    """One sentence that the analyst should read although the request goes on; code is stable."""

    event: ClassVar[str] = "notice"
    id: Optional[int]
    code: str
    message: str


@dataclass(frozen=True)
class Result:
    """The request is done; values are what the command line prints with --json."""

    event: ClassVar[str] = "result"
    id: int
    values: Any


@dataclass(frozen=True)
class CancelledEvent:
    """The request was stopped; kept is the model that can be used, or empty."""

    event: ClassVar[str] = "cancelled"
    id: int
    kept: str = ""


@dataclass(frozen=True)
class ErrorEvent:
    """The request failed; the worker goes on. See schema.errors for code, message and remedy."""

    event: ClassVar[str] = "error"
    id: Optional[int]
    code: str
    message: str
    remedy: str = ""


Event = Union[Hello, State, Progress, Metric, Checkpoint, Block, Notice, Result, CancelledEvent, ErrorEvent]
EVENTS: dict[str, type] = {
    kind.event: kind
    for kind in (Hello, State, Progress, Metric, Checkpoint, Block, Notice, Result, CancelledEvent, ErrorEvent)
}


def encode(message: Union[Request, Event]) -> str:
    """One line of JSON without the newline. NaN and infinity become null: JSON has neither."""
    body = asdict(message)
    if not isinstance(message, Request):
        body["event"] = message.event
    return json.dumps(_finite(body), separators=(",", ":"))


def decode_request(line: str) -> Request:
    """The request in one line; raises ProtocolError where it is none."""
    return _build(Request, _json_object(line))


def decode_event(line: str) -> Event:
    """The event in one line; raises ProtocolError where it is none."""
    body = _json_object(line)
    kind = EVENTS.get(body.pop("event", None))
    if kind is None:
        raise ProtocolError(f"Unknown event in {line[:200]!r}")
    return _build(kind, body)


def _json_object(line: str) -> dict[str, Any]:
    try:
        body = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"Not a line of JSON: {line[:200]!r}") from error
    if not isinstance(body, dict):
        raise ProtocolError(f"Not a JSON object: {line[:200]!r}")
    return body


def _build(kind: type[Message], body: dict[str, Any]) -> Message:
    try:
        return decode_record(kind, body, "the message")
    except ConfigError as error:
        raise ProtocolError(f"Not a {kind.__name__}: {error.message} in {body!r}"[:300]) from error


def _finite(value: Any) -> Any:
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value
