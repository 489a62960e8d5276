"""What is worked on: the current image with its labels, model and maps, as the project remembers them."""
from __future__ import annotations

import os
from dataclasses import replace
from typing import Any, Optional

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..labels.class_scheme import LabelStoreError, default_classes
from ..labels.store import LabelStore
from ..results.folders import LABELS_NAME, default_folder, output_folder
from ..results.layers import ResultLayers, find_result_layers, place_labels_on_top
from .imagery import Imagery, ImageryError, read_imagery
from .memory import ImageMemory, ProjectMemory
from .settings import Settings


class Scene(QObject):
    """The image, its labels and the analyst's choices; restored with the project, forgotten with it.

    Attributes:
        project_number: another one as soon as the project was closed or replaced; what began before must not write into
            this one.

    Signals:
        image_changed: another image or none; `imagery` says which.
        labels_changed: another LabelStore or None.
        settings_changed: the Settings, or what is remembered of the image.
        results_changed: ResultLayers of the current image, or None.
        notice: a sentence for the analyst.
        failed: a sentence about something that could not be done.
    """

    image_changed = pyqtSignal()
    labels_changed = pyqtSignal(object)
    settings_changed = pyqtSignal()
    results_changed = pyqtSignal(object)
    notice = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self, project: QgsProject, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.project = project
        self.imagery: Optional[Imagery] = None
        self.store: Optional[LabelStore] = None
        self.project_number = 0
        self._layer_id = ""
        self._memory = ProjectMemory(project)
        self._stores: dict[str, LabelStore] = {}
        project.readProject.connect(self._restore)
        project.writeProject.connect(self._memorise)
        project.cleared.connect(self._forget)
        project.layersWillBeRemoved.connect(self._on_layers_removed)
        self._restore()

    @property
    def image_layer(self) -> Optional[QgsRasterLayer]:
        """The chosen layer, also one that cannot be used; None where it is gone."""
        return self.project.mapLayer(self._layer_id) if self._layer_id else None

    @property
    def settings(self) -> Settings:
        """The choices that hold for every image of the project."""
        return self._memory.settings

    @property
    def memory(self) -> ImageMemory:
        """What is remembered of the current image."""
        return self._memory.of(self.imagery.path) if self.imagery else ImageMemory()

    @property
    def bands(self) -> tuple[int, ...]:
        """The bands to use, in order; all but alpha unless the analyst chose others."""
        if self.imagery is None:
            return ()
        existing = {band.number for band in self.imagery.bands}
        chosen = self.memory.bands
        return chosen if chosen and existing.issuperset(chosen) else self.imagery.default_bands

    @property
    def output(self) -> str:
        """The folder for models and maps of the current image."""
        if self.imagery is None or self.memory.output:
            return self.memory.output
        return output_folder(self.memory.labels, self.imagery.path) if self.memory.labels else self._default_folder()

    def labels_of(self, image_path: str) -> str:
        """Path of the label file that is remembered for any image, or ""."""
        return self._memory.of(image_path).labels

    def require_imagery(self) -> Imagery:
        """The current image; raises ImageryError with the reason where there is none that can be used."""
        return self.imagery or read_imagery(self.image_layer)

    def choose_image(self, layer: Optional[QgsRasterLayer]) -> None:
        """Works on another image from now on; its labels and results come back if there are any.

        While a project is being read, the project's own image is about to be chosen and this does nothing.
        """
        if self._memory.is_behind:
            return
        self._layer_id = layer.id() if layer is not None else ""
        try:
            self.imagery = read_imagery(layer) if layer is not None else None
        except ImageryError as error:
            self.imagery = None
            self.failed.emit(str(error))
        self.image_changed.emit()
        self._set_store(self._remembered_store())
        self.settings_changed.emit()
        self.results_changed.emit(self._shown_results())
        if self.imagery is not None and self.imagery.notice:
            self.notice.emit(self.imagery.notice)

    def change_settings(self, settings: Optional[Settings] = None, **changes: Any) -> None:
        """Takes other settings, or changes fields of the present ones; does nothing where nothing differs."""
        changed = replace(settings or self._memory.settings, **changes)
        if changed != self._memory.settings:
            self._memory.settings = changed
            self._memory.write()
            self.settings_changed.emit()

    def remember(self, **changes: Any) -> None:
        """Changes what is remembered of the current image by name, see ImageMemory."""
        if self.imagery is not None:
            self.remember_for(self.imagery.path, **changes)

    def remember_for(self, image_path: str, **changes: Any) -> None:
        """Changes what is remembered of any image: a run may end when another one is chosen."""
        self._memory.update(image_path, **changes)
        self.settings_changed.emit()

    def memory_of(self, image_path: str) -> ImageMemory:
        """What is remembered of any image."""
        return self._memory.of(image_path)

    def create_labels(self, path: str = "") -> bool:
        """Starts a label file: beside the project or the image, or at a path; False where that failed."""
        try:
            imagery = self.require_imagery()
            path = path or os.path.join(self._default_folder(), LABELS_NAME)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            store = LabelStore.create(path, imagery.crs, default_classes())
        except (ImageryError, LabelStoreError) as error:
            self.failed.emit(str(error))
            return False
        except OSError as error:
            sentence = self.tr(
                "The folder {} cannot be created ({}): save the project elsewhere, or choose a path for the labels."
            )
            self.failed.emit(sentence.format(os.path.dirname(path), error.strerror))
            return False
        self._adopt(path, store)
        return True

    def open_labels(self, path: str) -> bool:
        """Works with an existing label file; False where it cannot be used, and then nothing changes."""
        try:
            self.require_imagery()
            store = self._stores.get(path) or LabelStore.open(path)
        except (ImageryError, LabelStoreError) as error:
            self.failed.emit(str(error))
            return False
        self._adopt(path, store)
        return True

    def open_model(self, path: str) -> bool:
        """Predicts with an existing model file from now on; False without an image."""
        try:
            self.require_imagery()
        except ImageryError as error:
            self.failed.emit(str(error))
            return False
        self.remember(model=path)
        return True

    def show_results(self, image_path: str, results: ResultLayers) -> None:
        """Puts the image's labels above its new results, and announces the results where it is the current image."""
        store = self._stores.get(self.memory_of(image_path).labels)
        if store is not None:
            place_labels_on_top(self.project, store.layer)
        if results.image_id == self._layer_id:
            self.results_changed.emit(results)

    def close(self) -> None:
        """Disconnects from the project and releases everything in it."""
        self.project.readProject.disconnect(self._restore)
        self.project.writeProject.disconnect(self._memorise)
        self.project.cleared.disconnect(self._forget)
        self.project.layersWillBeRemoved.disconnect(self._on_layers_removed)
        self._stores.clear()
        self.store = self.imagery = None

    def _default_folder(self) -> str:
        project_folder = self.project.absolutePath() if self.project.fileName() else ""
        return default_folder(project_folder, self.imagery.path, self._memory.outputs_of_others(self.imagery.path))

    def _adopt(self, path: str, store: LabelStore) -> None:
        self._stores[path] = store
        self.remember(labels=path, output=self.memory.output or output_folder(path, self.imagery.path))
        place_labels_on_top(self.project, store.layer)
        self._set_store(store)

    def _remembered_store(self) -> Optional[LabelStore]:
        """The image's labels: the remembered ones, or those that lie where new ones would be made."""
        if self.imagery is None:
            return None
        path = self.memory.labels
        if not path:
            path = os.path.join(self._default_folder(), LABELS_NAME)
            if not os.path.exists(path):
                return None
        if path not in self._stores:
            try:
                self._stores[path] = LabelStore.open(path)
            except LabelStoreError as error:
                self.failed.emit(str(error))
                return None
            place_labels_on_top(self.project, self._stores[path].layer)
        if path != self.memory.labels:
            self.remember(labels=path, output=self.output)
        return self._stores[path]

    def _set_store(self, store: Optional[LabelStore]) -> None:
        if store is not self.store:
            self.store = store
            self.labels_changed.emit(store)

    def _shown_results(self) -> Optional[ResultLayers]:
        return find_result_layers(self.project, self.image_layer) if self.imagery else None

    def _restore(self, *_: object) -> None:
        """The project was read: back to its image.

        What this alone changes in the project is not a change by the analyst.
        """
        was_dirty = self.project.isDirty()
        self._memory.read()
        self.settings_changed.emit()
        layer = self.project.mapLayer(self._memory.image_id) if self._memory.image_id else None
        self.choose_image(layer if isinstance(layer, QgsRasterLayer) else None)
        self.project.setDirty(was_dirty)
        if self._memory.missing_recipe:
            QTimer.singleShot(0, self._say_missing_recipe)  # a scene that is being made has no listeners yet

    def _say_missing_recipe(self) -> None:
        sentence = self.tr("The project's recipe {} does not exist in this version: recipe {} is used instead.")
        self.notice.emit(sentence.format(self._memory.missing_recipe, self.settings.preset))

    def _memorise(self, *_: object) -> None:
        self._memory.image_id = self._layer_id
        self._memory.write()

    def _forget(self) -> None:
        self.project_number += 1
        self._memory.clear()
        self._set_store(None)
        self._stores.clear()
        self.choose_image(None)

    def _on_layers_removed(self, layer_ids: list[str]) -> None:
        gone = [path for path, store in self._stores.items() if store.layer.id() in layer_ids]
        for path in gone:
            if self._stores[path] is self.store:
                self._set_store(None)
            del self._stores[path]
        if self._layer_id in layer_ids:
            self.choose_image(None)
