"""A row for each image of the project: whether it is compared, and its label file."""
from __future__ import annotations

from typing import Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ..core.project.imagery import images_of
from ..core.project.scene import Scene
from ..core.project.sites import ChosenSite

IMAGE, LABELS = range(2)
LAYER_ROLE = Qt.ItemDataRole.UserRole
FILTER = "GeoPackage (*.gpkg);;(*)"


class SitesTable(QTableWidget):
    """The image of the dock comes first, with its labels; it and the next one are ticked.

    Signals:
        changed: a tick or a label file.
    """

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(0, 2, parent)
        self.setObjectName("sitesTable")
        self.setHorizontalHeaderLabels([self.tr("Image"), self.tr("Label file (optional)")])
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.itemChanged.connect(lambda _: self.changed.emit())

    def list_images(self, scene: Scene) -> None:
        """Lists the images of the project; what was ticked and chosen before stays."""
        before = {site.layer_id: site.labels for site in self._sites(only_ticked=False)}
        ticked = [site.layer_id for site in self.chosen()]
        images = images_of(scene.project)
        images.sort(key=lambda layer: layer is not scene.image_layer)  # stable: the others stay in their order
        with QSignalBlocker(self):
            self.setRowCount(len(images))
            for row, layer in enumerate(images):
                item = QTableWidgetItem(layer.name())
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
                item.setData(LAYER_ROLE, layer.id())
                item.setToolTip(layer.source())
                is_ticked = layer.id() in ticked if ticked else row < 2
                item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
                self.setItem(row, IMAGE, item)
                self._add_file_widget(row, before.get(layer.id(), scene.labels_of(layer.source())))
        self.changed.emit()

    def chosen(self) -> list[ChosenSite]:
        """The ticked images from top to bottom."""
        return self._sites(only_ticked=True)

    def is_complete(self) -> bool:
        """Whether there is something to compare: two images, or one with labels."""
        chosen = self.chosen()
        return len(chosen) > 1 or any(site.labels for site in chosen)

    def _add_file_widget(self, row: int, path: str) -> None:
        widget = QgsFileWidget()
        widget.setObjectName(f"siteLabels-{row}")
        widget.setStorageMode(QgsFileWidget.StorageMode.GetFile)
        widget.setFilter(FILTER)
        widget.setDialogTitle(self.tr("Label file of this image"))
        widget.setFilePath(path)
        widget.fileChanged.connect(lambda _: self.changed.emit())
        self.setCellWidget(row, LABELS, widget)

    def _sites(self, only_ticked: bool) -> list[ChosenSite]:
        rows = [row for row in range(self.rowCount()) if not only_ticked or self._is_ticked(row)]
        return [
            ChosenSite(self.item(row, IMAGE).data(LAYER_ROLE), self.cellWidget(row, LABELS).filePath().strip())
            for row in rows
        ]

    def _is_ticked(self, row: int) -> bool:
        return self.item(row, IMAGE).checkState() == Qt.CheckState.Checked
