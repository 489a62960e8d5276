"""The labels of one GeoPackage: every stroke on disk at once, one class on every spot, undo and redo."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, QObject, pyqtSignal

from ....engine.schema.land_cover import MAX_CLASS_ID, LandCoverClass
from ..translation import tr
from .class_records import ClassRecords
from .class_scheme import LabelStoreError, checked, make_class
from .edits import CLASS_FIELD, LabelEdit, apply_to_edit_buffer, apply_to_provider, plan_replacement, strokes_of
from .file import create_classes_table, create_label_file, examine_label_file
from .history import LabelHistory
from .layer import open_label_layer
from .stroke_geometry import StrokeError, reprojected_polygon
from .style import prepare_native_editing, style_labels
from .tally import ClassStatistics, LabelTally


class LabelStore(QObject):
    """The labels and classes of one file, held as a vector layer that may or may not be in the project.

    Strokes go straight to the file. While the analyst has the layer in QGIS's edit mode they go into that edit session
    instead, and undo and redo are then the session's own; saving such a session starts a new history, because it may
    have changed any feature.

    Signals:
        changed: strokes were added, cut, removed, undone or redone, by the label tools or by QGIS's own editing.
        classes_changed: a class was added, removed, renamed or recoloured.
        closed: the layer is being deleted (removed from the project); the store must be let go of.
    """

    changed = pyqtSignal()
    classes_changed = pyqtSignal()
    closed = pyqtSignal()

    @classmethod
    def create(cls, path: str, crs: QgsCoordinateReferenceSystem, classes: Sequence[LandCoverClass]) -> LabelStore:
        """A new file with these classes; raises LabelStoreError where it exists or cannot be written."""
        create_label_file(path, crs)
        ClassRecords(path).add(classes)
        return cls.open(path)

    @classmethod
    def open(cls, path: str) -> LabelStore:
        """The labels of an existing file; classes that the file uses but does not name are named "Class N".

        Where the project already shows this file, the store takes the project's layer, so that nothing is drawn twice.

        Raises:
            LabelStoreError: the file is missing, damaged, not writable or not a label file.
        """
        findings = examine_label_file(path)
        layer = open_label_layer(path, findings.has_crs)
        if not findings.has_classes:
            create_classes_table(path)
        records = ClassRecords(path)
        records.repair(findings.used_ids)
        return cls(path, layer, records)

    def __init__(self, path: str, layer: QgsVectorLayer, records: ClassRecords) -> None:
        """Use create or open."""
        super().__init__()
        self.path = path
        self.layer = layer
        self._records = records
        self._history = LabelHistory()
        self._tally: Optional[LabelTally] = None
        self._classes = records.read()
        self._highest_id = max((entry.class_id for entry in self._classes), default=0)
        style_labels(layer, self._classes)
        prepare_native_editing(layer)
        for signal in (layer.featureAdded, layer.featureDeleted, layer.geometryChanged, layer.attributeValueChanged):
            signal.connect(self._recount)
        layer.undoStack().indexChanged.connect(self._on_native_edit)
        layer.editingStarted.connect(self._on_native_edit)
        layer.editingStopped.connect(self._on_editing_stopped)
        layer.afterCommitChanges.connect(self._history.clear)
        layer.willBeDeleted.connect(self.closed)

    @property
    def classes(self) -> tuple[LandCoverClass, ...]:
        """The classes in order of their ids; the n-th is the one that key n picks."""
        return self._classes

    def class_of(self, class_id: int) -> LandCoverClass:
        """The class with this id; raises LabelStoreError where there is none."""
        for entry in self._classes:
            if entry.class_id == class_id:
                return entry
        raise LabelStoreError(tr("There is no class {}: choose one in the list of classes.").format(class_id))

    def add_class(self, name: Optional[str] = None, color: Optional[str] = None) -> LandCoverClass:
        """Add a class under an id that was not used before; raises LabelStoreError when all 254 are taken."""
        entry = make_class(self._free_id(), self._classes, name, color)
        self._records.add([entry])
        self._set_classes((*self._classes, entry))
        return entry

    def remove_class(self, class_id: int) -> None:
        """Remove a class with all its strokes, as one edit that undo takes back.

        Raises:
            LabelStoreError: there is no such class, or the layer is in edit mode, whose undo knows no classes.
        """
        entry = self.class_of(class_id)
        if self.layer.isEditable():
            sentence = tr(
                "Class {} cannot be removed while the label layer is being edited: save or discard its edits first."
            )
            raise LabelStoreError(sentence.format(entry.name))
        self._perform(LabelEdit(tr("Remove class"), removed=strokes_of(self.layer, class_id), classes_removed=(entry,)))

    def rename_class(self, class_id: int, name: str) -> None:
        """Give a class another name."""
        self._change_class(replace(self.class_of(class_id), name=name.strip()))

    def recolour_class(self, class_id: int, color: str) -> None:
        """Give a class another colour, #rrggbb."""
        self._change_class(replace(self.class_of(class_id), color=color.lower()))

    def renamed_by(self, scheme: Sequence[LandCoverClass]) -> tuple[LandCoverClass, ...]:
        """The classes with strokes to which a scheme gives another name: their strokes would get another meaning."""
        names, strokes = {entry.class_id: entry.name for entry in scheme}, self.statistics()
        return tuple(
            entry for entry in self._classes
            if strokes[entry.class_id].strokes and names.get(entry.class_id, entry.name) != entry.name
        )  # fmt: skip

    def take_scheme(self, scheme: Sequence[LandCoverClass]) -> None:
        """Take over names and colours by id, and add missing classes; of the others those without strokes go.

        Undo and redo start anew.

        Args:
            scheme: at least one class.

        Raises:
            LabelStoreError: the file cannot be written, or the layer is in edit mode.
        """
        if self.layer.isEditable():
            raise LabelStoreError(
                tr("Classes cannot be replaced while the label layer is being edited: save or discard its edits first.")
            )
        wanted, strokes = {entry.class_id: entry for entry in scheme}, self.statistics()
        present = {entry.class_id: entry for entry in self._classes}
        gone = [entry for key, entry in present.items() if key not in wanted and not strokes[key].strokes]
        self._records.remove(gone)
        for class_id in wanted.keys() & present.keys():
            self._records.update(wanted[class_id])
        self._records.add([entry for entry in scheme if entry.class_id not in present])
        kept = {key: entry for key, entry in present.items() if entry not in gone}
        self._highest_id = max(self._highest_id, *wanted)
        self._history.clear()  # it might bring back strokes of a class that is gone
        self._set_classes(list({**kept, **wanted}.values()))

    def add_stroke(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, class_id: int) -> None:
        """Paint a class: the polygon is stored as one feature and cut out of the strokes of other classes.

        Args:
            geometry: polygon or multipolygon in crs; reprojected to the layer's CRS.
            crs: an invalid one means the layer's own coordinates.
            class_id: one of the classes.

        Raises:
            LabelStoreError: no such class, a geometry that covers nothing in the layer's CRS, or the file cannot be
                written.
        """
        stroke = QgsFeature(self.layer.fields())
        stroke[CLASS_FIELD] = self.class_of(class_id).class_id
        if stroke.fieldNameIndex("created") >= 0:
            stroke["created"] = QDateTime.currentDateTimeUtc()
        self._perform(plan_replacement(self.layer, self._in_layer_crs(geometry, crs), tr("Paint label"), stroke))

    def erase(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Take the polygon out of every stroke, whatever its class; arguments and errors as in add_stroke."""
        self._perform(plan_replacement(self.layer, self._in_layer_crs(geometry, crs), tr("Erase labels")))

    @property
    def can_undo(self) -> bool:
        """Whether undo would do something."""
        return self.layer.undoStack().canUndo() if self.layer.isEditable() else self._history.last_done is not None

    @property
    def can_redo(self) -> bool:
        """Whether redo would do something."""
        return self.layer.undoStack().canRedo() if self.layer.isEditable() else self._history.last_undone is not None

    def undo(self) -> bool:
        """Take the last stroke, erasure or removal of a class back, exactly; False where there is none."""
        if not self.can_undo:
            return False
        if self.layer.isEditable():
            self.layer.undoStack().undo()
        else:
            edit = self._history.last_done.inverse()
            self._apply(edit)
            self._history.mark_undone()
            self._announce(edit)
        return True

    def redo(self) -> bool:
        """Bring back what undo took; False where there is nothing."""
        if not self.can_redo:
            return False
        if self.layer.isEditable():
            self.layer.undoStack().redo()
        else:
            edit = self._history.last_undone
            self._apply(edit)
            self._history.mark_redone()
            self._announce(edit)
        return True

    def statistics(self) -> dict[int, ClassStatistics]:
        """Strokes and labelled area of every class, zeros included."""
        if self._tally is None:
            self._tally = LabelTally(self.layer)
        return {**{entry.class_id: ClassStatistics() for entry in self._classes}, **self._tally.by_class()}

    def _perform(self, edit: LabelEdit) -> None:
        if edit.is_empty:
            return
        if self.layer.isEditable():
            apply_to_edit_buffer(self.layer, edit)  # its undo stack announces the change
            return
        edit = self._apply(edit)
        self._history.record(edit)
        self._announce(edit)

    def _apply(self, edit: LabelEdit) -> LabelEdit:
        applied = apply_to_provider(self.layer, edit)
        self._records.remove(edit.classes_removed)
        self._records.add(edit.classes_added)
        if self._tally is not None:
            self._tally.follow(applied)
        return applied

    def _announce(self, edit: LabelEdit) -> None:
        if edit.classes_added or edit.classes_removed:
            gone = {entry.class_id for entry in edit.classes_removed}
            self._set_classes((*(entry for entry in self._classes if entry.class_id not in gone), *edit.classes_added))
        self.layer.updateExtents()
        self.layer.triggerRepaint()
        self.changed.emit()

    def _recount(self, fid: int, *_: object) -> None:
        if self._tally is not None:
            self._tally.refresh(self.layer.getFeature(fid), fid)

    def _on_editing_stopped(self) -> None:
        self._tally = None  # saved strokes have new fids
        self._on_native_edit()

    def _on_native_edit(self) -> None:
        self.layer.triggerRepaint()
        self.changed.emit()

    def _change_class(self, entry: LandCoverClass) -> None:
        if entry in self._classes:
            return
        self._records.update(checked(entry))
        self._set_classes([entry if other.class_id == entry.class_id else other for other in self._classes])

    def _set_classes(self, classes: Sequence[LandCoverClass]) -> None:
        self._classes = tuple(sorted(classes, key=lambda entry: entry.class_id))
        style_labels(self.layer, self._classes)
        self.classes_changed.emit()

    def _free_id(self) -> int:
        """An id that undo cannot bring back with another meaning.

        Once 254 was used it is the lowest free one, and the history ends there.
        """
        if self._highest_id < MAX_CLASS_ID:
            self._highest_id += 1
            return self._highest_id
        free = set(range(1, MAX_CLASS_ID + 1)) - {entry.class_id for entry in self._classes}
        if not free:
            raise LabelStoreError(tr("All 254 classes are in use: remove one first."))
        self._history.clear()
        return min(free)

    def _in_layer_crs(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> QgsGeometry:
        try:
            return reprojected_polygon(
                geometry, QgsCoordinateTransform(crs, self.layer.crs(), QgsProject.instance().transformContext())
            )
        except StrokeError as error:
            sentence = tr(
                "The stroke has no place in the labels' reference system {} ({}): zoom to the imagery and paint there."
            )
            raise LabelStoreError(sentence.format(self.layer.crs().authid(), error)) from error
