#!/usr/bin/env python3
"""Keeps resources/i18n/berunda_LANGUAGE.ts up to date with the texts of the plugin, and compiles them for QGIS.

usage: python scripts/translations.py [--check | --write | --compile FOLDER]

Without options it prints what is not translated. --write adds new texts, untranslated, and removes those that are gone;
translate with Qt Linguist. --check fails where that would change anything, a text is not translated, or a translation
has other placeholders. --compile writes berunda_LANGUAGE.qm with Qt's lrelease.
"""
from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.schema.catalogue import Catalogue
from engine.schema.config import TrainConfig
from engine.schema.decode import decode_record
from engine.schema.recipes import PRESETS
from engine.schema.setting import HIDDEN, settings_of

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("de", "es", "fr")
COMMON = "Berunda"  # the context of plugin/core/translation.py
Texts = dict[str, dict[str, str]]  # translations, "" where there is none, by context and text
LRELEASE = ("lrelease", "lrelease-qt5", "lrelease-qt6", "/usr/lib/qt5/bin/lrelease", "/usr/lib/qt6/bin/lrelease")


def texts() -> dict[str, list[str]]:
    """The texts of the plugin by context, each in the order of the files.

    Qt looks for a text of `self.tr` in the context of the object's own class: those of a class are in the contexts of
    its subclasses as well.
    """
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "plugin").rglob("*.py"))]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {node.name: {base.id for base in node.bases if isinstance(base, ast.Name)} for node in classes}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for text in _declared():
        found[COMMON][text] = None
    for tree in trees:
        for context, text in _calls(tree, ""):
            for own in [context, *(name for name in bases if context in _ancestors(name, bases))]:
                found[own][text] = None
    return {context: list(found[context]) for context in sorted(found)}


def _declared() -> Iterator[str]:
    """What the engine declares and the dock shows: titles and sentences of settings, recipes, losses and networks."""
    for declared in settings_of(TrainConfig).values():
        if declared.shown != HIDDEN or declared.in_recipe:
            yield from filter(None, (declared.title, declared.sentence))
    yield from (preset.sentence for preset in PRESETS.values())
    from engine.jobs.catalogue import catalogue  # imports torch, which compiling does not need

    listed = decode_record(Catalogue, catalogue(), "the catalogue")
    yield from (entry.sentence for entry in (*listed.networks, *listed.backbones))
    for loss in listed.auxiliary_losses:
        yield loss.sentence
        yield from (parameter.sentence for parameter in loss.parameters)


def _ancestors(name: str, bases: dict[str, set[str]]) -> set[str]:
    own = bases.get(name, set())
    return own.union(*(_ancestors(base, bases) for base in own))


def _calls(node: ast.AST, inside: str) -> Iterator[tuple[str, str]]:
    """Context and text of every call of tr and translatable in a syntax tree."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and child.args and not _is_declared(child):
            name = getattr(child.func, "attr", getattr(child.func, "id", ""))
            is_own = isinstance(child.func, ast.Attribute)
            if name == "translatable":
                yield COMMON, _literal(child.args[0])
            elif name == "tr":
                yield inside if is_own else COMMON, _literal(child.args[0])
            elif name == "translate" and len(child.args) > 1 and isinstance(child.args[1], ast.Constant):
                yield _literal(child.args[0]), _literal(child.args[1])
        yield from _calls(child, child.name if isinstance(child, ast.ClassDef) else inside)


def _is_declared(call: ast.Call) -> bool:
    """Whether it is tr, the function, of a title or sentence that the engine declares, or of a marked constant."""
    named = call.args[0].value if isinstance(call.args[0], ast.Subscript) else call.args[0]
    name = getattr(named, "attr", getattr(named, "id", ""))
    return isinstance(call.func, ast.Name) and (name in ("title", "sentence") or name.isupper())


def _literal(node: ast.expr) -> str:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        raise ValueError(f"line {node.lineno}: only a literal text can be translated, not {ast.unparse(node)}")
    return node.value


def read(path: Path) -> Texts:
    """The translations of a file; none where it does not exist."""
    if not path.exists():
        return {}
    contexts = ElementTree.parse(path).getroot().iter("context")
    return {
        context.findtext("name", ""): {
            message.findtext("source", ""): message.findtext("translation", "") for message in context.iter("message")
        }
        for context in contexts
    }


def written(language: str, known: Texts) -> str:
    """A whole file, with the translations that are known, of any context where the own one has none."""
    anywhere = {text: own for by_text in known.values() for text, own in by_text.items() if own}
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>",
             f'<TS version="2.1" language="{language}" sourcelanguage="en">']  # fmt: skip
    for context, own in texts().items():
        lines += ["<context>", f"    <name>{context}</name>"]
        for text in own:
            translation = known.get(context, {}).get(text) or anywhere.get(text, "")
            state = "" if translation else ' type="unfinished"'
            lines += ["    <message>", f"        <source>{escape(text)}</source>",
                      f"        <translation{state}>{escape(translation)}</translation>", "    </message>"]  # fmt: skip
        lines.append("</context>")
    return "\n".join([*lines, "</TS>", ""])


def problems(language: str) -> list[str]:
    """What is wrong with a language's file: not up to date, texts without translation, other placeholders."""
    path = FOLDER / f"berunda_{language}.ts"
    known = read(path)
    if not path.exists() or path.read_text(encoding="utf-8") != written(language, known):
        return [f"{path} is not up to date: run python scripts/translations.py --write"]
    rows = [(text, own) for by_text in known.values() for text, own in by_text.items()]
    missing = sorted({text for text, own in rows if not own})
    found = [f"{language}: not translated: {text}" for text in missing]
    return found + [f"{language}: other placeholders than in {text!r}: {own!r}" for text, own in dict(rows).items()
                    if own and _placeholders(text) != _placeholders(own)]  # fmt: skip


def _placeholders(text: str) -> list[tuple[str, str]]:
    try:
        fields = [(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        return []  # a text with single braces is not formatted
    return fields if "" in dict(fields) else sorted(fields)  # unnamed ones keep their order


def compile_to(folder: Path) -> list[Path]:
    """Compiles every language into a folder; raises FileNotFoundError without lrelease."""
    program = next(filter(None, map(shutil.which, LRELEASE)), None)
    if program is None:
        raise FileNotFoundError("lrelease is missing: install Qt's tools (Debian, Ubuntu: qttools5-dev-tools)")
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for language in LANGUAGES:
        made.append(folder / f"berunda_{language}.qm")
        source = FOLDER / f"berunda_{language}.ts"
        subprocess.run([program, "-silent", str(source), "-qm", str(made[-1])], check=True, stdout=subprocess.DEVNULL)
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="fail where anything is not translated")
    group.add_argument("--write", action="store_true", help="bring the files up to date")
    group.add_argument("--compile", type=Path, metavar="FOLDER", help="write the files that QGIS reads")
    options = parser.parse_args()
    if options.write:
        FOLDER.mkdir(exist_ok=True)
        for language in LANGUAGES:
            path = FOLDER / f"berunda_{language}.ts"
            path.write_text(written(language, read(path)), encoding="utf-8")
    elif options.compile:
        print(*compile_to(options.compile), sep="\n")
    else:
        found = [problem for language in LANGUAGES for problem in problems(language)]
        print(*found, sep="\n")
        return int(options.check and bool(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
