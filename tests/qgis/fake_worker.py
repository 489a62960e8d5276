"""A stand-in for the engine's worker that speaks the real protocol in a real process, without torch.

Run as `python fake_worker.py MODE`. Training and prediction come one after the other; previews and checks are answered
at once.
MODE is how it behaves:
    normal      trains 20 steps in a quarter of a second, predicts three rasters
    warning     as normal, and predicts, previews and explores with a notice
    slow        trains until it is stopped, then keeps a model
    flood       as normal, but with thousands of events and lines on stderr, as fast as the pipe takes them
    garbage     as normal, with junk between the events, two events in one write and one event in two
    dying       crashes after a few steps, having written a checkpoint
    failing     answers every request with an error
    pondering   as normal, but answers previews with one block and explores until either is cancelled
    exploring   as normal, but explores until that is cancelled
    picky       as normal, but answers with an error where l1 trains alone
    tiring      as normal in its first training, as slow from then on
    deaf        trains and does not stop when asked
    broken      has no torch
    silent      never says hello
    outdated    speaks another protocol
    foreign     offers something that this protocol does not have
"""
from __future__ import annotations

import json
import math
import os
import queue
import signal
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, os.getcwd())  # as `python -m engine` finds it: the plugin's folder

import fake_live
from fake_checking import CHECKING
from fake_exports import EXPORTS

from engine.schema.land_cover import LandCoverClass
from engine.schema.model_card import BandStatistics, ModelCard
from engine.schema.protocol import (
    CANCEL,
    PROTOCOL_VERSION,
    SHUTDOWN,
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
    decode_request,
    encode,
)

MODE = sys.argv[1]
STEPS = 20
HELD_OUT = {"accuracy": 0.91, "mean_iou": 0.8, "strokes": 12, "interval": [0.84, 0.95]}
FLOOD_STEPS = 3_000
CATALOGUE = {
    "networks": [
        {"name": "berundanet-late", "sentence": "Two heads on one decoder."},
        {"name": "berundanet-ensemble", "sentence": "Three decoders vote."},
    ],
    "backbones": [
        {"name": "efficientnet-lite0", "sentence": "Small and quick.", "is_pretrained": True, "keeps_weights": True},
        {"name": "unet", "sentence": "Sharp edges.", "is_pretrained": True, "keeps_weights": True},
        {"name": "unet-smooth", "sentence": "Sharp edges, smooth activations."},
        {"name": "segnet", "sentence": "Less memory."},
        {"name": "resnet18", "sentence": "For weights of yours.", "keeps_weights": True},
    ],
    "auxiliary_losses": [
        {"name": "l1", "sentence": "Rebuilds the image from its features.", "default_weight": 0.5, "head": "auxiliary",
         "shows": "reconstruction"},
        {"name": "mumford-shah", "sentence": "Divides into areas of one colour.", "default_weight": 1.0,
         "head": "auxiliary", "shows": "cluster"},
        {
            "name": "relaxed-kmeans", "sentence": "Gathers similar pixels into soft clusters.", "default_weight": 0.1,
            "head": "auxiliary", "shows": "cluster", "is_experimental": True,
            "parameters": [
                {"name": "clusters", "default": 8, "low": 2, "high": 64, "sentence": "More tell finer shades apart.",
                 "is_integer": True},
                {"name": "noise", "default": 0.01, "low": 0, "high": 1, "sentence": "More blurs the clusters."},
                {"name": "side", "default": 64, "low": 32, "high": 96, "sentence": "More shows more.",
                 "is_integer": True, "step": 32},
            ],
        },
        {"name": "total-variation", "sentence": "Prefers regions with short borders.", "default_weight": 0.2,
         "head": "segmentation", "ramp": [0.0, 0.2]},
    ],
    "devices": [
        {"name": "cpu", "available": True, "description": "2 cores"},
        {"name": "cuda", "available": False, "description": "no driver"},
    ],
}  # fmt: skip
if MODE == "foreign":
    CATALOGUE["backbones"][0]["is_pretrained"] = "perhaps"
requests: queue.Queue[Request | None] = queue.Queue()
stops: defaultdict[int, threading.Event] = defaultdict(threading.Event)  # by request
trained: list[int] = []
stdout = threading.Lock()


def say(event: object) -> None:
    line = encode(event) + "\n"
    with stdout:
        if MODE == "garbage":
            half = len(line) // 2
            print("Warning: I am no event\n{}\n\n" + line[:half], end="", flush=True)
            time.sleep(0.002)
            line = line[half:] + '{"event": "state", "id": null, "state": "learning"}\n[1, 2]\n'
        print(line, end="", flush=True)


