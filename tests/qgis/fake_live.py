"""The fake worker's live map: class 1 in the left half of the image and class 2 in the right half, in two blocks."""
from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Callable

from engine.schema.cache_variables import FOLDER_VARIABLE, cache_megabytes
from engine.schema.protocol import Block, CancelledEvent, Progress, Request, Result, State

BLOCK_PX = 150  # of the image, in columns
HELD_OUT = {"accuracy": 0.85, "strokes": 40, "interval": [0.8, 0.9], "method": "cross-fitted", "per_class": {}}
PLACES = [{"row": 50, "col": 75, "reason": "Unlike anything labelled."}]
IDLE_S = 30.0
KEPT_BYTES = 123_000_000
kept = [KEPT_BYTES]


def preview(request: Request, say: Callable[[object], None], stop: threading.Event, waits: bool) -> None:
    """Answers, without a window at once; with `waits` only a block comes, and no more until it is cancelled."""
    say(State(request.id, "predicting"))
    params = request.params
    if "window" not in params:
        say(Progress(request.id, 1, 1, 0.0))
        say(Result(request.id, {"generation": params.get("generation"), "seconds": 0.01}))
        return
    shows = params.get("show", "classes")
    if shows == "classes" and not params.get("labels"):
        shows = "groups"
    layers = ("classes", "confidence", "ood") if shows == "classes" else (shows,)
    for layer in layers:
        for number, window in enumerate(blocks(params["window"])):
            say(Block(request.id, layer, written(params, layer, number, window), window,
                      params["resolution_px"], params["generation"]))  # fmt: skip
            if waits:
                stop.wait(IDLE_S)
                say(CancelledEvent(request.id))
                return
    whole = {layer: written(params, layer, -1, params["window"]) for layer in layers}
    measured = {"held_out": HELD_OUT, "calibrated": False, "places": PLACES} if shows == "classes" else {}
    repeated = {name: params[name] for name in ("window", "resolution_px", "generation")}
    say(Result(request.id, {"shows": shows, "seconds": 0.01, **whole, **repeated, **measured}))


def explore(request: Request, say: Callable[[object], None], stop: threading.Event, waits: bool) -> None:
    """Reports 42 blocks of 100, and with `waits` no more until it is cancelled."""
    say(Progress(request.id, 42, 100))
    if waits:
        stop.wait(IDLE_S)
        say(CancelledEvent(request.id))
    else:
        say(Result(request.id, {"blocks": 100, "bytes": 1_000, "seconds": 0.1}))


def cache(request: Request, say: Callable[[object], None], stop: threading.Event, waits: bool) -> None:
    """Keeps KEPT_BYTES until it is cleared, where the environment says."""
    if request.params["clear"]:
        kept[0] = 0
    megabytes = cache_megabytes()
    folder = os.environ.get(FOLDER_VARIABLE, "/cache") if megabytes else ""
    values = {"folder": folder, "bytes": kept[0], "limit_bytes": megabytes * 10**6, "problem": ""}
    say(Result(request.id, values))


def blocks(window: list[int]) -> list[tuple[int, int, int, int]]:
    """The window in columns of blocks that begin at multiples of BLOCK_PX."""
    row, col, height, width = window
    edges = [col, *range(BLOCK_PX * (col // BLOCK_PX + 1), col + width, BLOCK_PX), col + width]
    return [(row, left, height, right - left) for left, right in zip(edges, edges[1:])]


def written(params: dict, layer: str, number: int, window: tuple[int, ...]) -> str:
    """Path of a block's file."""
    from osgeo import gdal

    folder = Path(params["output"]) / f"preview-{params['generation']}"
    folder.mkdir(exist_ok=True)
    path = str(folder / f"{layer}_{number}.tif")
    _, col, height, width = window
    side = params["resolution_px"]
    rows, columns = -(-height // side), -(-width // side)
    raster = gdal.GetDriverByName("GTiff").Create(path, columns, rows, 1, gdal.GDT_Byte)
    line = bytes(value(layer, col + column * side, params) for column in range(columns))
    raster.GetRasterBand(1).WriteRaster(0, 0, columns, rows, line * rows)
    del raster
    return path


def value(layer: str, col: int, params: dict) -> int:
    """Of a column of the image."""
    half = 1 + (col >= BLOCK_PX)
    if layer == "similarity":
        return 100 if (params["place"][1] >= BLOCK_PX) == (col >= BLOCK_PX) else 0
    return {"classes": half, "groups": half, "confidence": 50 * half, "ood": 0}[layer]
