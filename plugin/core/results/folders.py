"""Where labels, models and maps of an image go.

Inputs are never overwritten, and a map is replaced only by a complete one.
"""
from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Callable

RESULT_NAMES = ("classes.tif", "confidence.tif", "ood.tif")
PROBABILITIES_NAME = "probabilities.tif"
# What else may lie beside a map; what belongs to an earlier map does not stay beside a new one.
FURTHER_NAMES = (PROBABILITIES_NAME, "auxiliary.tif", "classes.masked.vrt")
LABELS_NAME = "labels.gpkg"
MODEL_NAME = "model.safetensors"
CHECK_POINTS_NAME = "check_points.gpkg"
RUN_NAMES = (MODEL_NAME, *RESULT_NAMES)  # what a choice of a comparison leaves
INCOMING = "incoming"
REPLACED = "replaced"
COMPARISON = "compare"
SITES = "sites"


def default_folder(project_folder: str, image_path: str, taken: Collection[str]) -> str:
    """`<image>_berunda` beside the project file, or beside the image while the project is unsaved.

    Args:
        project_folder: "" for an unsaved project.
        taken: folders of other images; two images of one name must not share theirs.
    """
    image = Path(image_path)
    home = Path(project_folder) if project_folder else image.parent
    return str(_first(home / f"{image.stem}_berunda", lambda folder: str(folder) not in taken))


def output_folder(labels_path: str, image_path: str) -> str:
    """Where models and maps go for a label file: its own folder if that is Berunda's, else a new one beside it."""
    folder = Path(labels_path).parent
    return str(folder if "_berunda" in folder.name else folder / f"{Path(image_path).stem}_berunda")


def model_path(folder: str, keep_previous: bool) -> str:
    """Where training writes its model: model.safetensors, or the next free name when the earlier ones are kept."""
    path = Path(folder) / MODEL_NAME
    return str(_first(path, lambda candidate: not candidate.exists()) if keep_previous else path)


def check_points_path(folder: str) -> str:
    """Where the next points to check go: check_points.gpkg, or the next free name, since earlier ones hold answers."""
    return str(_first(Path(folder) / CHECK_POINTS_NAME, lambda candidate: not candidate.exists()))


def results_folder(folder: str, shown: str, keep_previous: bool) -> str:
    """Where the next map ends up: in place of the shown one, or in a folder without a map.

    Args:
        shown: folder of the map that is shown now, or "".
    """
    if shown and not keep_previous:
        return shown
    if not _has_map(Path(folder)):
        return folder
    return str(_first(Path(folder) / "map", lambda candidate: not _has_map(candidate)))


def writing_folder(target: str) -> str:
    """Where the engine writes a map that will end up in target: elsewhere while an earlier map lies there."""
    return str(Path(target) / INCOMING) if _has_map(Path(target)) else target


def move_results(written: str, target: str, names: Collection[str] = (*RESULT_NAMES, *FURTHER_NAMES)) -> str:
    """Puts a complete map in place of the earlier one; returns the folder where it is.

    That is where it was written when the earlier files cannot be replaced (another program holds them open).
    """
    if written == target:
        return target
    aside = Path(written) / REPLACED
    try:
        aside.mkdir(exist_ok=True)
        _move(names, Path(target), aside)
    except OSError:
        return written  # two maps must never be mixed: the earlier one is whole again, the new one stays where it is
    try:
        _move(names, Path(written), Path(target))
    except OSError:
        _move(names, aside, Path(target))
        return written
    for name in names:
        (Path(target) / f"{name}.aux.xml").unlink(missing_ok=True)  # statistics that QGIS noted about the old file
    discard(written)
    return target


def comparison_folder(output: str, choice: str) -> str:
    """Where model and map of one choice of a comparison are."""
    return str(Path(output) / COMPARISON / choice)


def sites_folder(output: str) -> str:
    """Where the report of the next comparison of sites goes: a new folder each."""
    return str(_first(Path(output) / SITES, lambda folder: not folder.exists()))


def incoming_folder(folder: str) -> str:
    """Where model and map of a choice are written until both are complete."""
    return str(Path(folder) / INCOMING)


def is_complete(folder: str) -> bool:
    """Whether a model and its whole map are in a folder."""
    return all((Path(folder) / name).is_file() for name in RUN_NAMES)


def discard(folder: str) -> None:
    """Removes a folder and what was written there, as far as that goes."""
    shutil.rmtree(folder, ignore_errors=True)


def duplicate(source: str, destination: str) -> None:
    """A hard link to a file, or a copy where the disk has no links; what was there is replaced. Raises OSError.

    A link is safe here: models and maps are always replaced as a whole, never changed in place.
    """
    os.makedirs(os.path.dirname(destination), exist_ok=True)
    partial = Path(f"{destination}.partial")
    partial.unlink(missing_ok=True)
    try:
        os.link(source, partial)
    except OSError:
        shutil.copyfile(source, partial)
    os.replace(partial, destination)


def _move(names: Collection[str], source: Path, destination: Path) -> None:
    """Moves the files that exist, all of them or none."""
    moved = []
    try:
        for name in names:
            if (source / name).exists():
                os.replace(source / name, destination / name)
                moved.append(name)
    except OSError:
        _move(moved, destination, source)
        raise


def _has_map(folder: Path) -> bool:
    return any((folder / name).exists() for name in RESULT_NAMES)


def _first(path: Path, is_free: Callable[[Path], bool]) -> Path:
    """The path itself, or the first of path_2, path_3, … that is free."""
    candidate, number = path, 1
    while not is_free(candidate):
        number += 1
        candidate = path.with_name(f"{path.stem}_{number}{path.suffix}")
    return candidate
