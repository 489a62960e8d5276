"""Which image, which of its bands, what else to learn from, and where."""
from __future__ import annotations

from typing import Optional

from qgis.core import QgsMapLayerProxyModel, QgsProject
from qgis.gui import QgsCheckableComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QSignalBlocker, Qt, QTimer
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from ..core.project.imagery import Imagery, images_of
from ..core.project.scene import Scene
from ..core.project.settings import CANVAS, POLYGONS, WHOLE_IMAGE
from ..core.results.layers import ROLE_PROPERTY
from .appearance import let_shrink, quiet


class ImageryPanel(QWidget):
    """Writes the analyst's choices to the scene and shows what the scene has."""

    def __init__(self, scene: Scene, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._project: QgsProject = scene.project
        self._build()
        # Opening a project fills the combo layer by layer; what it shows counts once that is over.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._take_image)
        self.image_combo.layerChanged.connect(self._take_image_soon)
        self.bands_combo.checkedItemsChanged.connect(self._take_bands)
        self.unlabelled_combo.checkedItemsChanged.connect(self._take_unlabelled)
        self.area_combo.activated.connect(self._take_area)
        self.polygon_combo.activated.connect(self._take_area)  # not on removal of a layer, which selects another one
        scene.image_changed.connect(self._show_image)
        scene.settings_changed.connect(self._show_settings)
        self._project.layersAdded.connect(self._on_layers_changed)
        self._project.layersRemoved.connect(self._on_layers_changed)
        self._project.readProject.connect(self._on_layers_changed)  # after the scene, which may find no image in it
        self._show_image()
        self._on_layers_changed()

    def close_panel(self) -> None:
        """Disconnects from the project."""
        self._settle.stop()
        self._project.layersAdded.disconnect(self._on_layers_changed)
        self._project.layersRemoved.disconnect(self._on_layers_changed)
        self._project.readProject.disconnect(self._on_layers_changed)

    def _build(self) -> None:
        self.image_combo = QgsMapLayerComboBox()
        self.image_combo.setObjectName("imageryCombo")
        self.image_combo.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.image_combo.setAllowEmptyLayer(True)
        self.image_combo.setToolTip(self.tr("The orthophoto or satellite image to map: a raster file on this machine"))
        self.facts_label = quiet(QLabel())
        self.facts_label.setObjectName("imageryFactsLabel")
        self.facts_label.setWordWrap(True)
        self.bands_combo = _checkable("bandsCombo", self.tr("Bands to learn from; alpha is left out"), "")
        further = self.tr("Further images of the same bands that the auxiliary loss learns from, without labels")
        self.unlabelled_combo = _checkable("unlabelledCombo", further, self.tr("none"))
        self.area_combo = QComboBox()
        self.area_combo.setObjectName("areaCombo")
        self.area_combo.setToolTip(self.tr("Where to learn without labels, and what to map"))
        for text, area in (
            (self.tr("Whole image"), WHOLE_IMAGE),
            (self.tr("Canvas extent"), CANVAS),
            (self.tr("Polygon layer"), POLYGONS),
        ):
            self.area_combo.addItem(text, area)
        self.polygon_combo = QgsMapLayerComboBox()
        self.polygon_combo.setObjectName("areaLayerCombo")
        self.polygon_combo.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.polygon_combo.setAllowEmptyLayer(True)
        self.polygon_combo.setToolTip(self.tr("Its selected polygons, or all of them where none is selected"))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Image"), self.image_combo)
        form.addRow(self.facts_label)
        form.addRow(self.tr("Bands"), self.bands_combo)
        form.addRow(self.tr("Also learn from"), self.unlabelled_combo)
        where = QWidget()
        column = QVBoxLayout(where)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area_combo)
        column.addWidget(self.polygon_combo)
        form.addRow(self.tr("Area"), where)
        for combo in (self.image_combo, self.bands_combo, self.unlabelled_combo, self.area_combo, self.polygon_combo):
            let_shrink(combo)

    def _take_image_soon(self, *_: object) -> None:
        self._settle.start(0)

    def _take_image(self) -> None:
        layer = self.image_combo.currentLayer()
        if layer is not self._scene.image_layer:
            self._scene.choose_image(layer)

    def _take_bands(self) -> None:
        numbers = _checked(self.bands_combo)
        if numbers:
            self._scene.remember(bands=numbers)
        else:
            self._show_bands()  # an image has at least one band to learn from

    def _take_unlabelled(self) -> None:
        self._scene.change_settings(unlabelled=_checked(self.unlabelled_combo))

    def _take_area(self) -> None:
        layer = self.polygon_combo.currentLayer()
        area = self.area_combo.currentData()
        self._scene.change_settings(area=area, area_layer=layer.id() if layer is not None and area == POLYGONS else "")

    def _show_image(self) -> None:
        layer = self._scene.image_layer
        if self.image_combo.currentLayer() is not layer:
            with QSignalBlocker(self.image_combo):
                self.image_combo.setLayer(layer)
        imagery = self._scene.imagery
        self.facts_label.setText(self._facts(imagery) if imagery else "")
        self.facts_label.setVisible(imagery is not None)
        self._list_bands()
        self._list_unlabelled()
        self._show_settings()

    def _facts(self, imagery: Imagery) -> str:
        width, height = imagery.size_px
        if not imagery.is_georeferenced:
            return self.tr("{} × {} px, not georeferenced").format(width, height)
        unit = self.tr("°") if imagery.crs.isGeographic() else self.tr(" m")
        return self.tr("{} × {} px of {:.4g}{}, {}").format(
            width, height, imagery.pixel_size[0], unit, imagery.crs.authid()
        )

    def _show_settings(self) -> None:
        settings = self._scene.settings
        self._show_bands()
        with QSignalBlocker(self.unlabelled_combo):
            _check(self.unlabelled_combo, settings.unlabelled)
        with QSignalBlocker(self.area_combo), QSignalBlocker(self.polygon_combo):
            self.area_combo.setCurrentIndex(self.area_combo.findData(settings.area))
            self.polygon_combo.setLayer(self._project.mapLayer(settings.area_layer) if settings.area_layer else None)
        self.polygon_combo.setVisible(settings.area == POLYGONS)

    def _show_bands(self) -> None:
        with QSignalBlocker(self.bands_combo):
            _check(self.bands_combo, self._scene.bands)

    def _list_bands(self) -> None:
        with QSignalBlocker(self.bands_combo):
            self.bands_combo.clear()
            for band in self._scene.imagery.bands if self._scene.imagery else ():
                self.bands_combo.addItemWithCheckState(band.name, Qt.CheckState.Unchecked, band.number)
        self.bands_combo.setEnabled(self._scene.imagery is not None)

    def _list_unlabelled(self) -> None:
        with QSignalBlocker(self.unlabelled_combo):
            self.unlabelled_combo.clear()
            for layer in images_of(self._project):
                if layer is not self._scene.image_layer:
                    self.unlabelled_combo.addItemWithCheckState(layer.name(), Qt.CheckState.Unchecked, layer.id())
            _check(self.unlabelled_combo, self._scene.settings.unlabelled)
        self.unlabelled_combo.setEnabled(self.unlabelled_combo.count() > 0)

    def _on_layers_changed(self, *_: object) -> None:
        """Leaves out Berunda's maps, and chooses the first image where none is chosen yet."""
        with QSignalBlocker(self.image_combo):
            results = [layer for layer in self._project.mapLayers().values() if layer.customProperty(ROLE_PROPERTY)]
            self.image_combo.setExceptedLayerList(results)
            if self._scene.image_layer is not None:
                self.image_combo.setLayer(self._scene.image_layer)
        self._list_unlabelled()
        images = images_of(self._project)
        if self._scene.image_layer is None and self.image_combo.currentLayer() is None and images:
            self.image_combo.setLayer(images[0])


def _checkable(name: str, tip: str, nothing: str) -> QgsCheckableComboBox:
    combo = QgsCheckableComboBox()
    combo.setObjectName(name)
    combo.setToolTip(tip)
    combo.setDefaultText(nothing)
    return combo


def _checked(combo: QgsCheckableComboBox) -> tuple:
    return tuple(
        combo.itemData(row) for row in range(combo.count()) if combo.itemCheckState(row) == Qt.CheckState.Checked
    )


def _check(combo: QgsCheckableComboBox, wanted: tuple) -> None:
    for row in range(combo.count()):
        state = Qt.CheckState.Checked if combo.itemData(row) in wanted else Qt.CheckState.Unchecked
        if combo.itemCheckState(row) != state:
            combo.setItemCheckState(row, state)
