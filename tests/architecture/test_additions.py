"""What an addition touches: each is really made in a copy of the engine, and the copy is run."""
from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOSS = '''"""Entropy of the predictions."""
from __future__ import annotations

import torch

from ..schema.loss_terms import SEGMENTATION_HEAD, LossSpec
from .auxiliary import AuxiliaryLoss, TrainingStep


class Entropy(AuxiliaryLoss):
    """Mean entropy of the predicted probabilities."""

    spec = LossSpec("entropy", "Sharpens the predictions.", default_weight=0.1, head=SEGMENTATION_HEAD)

    def forward(self, step: TrainingStep) -> torch.Tensor:
        logits = step.output.segmentation.float()
        return -(logits.softmax(1) * logits.log_softmax(1)).sum(1).mean()
'''
COMMAND = '''"""The job `bands`: counts the bands of a raster."""
from __future__ import annotations

from ..data.raster import Raster
from ..schema.config import EvaluateConfig
from ..schema.reporter import Reporter


def run(config: EvaluateConfig, reporter: Reporter) -> dict[str, int]:
    """The bands of the truth raster."""
    return {"bands": Raster(config.truth).bands_in_file}
'''


class Copy:
    """A copy of the engine with additions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "engine", folder / "engine", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "metadata.txt", folder)

    def insert(self, path: str, before: str, text: str) -> None:
        """Insert a text before the only place of another one."""
        file = self.folder / path
        source = file.read_text()
        assert source.count(before) == 1, before
        file.write_text(source.replace(before, text + before))

    def add(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text)

    def touched(self) -> dict[str, int]:
        """The files that differ from the original, with the lines that were added to them."""
        found = {}
        for file in sorted(self.folder.rglob("*.py")):
            name = str(file.relative_to(self.folder))
            before = (ROOT / name).read_text().splitlines() if (ROOT / name).exists() else []
            after = file.read_text().splitlines()
            if after != before:
                found[name] = len(after) - len(before)
        return found

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "engine", *arguments]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True)


    def ask_worker(self, request: dict[str, Any]) -> dict[str, Any]:
        """What the worker answers a request with; the end of its stdin would cancel it."""
        command = [sys.executable, "-m", "engine", "worker"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, cwd=self.folder, text=True, **pipes) as worker:
            worker.stdin.write(f"{json.dumps(request)}\n")
            worker.stdin.flush()
            events = (json.loads(line) for line in worker.stdout)
            answer = next(event for event in events if event["event"] in ("result", "error"))
            worker.stdin.close()
        return answer


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_a_setting_is_one_declaration(copy: Copy) -> None:
    declaration = (
        '    smoothing: float = setting(\n        0.0, low=0, high=0.5, title="Smoothing", shown=ADVANCED, **_FIXED,'
        ' sentence="label smoothing"\n    )\n'
    )
    copy.insert("engine/schema/config.py", "    seed: int = setting(\n", declaration)
    assert list(copy.touched()) == ["engine/schema/config.py"]
    settings = {row["name"]: row for row in json.loads(copy.run("settings", "--json").stdout)}
    assert settings["smoothing"]["values"] == "0 to 0.5"
    assert "--smoothing" in copy.run("train", "--help").stdout
    presets = json.loads(copy.run("presets", "--json").stdout)
    assert all(entry["settings"]["smoothing"] == 0.0 for entry in presets)
    given = ("--image", "i", "--labels", "l", "--model", "m.safetensors", "--smoothing", "0.7")
    refused = copy.run("train", *given)
    assert refused.returncode == 2
    assert "smoothing is 0.7: give a number from 0 to 0.5" in refused.stderr


def test_a_preset_is_one_entry(copy: Copy) -> None:
    entry = '    "tiny": Preset("Ten steps.", "Berunda", _recipe(steps=10)),\n'
    copy.insert("engine/schema/recipes.py", '    "quick": Preset(', entry)
    assert copy.touched() == {"engine/schema/recipes.py": 1}
    presets = {row["name"]: row for row in json.loads(copy.run("presets", "--json").stdout)}
    assert presets["tiny"]["settings"]["steps"] == 10
    assert presets["tiny"]["settings"]["backbone"] == presets["default"]["settings"]["backbone"]


def test_a_command_is_one_file_and_one_line(copy: Copy) -> None:
    copy.add("engine/jobs/bands.py", COMMAND)
    line = '    "bands": Job("count the bands of a raster", EvaluateConfig, lane="short"),\n'
    copy.insert("engine/jobs/registry.py", '    "losses": Job(', line)
    assert copy.touched() == {"engine/jobs/bands.py": COMMAND.count("\n"), "engine/jobs/registry.py": 1}
    image = str(ROOT / "resources" / "sample" / "orthophoto.tif")
    done = copy.run("bands", "--classes", image, "--truth", image, "--json")
    assert json.loads(done.stdout) == {"bands": 3}
    request = {"id": 1, "command": "bands", "params": {"classes": image, "truth": image}}
    assert copy.ask_worker(request)["values"] == {"bands": 3}


def test_an_auxiliary_loss_is_one_file_and_one_line(copy: Copy) -> None:
    """With the line that imports it."""
    copy.add("engine/losses/entropy.py", LOSS)
    copy.insert("engine/losses/registry.py", "from .fixmatch import", "from .entropy import Entropy\n")
    copy.insert("engine/losses/registry.py", '    "fixmatch": FixMatch', '    "entropy": Entropy,\n')
    assert copy.touched() == {"engine/losses/entropy.py": LOSS.count("\n"), "engine/losses/registry.py": 2}
    losses = {row["name"]: row for row in json.loads(copy.run("losses", "--json").stdout)}
    assert losses["entropy"]["default_weight"] == 0.1
    sample = ROOT / "resources" / "sample"
    trained = copy.run(
        "train", "--image", str(sample / "orthophoto.tif"), "--labels", str(sample / "labels.gpkg"),
        "--model", str(copy.folder / "m.safetensors"), "--steps", "2", "--backbone", "unet-half", "--width", "4",
        "--crop", "64", "--batch", "2", "--auxiliary", "entropy", "--device", "cpu", "--precision", "fp32", "--json",
    )  # fmt: skip
    assert json.loads(trained.stdout)["steps"] == 2, trained.stderr
    assert "entropy" in trained.stderr


def test_an_encoder_is_one_file_and_one_line(copy: Copy) -> None:
    """With its name among the imports."""
    copy.add("engine/models/copied.py", (ROOT / "engine/models/resnet.py").read_text())
    copy.insert("engine/models/encoders.py", ", resnet\n", ", copied")
    entry = '    "copied": EncoderEntry(copied.ResNet18, copied.STRIDES, copied.CHANNELS),\n'
    copy.insert("engine/models/encoders.py", '    "resnet18": EncoderEntry(', entry)
    assert set(copy.touched()) == {"engine/models/copied.py", "engine/models/encoders.py"}
    code = (
        "import torch; from engine.models.encoders import build_encoder; e = build_encoder('copied', 4); "
        "print([tuple(f.shape) for f in e.encode(torch.zeros(1, 4, 64, 64))] == "
        "[(1, c, 64 // s, 64 // s) for c, s in zip(e.channels, e.strides)])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=copy.folder, capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr
