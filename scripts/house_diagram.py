#!/usr/bin/env python3
"""Prints the drawing of the architecture and the list of its parts for CONTRIBUTING.md, from imports and docstrings.

usage: python scripts/house_diagram.py [--check | --write]

--check fails where CONTRIBUTING.md says something else between its two comments, --write writes it there. Standard
library only.
"""
from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.written_page import print_check_or_write

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- drawing of scripts/house_diagram.py -->", "<!-- end of drawing -->"
HALVES = {"plugin": "plugin/, inside QGIS", "engine": "engine/, a process of its own"}
NESTED = "plugin.core"  # its folders are parts, not itself
FOLDED = {"engine.__main__": "engine.cli", "engine.console": "engine.cli"}
# Every part of their half may import them.
LEFT_OUT = {"plugin", "plugin.core", "plugin.core.help_pages", "plugin.core.icons", "plugin.core.translation", "engine"}
CLIENT, WORKER = "plugin.core.engine", "engine.worker"
Arrows = dict[str, set[str]]


def main() -> None:
    text = drawing()
    written = replaced(PAGE.read_text(encoding="utf-8"), text)
    print_check_or_write(__doc__.splitlines()[0], PAGE, written, text)


def replaced(page: str, text: str) -> str:
    """The page with another text between its two comments; raises ValueError where it lacks them."""
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"{PAGE} does not have the comments {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def drawing() -> str:
    """The flowchart and below it a table of the parts."""
    arrows = shortest(imports_of_parts())
    lines = ["```mermaid", "flowchart TD"]
    for half, title in HALVES.items():
        lines.append(f'    subgraph {half}["{title}"]')
        lines += [f'        {node(part)}["{part[len(half) + 1 :]}"]' for part in arrows if half_of(part) == half]
        lines.append("    end")
    lines += dict.fromkeys(f"    {start} --> {end}" for start, end in ends(arrows))
    lines += [f'    {node(CLIENT)} -. "JSON lines" .-> {node(WORKER)}', "```", "", "| part | what it is |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{part}` | {sentence(part)} |" for part in arrows)])


def ends(arrows: Arrows) -> Iterator[tuple[str, str]]:
    """Both ends of each arrow; those from one half to the other begin at the frame of the half."""
    for part, targets in arrows.items():
        for target in sorted(targets):
            yield (node(part) if half_of(target) == half_of(part) else half_of(part)), node(target)


def imports_of_parts() -> Arrows:
    """For each part the other parts that its files import."""
    files = {module_of(path): path for half in HALVES for path in sorted((ROOT / half).rglob("*.py"))}
    arrows: Arrows = {part: set() for part in map(part_of, files) if part not in LEFT_OUT}
    for module, path in files.items():
        if part_of(module) in arrows:
            arrows[part_of(module)] |= {part_of(name) for name in imported(path)} & set(arrows) - {part_of(module)}
    return arrows


def shortest(arrows: Arrows) -> Arrows:
    """The arrows without those that a chain of others implies, in the order of their halves and from top to bottom.

    Raises:
        CycleError: parts import each other in a circle.
    """
    below: Arrows = {}
    for part in TopologicalSorter({part: sorted(arrows[part]) for part in sorted(arrows)}).static_order():
        below[part] = arrows[part].union(*(below[end] for end in arrows[part]))
    order = list(reversed(below))
    order.sort(key=lambda part: list(HALVES).index(half_of(part)))
    return {part: arrows[part].difference(*(below[end] for end in arrows[part])) for part in order}


def imported(path: Path) -> Iterator[str]:
    """The absolute dotted names of what a file imports; `from x import y` as x and x.y."""
    package = path.relative_to(ROOT).parent.parts
    return (name for _, name in imports_in(path.read_text(encoding="utf-8"), package))


def imports_in(source: str, package: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Line and absolute dotted name of everything imported; `from x import y` is both x and x.y.

    Args:
        source: text of a file.
        package: names of the packages around it, which its relative imports start from.
    """
    for statement in ast.walk(ast.parse(source)):
        if isinstance(statement, ast.Import):
            yield from ((statement.lineno, alias.name) for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            base = package[: len(package) - statement.level + 1] if statement.level else ()
            names = [*base, *([statement.module] if statement.module else [])]
            yield statement.lineno, ".".join(names)
            yield from ((statement.lineno, ".".join([*names, alias.name])) for alias in statement.names)


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def part_of(module: str) -> str:
    """The part of a module."""
    names = module.split(".")
    part = ".".join(names[: 3 if module.startswith(f"{NESTED}.") else 2])
    return FOLDED.get(part, part)


def sentence(part: str) -> str:
    """The first line of a part's docstring."""
    path = ROOT.joinpath(*part.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def half_of(part: str) -> str:
    """The half of a part."""
    return part.partition(".")[0]


def node(part: str) -> str:
    """The name of a part in the flowchart."""
    return part.replace(".", "_")


if __name__ == "__main__":
    main()
