"""Folders that the engine cannot be installed into."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from berunda.plugin.core.engine.installer import checks
from berunda.plugin.core.engine.installer.checks import check_folder, check_length
from berunda.plugin.core.engine.installer.engine_folder import OWN_NAME, SETTING, choose_root, chosen_root, usual_root
from berunda.plugin.core.engine.installer.problem import InstallProblem
from installer_helpers import use_profile
from qgis.core import QgsSettings


def test_a_folder_is_made_with_spaces_umlauts_and_a_long_path(tmp_path: Path) -> None:
    root = tmp_path / "Größe und so" / ("x" * 120) / ("y" * 120)
    check_folder(root, 1)
    assert root.is_dir()
    assert list(root.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InstallProblem, match=r"The folder .*file/engine cannot be written \(Not a directory\): choose"):
        check_folder(tmp_path / "file" / "engine", 1)


def test_a_read_only_home_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(checks.tempfile, "TemporaryFile", refuse)
    with pytest.raises(InstallProblem, match="Read-only file system"):
        check_folder(tmp_path, 1)


def test_too_little_space_is_said_with_both_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=600_000_000)
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(InstallProblem, match=r"has 0.6 GB free, the engine needs 1.4 GB: free some space"):
        check_folder(tmp_path, 1400)
    check_folder(tmp_path, 500)


@pytest.mark.parametrize(
    ("characters", "long_paths", "refused"),
    [(51, False, False), (60, False, True), (250, False, True), (250, True, False)],
)
def test_a_long_path_on_windows(
    monkeypatch: pytest.MonkeyPatch, characters: int, long_paths: bool, refused: bool
) -> None:
    monkeypatch.setattr(checks.sys, "platform", "win32")
    monkeypatch.setattr(checks, "_has_long_paths", lambda: long_paths)
    root = "C:\\" + "u" * (characters - 3)
    if refused:
        with pytest.raises(InstallProblem, match=rf"has {characters} characters, more than 51: choose .* C:\\berunda"):
            check_length(root)
    else:
        check_length(root)


def test_windows_installs_into_the_local_data_and_others_into_the_profile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_profile(monkeypatch, tmp_path)
    assert usual_root() == tmp_path / "engine"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert usual_root() == Path("/local/Berunda")


def test_a_chosen_folder_gets_one_of_its_own(tmp_path: Path) -> None:
    try:
        assert choose_root(f" {tmp_path} ") == tmp_path / OWN_NAME
        assert choose_root(str(tmp_path / OWN_NAME)) == tmp_path / OWN_NAME == chosen_root()
        assert choose_root("") == usual_root() == choose_root(str(usual_root()))
    finally:
        QgsSettings().remove(SETTING)
