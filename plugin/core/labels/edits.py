"""One change of the labels as a value that can be applied and turned round, whichever way the layer takes it."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Optional

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsVectorLayer, QgsWkbTypes

from ....engine.schema.land_cover import LandCoverClass
from ..translation import tr
from .class_scheme import LabelStoreError
from .stroke_geometry import only_polygons

CLASS_FIELD = "class_id"
# Remains of a cut smaller than this share of the cutting stroke are rounding errors along a common edge, not labels.
SLIVER_SHARE = 1e-6


@dataclass(frozen=True)
class Reshape:
    """A feature whose geometry changes."""

    fid: int
    before: QgsGeometry
    after: QgsGeometry


@dataclass(frozen=True)
class LabelEdit:
    """What one action of the analyst changes: features added, removed and reshaped, and classes that go with them.

    A feature in `added` gets its fid when it is first applied and keeps it for good: GeoPackage never gives out an fid
    twice, so that undo and redo find every feature again.
    """

    text: str
    added: tuple[QgsFeature, ...] = ()
    removed: tuple[QgsFeature, ...] = ()
    reshaped: tuple[Reshape, ...] = ()
    classes_added: tuple[LandCoverClass, ...] = ()
    classes_removed: tuple[LandCoverClass, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.removed or self.reshaped or self.classes_added or self.classes_removed)

    def inverse(self) -> LabelEdit:
        """The edit that takes this one back."""
        turned = tuple(Reshape(change.fid, change.after, change.before) for change in self.reshaped)
        return LabelEdit(self.text, self.removed, self.added, turned, self.classes_removed, self.classes_added)


def plan_replacement(
    layer: QgsVectorLayer, area: QgsGeometry, text: str, stroke: Optional[QgsFeature] = None
) -> LabelEdit:
    """The edit that clears an area of all classes but the stroke's, and paints the stroke there.

    Args:
        layer: the labels.
        area: a valid polygon in the layer's CRS.
        text: what the edit is called in QGIS's undo list.
        stroke: the attributes of the stroke to add; None only erases.
    """
    kept_class = None if stroke is None else stroke[CLASS_FIELD]
    added = [] if stroke is None else [_copy(layer, stroke, piece) for piece in _pieces(layer, area)]
    removed, reshaped = [], []
    sliver = area.area() * SLIVER_SHARE
    for feature in _candidates(layer, area, kept_class):
        # Features drawn natively may be invalid; GEOS refuses to cut those.
        before = feature.geometry() if feature.geometry().isGeosValid() else feature.geometry().makeValid()
        after = only_polygons(before.difference(area), sliver)
        if before.area() - after.area() <= sliver:
            continue  # they share an edge at most
        remains = _pieces(layer, after)
        if remains:
            reshaped.append(Reshape(feature.id(), feature.geometry(), remains[0]))
            added += [_copy(layer, feature, piece) for piece in remains[1:]]
        else:
            removed.append(feature)
    return LabelEdit(text, tuple(added), tuple(removed), tuple(reshaped))


def apply_to_provider(layer: QgsVectorLayer, edit: LabelEdit) -> LabelEdit:
    """Write an edit to the file at once, all of it or nothing.

    New features go first: were the process killed in between, strokes would overlap, but none would be lost.

    Returns:
        The edit with the fids that the file gave to the added features.

    Raises:
        LabelStoreError: the file does not take it; then it is as it was before.
    """
    provider = layer.dataProvider()
    provider.clearErrors()
    stored, added = provider.addFeatures([QgsFeature(feature) for feature in edit.added]) if edit.added else (True, [])
    if not stored:
        raise _refusal(layer)
    if not provider.changeGeometryValues({change.fid: change.after for change in edit.reshaped}):
        refusal = _refusal(layer)
        provider.deleteFeatures([feature.id() for feature in added])
        raise refusal
    if edit.removed and not provider.deleteFeatures([feature.id() for feature in edit.removed]):
        refusal = _refusal(layer)
        provider.changeGeometryValues({change.fid: change.before for change in edit.reshaped})
        provider.deleteFeatures([feature.id() for feature in added])
        raise refusal
    return replace(edit, added=tuple(_with_fid(layer, feature) for feature in added))


def apply_to_edit_buffer(layer: QgsVectorLayer, edit: LabelEdit) -> None:
    """Put an edit into the layer's open edit session, as one step of QGIS's own undo."""
    layer.beginEditCommand(edit.text)
    done = all(layer.addFeature(QgsFeature(feature)) for feature in edit.added)
    done = done and all(layer.changeGeometry(change.fid, change.after) for change in edit.reshaped)
    done = done and (not edit.removed or layer.deleteFeatures([feature.id() for feature in edit.removed]))
    if not done:
        layer.destroyEditCommand()
        raise _refusal(layer)
    layer.endEditCommand()


def strokes_of(layer: QgsVectorLayer, class_id: int) -> tuple[QgsFeature, ...]:
    """Every stroke of a class."""
    return tuple(layer.getFeatures(QgsFeatureRequest().setFilterExpression(f'"{CLASS_FIELD}" = {class_id}')))


def _candidates(layer: QgsVectorLayer, area: QgsGeometry, kept_class: Optional[int]) -> Iterator[QgsFeature]:
    """Features of other classes that meet the area; found through the layer's spatial index."""
    engine = QgsGeometry.createGeometryEngine(area.constGet())
    engine.prepareGeometry()
    for feature in layer.getFeatures(QgsFeatureRequest().setFilterRect(area.boundingBox())):
        if feature[CLASS_FIELD] != kept_class and engine.intersects(feature.geometry().constGet()):
            yield feature


def _pieces(layer: QgsVectorLayer, geometry: QgsGeometry) -> list[QgsGeometry]:
    """The geometry as the layer's column takes it: whole, or in single polygons, largest first."""
    if geometry.isEmpty():
        return []
    if QgsWkbTypes.isMultiType(layer.wkbType()) or QgsWkbTypes.flatType(layer.wkbType()) == QgsWkbTypes.Type.Unknown:
        whole = QgsGeometry(geometry)
        whole.convertToMultiType()
        return [whole]
    return sorted(geometry.asGeometryCollection(), key=lambda part: part.area(), reverse=True)


def _copy(layer: QgsVectorLayer, feature: QgsFeature, geometry: QgsGeometry) -> QgsFeature:
    """The same attributes elsewhere; the key columns are left to the file."""
    copy = QgsFeature(feature.fields())
    copy.setAttributes(feature.attributes())
    for index in layer.primaryKeyAttributes():
        copy.setAttribute(index, None)
    copy.setGeometry(geometry)
    return copy


def _with_fid(layer: QgsVectorLayer, feature: QgsFeature) -> QgsFeature:
    """The feature with its fid among its attributes too: that is where the provider looks when it is added again."""
    for index in layer.primaryKeyAttributes():
        feature.setAttribute(index, feature.id())
    return feature


def _refusal(layer: QgsVectorLayer) -> LabelStoreError:
    errors = layer.dataProvider().errors()
    reason = errors[-1] if errors else tr("no reason given")
    sentence = tr("The stroke could not be stored in {} ({}): check that the file is writable and the disk not full.")
    return LabelStoreError(sentence.format(layer.source().split("|")[0], reason))
