"""What tidying and uninstalling remove, and what they leave."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.engine.installed import Record, installed_environment, read_record, switch_to, write_record
from berunda.plugin.core.engine.installer import removal
from berunda.plugin.core.engine.installer.engine_folder import EngineFolder
from berunda.plugin.core.engine.installer.problem import InstallProblem
from berunda.plugin.core.engine.installer.removal import remove_all, tidy, uninstall
from installer_helpers import use_profile


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return use_profile(monkeypatch, tmp_path / "profile")


def environment(root: Path, name: str, owner: Path | str | None, replaced: str = "") -> Path:
    """A folder with a file; complete where it has an owner."""
    path = root / f"env-{name}"
    path.mkdir(parents=True)
    (path / "file").write_text("x" * 1000)
    if owner is not None:
        write_record(path, Record("key", "cpu", owner=str(owner), replaced=replaced))
    return path


def fill(root: Path) -> EngineFolder:
    folder = EngineFolder(root)
    for path in (folder.cache, folder.pythons, folder.tools):
        path.mkdir(parents=True)
        (path / "file").write_text("")
    return folder


def names(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()}


def test_tidying_leaves_the_environment_in_use_and_what_made_it(tmp_path: Path, profile: Path) -> None:
    root = tmp_path / "root"
    fill(root)
    environment(root, "old", profile)
    environment(root, "half", None)
    environment(root, "foreign", tmp_path / "another profile")
    switch_to(environment(root, "new", profile))
    tidy(print)
    assert names(root) == {"c", "py", "uv", "env-foreign", "env-new"}


def test_tidying_removes_a_folder_that_was_given_up(tmp_path: Path, profile: Path) -> None:
    before, now = tmp_path / "before", tmp_path / "now"
    fill(before)
    environment(before, "old", profile)
    (before / "mine.txt").write_text("the user's")
    switch_to(environment(now, "new", profile, replaced=str(before)))
    tidy(print)
    assert names(before) == {"mine.txt"}
    assert names(now) == {"env-new"}


def test_tidying_without_an_engine_does_nothing(tmp_path: Path, profile: Path) -> None:
    tidy(print)
    switch_to(tmp_path / "gone")
    tidy(print)


def test_uninstalling_removes_everything_but_what_is_the_users(tmp_path: Path, profile: Path) -> None:
    root = tmp_path / "root"
    fill(root)
    switch_to(environment(root, "new", profile))
    environment(root, "half", None)
    (root / "mine.txt").write_text("the user's")
    uninstall(root, print)
    assert names(root) == {"mine.txt"}
    assert installed_environment() is None
    (root / "mine.txt").unlink()
    fill(root)
    uninstall(root, print)
    assert not root.exists()


def test_another_profiles_engine_keeps_its_python(tmp_path: Path, profile: Path) -> None:
    root = tmp_path / "root"
    fill(root)
    foreign = environment(root, "foreign", tmp_path / "another profile")
    switch_to(environment(root, "new", profile))
    uninstall(root, print)
    assert names(root) == {"env-foreign", "py", "uv"}
    assert read_record(foreign) is not None


def test_what_cannot_be_removed_is_a_sentence(tmp_path: Path, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "root"
    fill(root)

    def refuse(path: Path) -> None:
        raise PermissionError(13, "The process cannot access the file", str(path))

    monkeypatch.setattr(removal.shutil, "rmtree", refuse)
    with pytest.raises(InstallProblem, match=r"c cannot be removed \(The process cannot access the file\): close"):
        remove_all(EngineFolder(root), print, patience_s=0.0)
