"""Class schemes of other files: QGIS styles (QML) and rasters with a palette."""
from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

from osgeo import gdal
from qgis.core import QgsCategorizedSymbolRenderer, QgsFeatureRenderer, QgsReadWriteContext
from qgis.PyQt.QtCore import QFile, QIODevice
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ....engine.schema.land_cover import CLASSES_TAG, MAX_CLASS_ID, MIN_CLASS_ID, LandCoverClass, is_color
from ..translation import tr
from .class_scheme import LabelStoreError, make_class

STYLE_ENDING = ".qml"
NOT_CLASSES = (0, 255)  # unlabelled and nodata wherever Berunda reads class ids


@dataclass(frozen=True)
class SchemeEntry:
    """A class as a file has it.

    Attributes:
        value: of its pixels or features, as text.
        name: may be empty.
        color: #rrggbb.
    """

    value: str
    name: str
    color: str


def read_class_scheme(path: str) -> tuple[LandCoverClass, ...]:
    """The classes of a style or a raster.

    Values from 1 to 254 become the ids; 0 and 255 are left out among such. Where other values occur (codes, texts), the
    classes are numbered in their order.

    Raises:
        LabelStoreError: the file cannot be read, or has no classes, more than 254, or two of one value.
    """
    is_style = path.lower().endswith(STYLE_ENDING)
    return as_classes(_of_style(path) if is_style else _of_raster(path), path)


def as_classes(entries: Sequence[SchemeEntry], path: str) -> tuple[LandCoverClass, ...]:
    """The entries as classes, in order of their ids; raises LabelStoreError as read_class_scheme does."""
    _check_different([entry.value for entry in entries], path)
    numbers = [_whole_number(entry.value) for entry in entries]
    if all(number is not None and 0 <= number <= NOT_CLASSES[-1] for number in numbers):
        numbered = [(number, entry) for number, entry in zip(numbers, entries) if number not in NOT_CLASSES]
    else:
        numbered = list(enumerate(entries, MIN_CLASS_ID))
    if not numbered:
        raise LabelStoreError(
            tr("{} has no classes: choose a style with categories, or a raster with a palette.").format(path)
        )
    if len(numbered) > MAX_CLASS_ID:
        sentence = tr("{} has {} classes, and 254 are possible: merge some of them first.")
        raise LabelStoreError(sentence.format(path, len(numbered)))
    classes: list[LandCoverClass] = []
    for class_id, entry in sorted(numbered, key=lambda pair: pair[0]):
        classes.append(make_class(class_id, classes, entry.name.strip() or None, entry.color))
    return tuple(classes)


def _check_different(values: Sequence[str], path: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            sentence = tr("{} has two classes of the value {}: give each a value of its own.")
            raise LabelStoreError(sentence.format(path, value))
        seen.add(value)


def _whole_number(text: str) -> Optional[int]:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _of_style(path: str) -> list[SchemeEntry]:
    document, file = QDomDocument(), QFile(path)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        sentence = tr("The style {} cannot be read ({}): choose another file.")
        raise LabelStoreError(sentence.format(path, file.errorString()))
    document.setContent(file)
    file.close()
    root = document.documentElement()
    if root.isNull():
        raise LabelStoreError(tr("{} is not a QGIS style: choose a .qml file that QGIS has saved.").format(path))
    return [*_palette_entries(root), *_categories(root)]


def _palette_entries(root: QDomElement) -> Iterable[SchemeEntry]:
    """Of a paletted raster renderer."""
    found = root.elementsByTagName("paletteEntry")
    for index in range(found.count()):
        entry = found.at(index).toElement()
        yield SchemeEntry(entry.attribute("value"), entry.attribute("label"), QColor(entry.attribute("color")).name())


def _categories(root: QDomElement) -> Iterable[SchemeEntry]:
    """Of a categorised vector renderer, without the category for all other values."""
    element = root.firstChildElement("renderer-v2")
    renderer = None if element.isNull() else QgsFeatureRenderer.load(element, QgsReadWriteContext())
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return
    for category in renderer.categories():
        value = category.value()
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if text not in ("", "NULL", "None"):
            yield SchemeEntry(text, category.label() or text, category.symbol().color().name())


def _of_raster(path: str) -> list[SchemeEntry]:
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError:  # what GDAL does instead of returning None depends on its version and on other plugins
        dataset = None
    if dataset is None:
        sentence = tr("{} is neither a QGIS style (.qml) nor a raster: choose another file.")
        raise LabelStoreError(sentence.format(path))
    stored = _stored_classes(dataset.GetMetadataItem(CLASSES_TAG))
    if stored:
        return stored
    band = dataset.GetRasterBand(1)
    table, names = band.GetRasterColorTable(), band.GetRasterCategoryNames() or []
    if table is None:
        sentence = tr("The raster {} has no palette: choose one with a colour table, or a QGIS style (.qml).")
        raise LabelStoreError(sentence.format(path))
    nodata = band.GetNoDataValue()
    entries = []
    for value in range(table.GetCount()):
        red, green, blue, alpha = table.GetColorEntry(value)
        name = names[value] if value < len(names) else ""
        # Tables have 256 entries; without names those that nobody set are black or transparent.
        is_set = bool(name) if any(names) else alpha > 0 and (red, green, blue) != (0, 0, 0)
        if is_set and value != nodata:
            entries.append(SchemeEntry(str(value), name, QColor(red, green, blue).name()))
    return entries


def _stored_classes(text: Optional[str]) -> list[SchemeEntry]:
    """Of a class map of Berunda; none where the tag is missing or another program's."""
    try:
        stored = [
            SchemeEntry(str(item["class_id"]), str(item["name"]), item["color"]) for item in json.loads(text or "[]")
        ]
    except (ValueError, KeyError, TypeError):
        return []
    return [entry for entry in stored if is_color(entry.color)]


def file_filter() -> str:
    """For a file dialog."""
    styles, rasters = tr("QGIS styles and rasters"), tr("All files")
    return f"{styles} (*{STYLE_ENDING} *.tif *.tiff *.vrt *.img *.png);;{rasters} (*)"
