"""The jobs there are, by the names that worker and command line use: one file and one line each."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from ..schema.check_config import CheckAccuracyConfig, CheckPointsConfig, RecalibrateConfig
from ..schema.config import (
    AnalyseConfig,
    ClassAreasConfig,
    EvaluateConfig,
    LikelihoodConfig,
    ListConfig,
    PredictConfig,
    SuggestConfig,
    TrainConfig,
)
from ..schema.errors import ProtocolError
from ..schema.exchange_config import ExportModelConfig, ExportVectorsConfig, StacItemConfig
from ..schema.live_config import CacheConfig, ExploreConfig, PreviewConfig
from ..schema.reporter import Reporter
from ..schema.setting import Config, from_params
from .lanes import BACKGROUND, LIVE, LONG, SHORT


@dataclass(frozen=True)
class Job:
    """A command of the engine, whose code is in a file beside this one.

    That file has a function `run(config, reporter)` with a JSON-ready result, and may have one `decode(params)` for
    configurations whose defaults depend on more than the settings. It is imported when it is needed: it may import
    torch.

    Attributes:
        sentence: what the command does.
        config: its settings.
        lane: see Lanes.
        columns: of the table in which the command line shows a result of rows.
        file: its name, where it is not the command's.
    """

    sentence: str
    config: type[Config]
    lane: str = LONG
    columns: tuple[str, ...] = ()
    file: str = ""


_AREA_COLUMNS = ("class_id", "pixels", "hidden_pixels", "hectares", "hidden_hectares", "name")
_SETTING_COLUMNS = ("name", "option", "default", "values", "sentence")

JOBS: dict[str, Job] = {
    "train": Job("train a model on labels and write its file", TrainConfig, file="staged_training"),
    "predict": Job("map an image with a model: classes, confidence, out-of-distribution", PredictConfig),
    "evaluate": Job("score a class map against a truth", EvaluateConfig, lane=SHORT),
    "analyse": Job("report how well imagery and its labels represent other imagery", AnalyseConfig),
    "check-points": Job("draw random points of a map to be checked by eye", CheckPointsConfig, lane=SHORT),
    "check-accuracy": Job("estimate accuracy and areas from checked points", CheckAccuracyConfig, lane=SHORT),
    "recalibrate": Job("fit a model's confidence to checked points", RecalibrateConfig, lane=SHORT),
    "class-areas": Job("count a class map's areas, also below thresholds", ClassAreasConfig, SHORT, _AREA_COLUMNS),
    "export-vectors": Job("write a class map as polygons", ExportVectorsConfig),
    "export-model": Job("write a model as ONNX, for Deepness and other programs", ExportModelConfig),
    "stac-item": Job("describe a model as a STAC item", StacItemConfig, lane=SHORT),
    "suggest": Job("suggest places where the next strokes help a model most", SuggestConfig),
    "likelihood": Job("report how likely imagery is to a model trained with loss jem", LikelihoodConfig),
    "preview": Job("map a window of an image live with the present labels", PreviewConfig, lane=LIVE),
    "explore": Job("encode an image ahead for live maps", ExploreConfig, lane=BACKGROUND),
    "cache": Job("show or clear what is kept of encoded images", CacheConfig, lane=SHORT),
    "losses": Job("list the auxiliary losses", ListConfig, SHORT, ("name", "default_weight", "head", "sentence")),
    "models": Job("list the networks and backbones", ListConfig, SHORT, ("name", "sentence")),
    "presets": Job("list the recipes", ListConfig, SHORT, ("name", "sentence")),
    "settings": Job("list the settings of a training", ListConfig, SHORT, _SETTING_COLUMNS),
    "diagnose": Job("say which packages load and what was computed on every device", ListConfig, SHORT),
    "devices": Job("list the devices that compute here", ListConfig, SHORT, ("name", "available", "description")),
}


def run_job(name: str, params: Mapping[str, Any], reporter: Reporter) -> Any:
    """Run a job with a request's parameters.

    Returns:
        Its JSON-ready result.

    Raises:
        ProtocolError: there is no such job.
        ConfigError: a parameter is unknown, missing or not valid.
        EngineError: what the job raises.
    """
    if name not in JOBS:
        raise ProtocolError(f"Unknown command {name!r}", f"send one of {', '.join(JOBS)}")
    module = _module(name)
    config = module.decode(params) if hasattr(module, "decode") else from_params(JOBS[name].config, params)
    return module.run(config, reporter)


def _module(name: str) -> ModuleType:
    return import_module(f"{__package__}.{JOBS[name].file or name.replace('-', '_')}")