def listen() -> None:
    for line in sys.stdin:
        request = decode_request(line)
        if request.command == CANCEL:
            stops[request.params["id"]].set()
        elif request.command in LIVE and MODE != "failing":
            thread = threading.Thread(target=live, args=(request, stops[request.id]), daemon=True)
            thread.start()
        elif request.command in CHECKING and MODE != "failing":
            say(State(request.id, "reading"))
            say(Result(request.id, CHECKING[request.command](request.params)))
        else:
            requests.put(request)
    for stop in list(stops.values()):
        stop.set()
    requests.put(None)


def live(request: Request, stop: threading.Event) -> None:
    if MODE == "warning" and request.command != "cache":
        say(Notice(request.id, "cache", "The folder /full for features cannot be written: they are kept in memory."))
    waits = MODE == "pondering" or (MODE == "exploring" and request.command == "explore")
    LIVE[request.command](request, say, stop, waits)


def train(request: Request) -> None:
    say(State(request.id, "reading"))
    say(Notice(request.id, "overlap", "12 pixels lie under two classes and are ignored."))
    weights = request.params.get("weights")
    if weights and not Path(weights).is_file():
        say(ErrorEvent(request.id, "model", f"There is no file {weights!r}", "train first, or name an existing file"))
        return
    if weights:
        say(Notice(request.id, "weights", f"{weights}: 60 tensors loaded."))
    say(State(request.id, "learning"))
    is_endless = MODE in ("slow", "deaf") or (MODE == "tiring" and trained)
    stop = stops[request.id]
    steps = 100_000 if is_endless else FLOOD_STEPS if MODE == "flood" else STEPS
    trained.append(request.id)
    for step in range(1, steps + 1):
        say(Progress(request.id, step, steps, (steps - step) / 80))
        say(Metric(request.id, step, values(step)))
        if MODE == "flood":
            print(f"step {step}: chatter on stderr", file=sys.stderr)
        else:
            time.sleep(0.0125)
        if step == 5:
            write_model(request.params, step)
            say(Checkpoint(request.id, step, request.params["model"]))
        if step == 8 and MODE == "dying":
            print("RuntimeError: the memory is full", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        if stop.is_set() and MODE != "deaf":
            say(State(request.id, "stopping"))
            say(CancelledEvent(request.id, request.params["model"]))
            return
    say(State(request.id, "calibrating"))
    write_model(request.params, steps)
    result = {
        "model": request.params["model"],
        "steps": steps,
        "seconds": 0.3,
        "held_out": held_out(request.params),
        "notices": [],
    }
    say(Result(request.id, result))


def held_out(params: dict) -> dict:
    """Purely supervised is a little worse."""
    return HELD_OUT if params.get("auxiliary") != [] else {**HELD_OUT, "accuracy": 0.84, "interval": [0.75, 0.9]}


def write_model(params: dict, steps: int) -> None:
    """The header of a model file with its card; no weights follow."""
    card = ModelCard(
        params.get("network", ""),
        params.get("backbone", ""),
        params.get("width", 0),
        (LandCoverClass(1, "Grass", "#3f9b46"), LandCoverClass(2, "Sand", "#d9b98c")),
        (1, 2, 3),
        BandStatistics(*((0.0, 0.0, 0.0),) * 4),
        0.5,
        auxiliary_channels={"l1": 3, "relaxed-kmeans": 10, "jigsaw": 8},
        recipe={**params, "steps_taken": steps, "seconds": 0.3},
        held_out=held_out(params),
    )
    head = json.dumps({"__metadata__": card.to_metadata()}).encode()
    Path(params["model"]).write_bytes(len(head).to_bytes(8, "little") + head)


def values(step: int) -> dict[str, float]:
    terms = {"supervised": 1.5 * math.exp(-step / 60) + 0.05, "total-variation": 0.3 * math.exp(-step / 200)}
    found = {"total": sum(terms.values()), **terms}
    return {**found, "held_out_accuracy": 1 - 0.7 * math.exp(-step / 80)} if step % 5 == 0 else found


def predict(request: Request) -> None:
    from osgeo import gdal

    say(State(request.id, "predicting"))
    if MODE == "warning":
        say(Notice(request.id, "scale", "90 % of the values lie outside the range."))
    say(Progress(request.id, 1, 1, 0.0))
    image = gdal.Open(request.params["image"])
    folder = Path(request.params["output"])
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    auxiliary = request.params.get("head")
    for name in ("auxiliary",) if auxiliary else ("classes", "confidence", "ood"):
        written[name] = str(folder / f"{name}.tif")
        raster = gdal.GetDriverByName("GTiff").Create(written[name], image.RasterXSize, image.RasterYSize, 1)
        raster.SetGeoTransform(image.GetGeoTransform())
        raster.SetProjection(image.GetProjection())
        raster.GetRasterBand(1).Fill(1)
        raster.SetMetadataItem("BERUNDA_CLASSES", json.dumps([{"class_id": 1, "name": "Grass", "color": "#3f9b46"}]))
        del raster
    shows = {"shows": "reconstruction" if auxiliary == "l1" else "cluster"} if auxiliary else {}
    say(Result(request.id, {**written, **shows, "seconds": 0.1}))


def class_areas(request: Request) -> None:
    rows = [
        {"class_id": 1, "name": "Grass", "color": "#3f9b46", "pixels": 3_000, "hidden_pixels": 750,
         "hectares": 0.075, "hidden_hectares": 0.01875},
        {"class_id": 0, "name": "all", "color": "", "pixels": 3_000, "hidden_pixels": 750,
         "hectares": 0.075, "hidden_hectares": 0.01875},
    ]  # fmt: skip
    if request.params.get("output"):
        Path(request.params["output"]).write_text("masked")
    say(Result(request.id, rows))


def analyse(request: Request) -> None:
    """A report of two words, and two points of patches."""
    from osgeo import ogr, osr

    say(State(request.id, "reading"))
    stop, steps = stops[request.id], 100_000 if MODE == "slow" else STEPS
    for step in range(1, steps + 1):
        say(Progress(request.id, step, steps))
        time.sleep(0.0125)
        if stop.is_set():
            say(CancelledEvent(request.id))
            return
    say(State(request.id, "analysing"))
    folder = Path(request.params["output"])
    (folder / "report.html").write_text("<h1>The report</h1>")
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32640)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "patches.gpkg"))
    layer = source.CreateLayer("patches", reference, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("color", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("covered", ogr.OFTInteger))
    layer.CreateField(ogr.FieldDefn("suggestion", ogr.OFTInteger))
    for place, (color, covered, suggestion) in enumerate((("#cc3366", 1, 0), ("#3366cc", 0, 1))):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({325_040 + 60 * place} 2779950)"))
        for name, value in (("color", color), ("covered", covered), ("suggestion", suggestion)):
            feature.SetField(name, value)
        layer.CreateFeature(feature)
    del feature, layer, source
    paths = {"report": str(folder / "report.html"), "patches": str(folder / "patches.gpkg")}
    say(Result(request.id, {**paths, "summary": ["ortho is 64 % covered by your labelled areas."], "seconds": 0.3}))


def suggest(request: Request) -> None:
    from suggestion_files import write_suggestions

    say(State(request.id, "predicting"))
    write_suggestions(request.params["output"])
    say(Result(request.id, {"suggestions": request.params["output"], "count": 3, "seconds": 0.1}))


def export(request: Request) -> None:
    say(Result(request.id, EXPORTS[request.command](request.params)))


LIVE = {"preview": fake_live.preview, "explore": fake_live.explore, "cache": fake_live.cache}
LONG_JOBS = {
    "train": train, "predict": predict, "analyse": analyse, "class-areas": class_areas, "suggest": suggest,
    **dict.fromkeys(EXPORTS, export),
}  # fmt: skip


def main() -> None:
    if MODE == "broken":
        sys.exit("Traceback (most recent call last):\nModuleNotFoundError: No module named 'torch'")
    threading.Thread(target=listen, daemon=True).start()
    say(State(None, "starting"))
    if MODE == "silent":
        print("still importing", file=sys.stderr, flush=True)
        time.sleep(600)
    say(Hello(PROTOCOL_VERSION + (MODE == "outdated"), "0.1.0", CATALOGUE))
    say(State(None, "idle"))
    while True:
        request = requests.get()
        if request is None or request.command == SHUTDOWN:
            return
        names = [term["name"] for term in request.params.get("auxiliary") or ()]
        if stops[request.id].is_set():
            say(CancelledEvent(request.id))
        elif MODE == "failing" or (MODE == "picky" and names == ["l1"]):
            say(ErrorEvent(request.id, "labels", "The labels do not touch the image", "check their CRS"))
        else:
            LONG_JOBS[request.command](request)
        say(State(None, "idle"))


main()
