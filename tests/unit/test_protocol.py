"""The protocol: what is written is what is read, and nothing else is."""
from __future__ import annotations

import json

import pytest

from engine.schema.errors import ProtocolError
from engine.schema.protocol import (
    EVENTS,
    Block,
    CancelledEvent,
    Checkpoint,
    ErrorEvent,
    Hello,
    Metric,
    Notice,
    Progress,
    Request,
    Result,
    State,
    decode_event,
    decode_request,
    encode,
)

SAMPLES = [
    Hello(1, "0.1.0", {"networks": []}),
    State(None, "idle"),
    Progress(3, 10, 400, 12.5),
    Metric(3, 10, {"total": 0.5}),
    Checkpoint(3, 10, "a.safetensors"),
    Block(3, "classes", "0.tif", (0, 512, 512, 300), 1, 4),
    Notice(3, "overlap", "12 pixels"),
    Result(3, {"model": "ä.safetensors"}),
    CancelledEvent(3, "a.safetensors"),
    ErrorEvent(3, "labels", "No labels", "draw some"),
]


@pytest.mark.parametrize("event", SAMPLES, ids=lambda e: e.event)
def test_an_event_survives_its_line(event: object) -> None:
    line = encode(event)
    assert "\n" not in line
    assert decode_event(line) == event


def test_every_event_has_a_sample() -> None:
    assert {type(event) for event in SAMPLES} == set(EVENTS.values())


def test_a_request_survives_its_line() -> None:
    request = Request(7, "train", {"image": "a b\n.tif", "bands": [1, 2]})
    assert decode_request(encode(request)) == request


def test_nan_and_infinity_become_null() -> None:
    values = json.loads(encode(Metric(1, 1, {"a": float("nan"), "b": float("inf"), "c": 1.0})))["values"]
    assert values == {"a": None, "b": None, "c": 1.0}


def test_unknown_fields_are_ignored() -> None:
    assert decode_event('{"event":"state","id":null,"state":"idle","since":3}') == State(None, "idle")


@pytest.mark.parametrize("line", ["", "hello", "[1]", '{"event":"other"}', '{"event":"metric","id":1}', '{"id":1}'])
def test_what_is_not_an_event_is_refused(line: str) -> None:
    with pytest.raises(ProtocolError):
        decode_event(line)


@pytest.mark.parametrize(
    "line", ["{", '{"id":1}', '{"id":[1],"command":"train"}', '{"id":1,"command":"train","params":3}']
)
def test_what_is_not_a_request_is_refused(line: str) -> None:
    with pytest.raises(ProtocolError):
        decode_request(line)
