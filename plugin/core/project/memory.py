"""What Berunda stores in the QGIS project file: entries in the scope "berunda", paths relative as the project's are."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Callable

from qgis.core import QgsProject

from .settings import KEPT, Settings, missing_recipe, settings_from_json, settings_to_json

SCOPE = "berunda"
_PATHS = ("labels", "model", "output", "results")


@dataclass(frozen=True)
class ImageMemory:
    """What belongs to one image. Empty means: none yet.

    Attributes:
        labels: path of the label file.
        model: path of the model to predict with.
        output: folder for models and maps.
        results: folder that holds the shown map.
        bands: 1-based bands to use; empty for all but alpha.
    """

    labels: str = ""
    model: str = ""
    output: str = ""
    results: str = ""
    bands: tuple[int, ...] = ()


class ProjectMemory:
    """Reads and writes the entries; in between it holds them.

    Attributes:
        image_id: id of the current image's layer.
        settings: of the dock.
        missing_recipe: the recipe that the project names and that this version does not have, or "".
    """

    def __init__(self, project: QgsProject) -> None:
        self._project = project
        self._images: dict[str, ImageMemory] = {}
        self._is_in_step = False
        self.image_id = ""
        self.settings = Settings()
        self.missing_recipe = ""

    @property
    def is_behind(self) -> bool:
        """Whether the project has entries that were not read yet.

        While QGIS reads a project it fills in the entries before the layers, and lets events through in between.
        """
        return not self._is_in_step and self._project.readEntry(SCOPE, "settings", "")[0] != ""

    def of(self, image_path: str) -> ImageMemory:
        """What is remembered of an image."""
        return self._images.get(image_path, ImageMemory())

    def update(self, image_path: str, **changes: Any) -> None:
        """Changes what is remembered of an image, and marks the project as changed."""
        self._images[image_path] = replace(self.of(image_path), **changes)
        self.write()

    def outputs_of_others(self, image_path: str) -> set[str]:
        """The output folders of all other images."""
        return {memory.output for path, memory in self._images.items() if path != image_path and memory.output}

    def read(self) -> None:
        """Takes over what the project file says."""
        self._is_in_step = True
        self.image_id = self._project.readEntry(SCOPE, "image", "")[0]
        stored = self._project.readEntry(SCOPE, "settings", "{}")[0]
        self.settings = _with_paths(settings_from_json(stored), self._project.readPath)
        self.missing_recipe = missing_recipe(stored)
        self._images = {}
        for entry in _entries(self._project.readEntry(SCOPE, "images", "[]")[0]):
            paths = {name: self._project.readPath(str(entry[name])) if entry.get(name) else "" for name in _PATHS}
            bands = entry["bands"] if isinstance(entry.get("bands"), list) else ()
            numbers = tuple(band for band in bands if isinstance(band, int))
            self._images[self._project.readPath(entry["image"])] = ImageMemory(bands=numbers, **paths)

    def write(self) -> None:
        """Writes everything into the project; it reaches the file when the project is saved."""
        self._is_in_step = True
        settings = _with_paths(self.settings, self._project.writePath)
        self._project.writeEntry(SCOPE, "image", self.image_id)
        self._project.writeEntry(SCOPE, "settings", settings_to_json(settings))
        self._project.writeEntry(SCOPE, "images", json.dumps([self._entry(path) for path in self._images]))

    def clear(self) -> None:
        """Forgets everything, for a new project."""
        self.__init__(self._project)

    def _entry(self, image_path: str) -> dict[str, Any]:
        entry = asdict(self._images[image_path])
        for name in _PATHS:
            entry[name] = self._project.writePath(entry[name]) if entry[name] else ""
        return {"image": self._project.writePath(image_path), **entry}


def _with_paths(settings: Settings, convert: Callable[[str], str]) -> Settings:
    """The settings with every chosen path made relative or absolute."""
    paths = {name: convert(value) for name, value in settings.chosen.items() if KEPT[name].is_path and value}
    return replace(settings, chosen={**settings.chosen, **paths})


def _entries(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    entries = found if isinstance(found, list) else []
    return [entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("image"), str)]
