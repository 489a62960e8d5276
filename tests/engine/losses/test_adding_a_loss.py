"""The example of docs/adding_a_loss.md: its code blocks are run as the files that the page says they are."""
from __future__ import annotations

import math
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
import torch
from loss_cases import CLASSES, make_loss, make_step
from scenes import RecordingReporter, Scene

from engine.data.label_raster import UNLABELLED
from engine.jobs.catalogue import catalogue
from engine.jobs.train import run as run_train
from engine.losses.registry import AUXILIARY_LOSSES
from engine.models.model_file import load_model
from engine.schema.loss_terms import AuxiliaryTerm

PAGE = Path(__file__).parents[3] / "docs" / "adding_a_loss.md"
FILE, LINE, TEST = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
NAME = "entropy-minimisation"


def module_of(block: str, package: str = "") -> ModuleType:
    """The block as a module of the path in its first line."""
    path = Path(block.split("\n", 1)[0].removeprefix("# "))
    module = ModuleType(".".join(path.with_suffix("").parts) if package else path.stem)
    module.__package__ = package
    exec(compile(block, str(path), "exec"), vars(module))
    return module


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loss of the page, in the registry by the line of the page."""
    module = module_of(FILE, "engine.losses")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for name, loss in eval(f"{{{LINE}}}", vars(module)).items():
        monkeypatch.setitem(AUXILIARY_LOSSES, name, loss)


def test_its_value_by_hand() -> None:
    """In float64, over the unlabelled valid pixels whose predicted class is probable enough."""
    step = make_step(4, labelled=False)
    step.batch.labels[0, :2], step.batch.valid_mask[1, :, 3:] = 2, False
    logits = step.output.segmentation.detach().double()
    entropies = []
    for n, row, col in ((step.batch.labels == UNLABELLED) & step.batch.valid_mask).nonzero().tolist():
        shares = [math.exp(value) for value in logits[n, :, row, col].tolist()]
        probabilities = [share / sum(shares) for share in shares]
        if max(probabilities) >= 0.55:
            entropies.append(-sum(p * math.log(p, CLASSES) for p in probabilities))
    assert 0 < len(entropies) < 2 * 36 - 12 - 18
    value = make_loss(NAME, threshold=0.55)(step).item()
    assert value == pytest.approx(sum(entropies) / len(entropies), rel=1e-5)


def test_the_tests_of_the_page_pass() -> None:
    tests = [test for name, test in vars(module_of(TEST)).items() if name.startswith("test_")]
    assert len(tests) == 3
    for test in tests:
        test()


def test_the_catalogue_lists_it() -> None:
    (listed,) = (loss for loss in catalogue()["auxiliary_losses"] if loss["name"] == NAME)
    assert (listed["default_weight"], listed["head"]) == (0.1, "segmentation")
    assert [parameter["name"] for parameter in listed["parameters"]] == ["threshold"]


def test_a_training_runs_with_it(scene: Scene, reporter: RecordingReporter) -> None:
    terms = (AuxiliaryTerm.parse(f"{NAME}=0.2:threshold=0.7"),)
    config = scene.config(steps=8, backbone="unet-half", auxiliary=terms)
    network, card = load_model(run_train(config, reporter)["model"])
    assert card.auxiliary == {NAME: 0.2}
    values = [metrics[NAME] for _, metrics in reporter.metrics if NAME in metrics]  # from the start of its ramp
    assert values
    assert all(0 <= value <= 1 for value in values)
    without = scene.config(steps=8, backbone="unet-half", auxiliary=(AuxiliaryTerm(NAME, 0.0),))
    other = load_model(run_train(without, RecordingReporter())["model"])[0]
    assert not torch.equal(network.segmentation_head.weight, other.segmentation_head.weight)
