"""The build of PyTorch for what drivers say."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.engine.installer import graphics
from berunda.plugin.core.engine.installer.graphics import Card, choose, find_card, parse_card
from berunda.plugin.core.engine.installer.platforms import PLATFORMS

RTX = Card("NVIDIA GeForce RTX 4070", "581.57", (8, 9))


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("NVIDIA GeForce RTX 4070, 581.57, 8.9\n", RTX),
        ("Tesla T4, 535.161.08, 7.5\nTesla T4, 535.161.08, 7.5\n", Card("Tesla T4", "535.161.08", (7, 5))),
        ("GeForce GTX 960M, 470.256.02\n", Card("GeForce GTX 960M", "470.256.02")),
        ("NVIDIA RTX A2000, 580.95.05, [N/A]\n", Card("NVIDIA RTX A2000", "580.95.05")),
        ("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n", None),
        ("No devices were found\n", None),
        ("", None),
    ],
)
def test_what_nvidia_smi_prints(text: str, card: Card | None) -> None:
    assert parse_card(text) == card


@pytest.mark.parametrize(
    ("platform", "card", "build", "words"),
    [
        ("linux-x86_64", None, "cpu", "No NVIDIA graphics card"),
        ("linux-x86_64", RTX, "cuda", "RTX 4070 (driver 581.57)"),
        ("linux-x86_64", Card("Old", "535.161", (7, 5)), "cpu", "driver 535.161 is older than 580; update the NVIDIA"),
        ("linux-x86_64", Card("Pascal", "580.95", (6, 1)), "cpu", "compute capability 6.1 is below 7.5; a newer card"),
        ("linux-x86_64", Card("Future", "999.1", (15, 0)), "cpu", "compute capability 15.0 is newer"),
        ("linux-x86_64", Card("Mute", "580.95"), "cpu", "what it can is not known; update the NVIDIA driver"),
        ("windows-x86_64", RTX, "cu130", "RTX 4070"),
        ("windows-x86_64", Card("Pascal", "581.57", (6, 1)), "cu126", "Pascal"),
        ("windows-x86_64", Card("Turing", "566.36", (7, 5)), "cu126", "Turing"),
        ("windows-x86_64", Card("Blackwell", "566.36", (12, 0)), "cpu", "older than 580; update the NVIDIA driver"),
        ("windows-x86_64", Card("Kepler", "474.11", (3, 5)), "cpu", "older than 580"),
        ("macos-arm64", None, "mps", "Apple graphics processor"),
    ],
)
def test_the_build_that_fits(platform: str, card: Card | None, build: str, words: str) -> None:
    choice = choose(PLATFORMS[platform], card)
    assert (choice.build, words in choice.reason) == (build, True), choice.reason


def nvidia_smi(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """A program in place of nvidia-smi; what it is asked for goes into the file that is returned."""
    program, asked = folder / "nvidia-smi", folder / "asked"
    program.write_text(f'#!/bin/sh\necho "$1" >> "{asked}"\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setattr(graphics.shutil, "which", lambda _: str(program))
    monkeypatch.setattr(graphics, "DRIVER_FILE", folder / "none")
    return asked


def test_an_old_driver_is_asked_for_less(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    refuses = 'case "$1" in *compute_cap*) echo "not a valid field to query"; exit 2;; esac'
    asked = nvidia_smi(tmp_path, monkeypatch, f'{refuses}\necho "K80, 470.1"')
    assert find_card() == Card("K80", "470.1")
    assert ["compute_cap" in line for line in asked.read_text().splitlines()] == [True, False]


@pytest.mark.parametrize("script", ["sleep 60", "kill -9 $$"])
def test_an_nvidia_smi_that_hangs_or_dies_is_no_card(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    nvidia_smi(tmp_path, monkeypatch, script)
    monkeypatch.setattr(graphics, "TIMEOUT_S", 0.3)
    assert find_card() is None


def test_an_nvidia_smi_that_may_not_run_is_no_card(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nvidia_smi(tmp_path, monkeypatch, "").parent.joinpath("nvidia-smi").write_text("")
    (tmp_path / "nvidia-smi").chmod(0o600)
    assert find_card() is None


def test_the_kernel_says_the_driver_where_there_is_no_nvidia_smi(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(graphics.shutil, "which", lambda _: None)
    monkeypatch.setattr(graphics, "DRIVER_FILE", tmp_path / "version")
    (tmp_path / "version").write_text(
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.161.08  Sat Feb 17 22:55:48 UTC 2024\nGCC version: 12\n"
    )
    assert find_card().driver == "535.161.08"
    (tmp_path / "version").write_text("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release\n")
    assert find_card().driver == "580.95.05"
