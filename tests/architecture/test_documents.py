"""The Markdown pages: their links and pictures exist, and what scripts write of them is up to date."""
from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "resources").rglob("*.md")]
SCRIPTS = {"house_diagram": "CONTRIBUTING.md", "settings_table": "docs/settings.md"}
MAX_LINE = 140
FENCED = re.compile(r"^( *)```.*?^\1```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED_PATH = re.compile(r"`((?:tests|engine|plugin|benchmarks|scripts)/[^`\s]*)`")
PLACEHOLDERS = re.compile(r"[*…<>{}]|\b[A-Z]+\b")


def loaded(script: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(script, ROOT / "scripts" / f"{script}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(script: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / f"{script}.py"), *options]
    return subprocess.run(command, capture_output=True, text=True)


def prose(page: Path) -> str:
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def broken_links(page: Path) -> list[str]:
    """The relative links of a page whose file or heading does not exist."""
    broken = []
    for link in LINK.findall(prose(page)):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if re.match(r"[a-z]+:", link):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    return broken


def missing_paths(page: Path) -> list[str]:
    """The paths of the repository in backticks that do not exist; patterns and placeholders do not count."""
    named = [path for path in NAMED_PATH.findall(prose(page)) if not PLACEHOLDERS.search(path)]
    return [path for path in named if not (ROOT / path).exists()]


def anchors(page: Path) -> set[str]:
    """The names that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_relative_links_and_pictures_exist(page: Path) -> None:
    assert broken_links(page) == []


def test_broken_links_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A heading, too\n[a](page.md#a-heading-too) [b](#b) ![c](c.png)\n```\n[d](d)\n```\n[e](https://e)\n")
    assert broken_links(page) == ["#b", "c.png"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_named_files_and_folders_exist(page: Path) -> None:
    assert missing_paths(page) == []


def test_missing_files_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("`tests/none.py` `engine/` `engine/jobs/*.py` `scripts/NAME.py` `tests/…` `plugin/none/`\n")
    assert missing_paths(page) == ["tests/none.py", "plugin/none/"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_lines_are_short(page: Path) -> None:
    """Except for rows of tables, which Markdown cannot wrap."""
    lines = page.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > MAX_LINE and not line.startswith("|")] == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_a_script_writes_is_up_to_date(script: str) -> None:
    checked = run(script, "--check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert run(script).stdout.strip() in (ROOT / SCRIPTS[script]).read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_page_that_is_not_up_to_date_is_refused(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And written again as it was."""
    module = loaded(script)
    before = module.PAGE.read_text(encoding="utf-8")
    copy = tmp_path / "page.md"
    copy.write_text(before.replace("| part |", "| Part |").replace("| setting |", "| Setting |"), encoding="utf-8")
    assert copy.read_text(encoding="utf-8") != before
    monkeypatch.setattr(module, "PAGE", copy)
    monkeypatch.setattr(sys, "argv", [script, "--check"])
    with pytest.raises(SystemExit, match="is not up to date"):
        module.main()
    monkeypatch.setattr(sys, "argv", [script, "--write"])
    module.main()
    assert copy.read_text(encoding="utf-8") == before


def test_the_settings_have_the_options_of_the_command_line() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `\w+` \| `(--[\w-]+)` \|", page, re.MULTILINE))
    usage = subprocess.run(
        [sys.executable, "-m", "engine", "train", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert listed == set(re.findall(r"^  (--[\w-]+)", usage, re.MULTILINE)) - {"--json"}


def test_arrows_that_others_imply_are_left_out() -> None:
    arrows = {"engine.a": {"engine.b", "engine.c"}, "engine.b": {"engine.c"}, "engine.c": set(), "plugin.d": set()}
    assert loaded("house_diagram").shortest(arrows) == {**arrows, "engine.a": {"engine.b"}}


def test_the_drawing_has_the_imports_of_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small house; one arrow from the frame of the plugin to the part of the engine that it imports."""
    sources = {
        "plugin/gui/dock.py": "from ..core.labels.store import Store\nfrom ...engine.schema import errors\n",
        "plugin/core/labels/store.py": "from ....engine.schema.errors import EngineError\n",
        "engine/cli.py": '"""Reads options."""\ndef main():\n    from .jobs import train\n',
        "engine/jobs/train.py": "import engine.schema.errors\n",
        "engine/schema/errors.py": "import json\n",
    }
    for name, source in sources.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
        if path.parent.name != "engine":
            (path.parent / "__init__.py").write_text(f'"""Does {path.parent.name}."""\n')
    module = loaded("house_diagram")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    drawn = module.drawing()
    assert re.findall(r"^    (\w+) --> (\w+)$", drawn, re.MULTILINE) == [
        ("plugin_gui", "plugin_core_labels"), ("plugin", "engine_schema"),
        ("engine_cli", "engine_jobs"), ("engine_jobs", "engine_schema"),
    ]  # fmt: skip
    assert "| `engine.cli` | Reads options. |" in drawn
    assert "| `plugin.core.labels` | Does labels. |" in drawn
