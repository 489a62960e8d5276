"""How the label layer looks and how QGIS's own forms edit it."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsDefaultValue,
    QgsEditorWidgetSetup,
    QgsFieldConstraints,
    QgsFillSymbol,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ....engine.schema.land_cover import LandCoverClass
from .edits import CLASS_FIELD

FILL_ALPHA = 110  # of 255: the ground stays readable under the label
OUTLINE_MM = "0.4"


def style_labels(layer: QgsVectorLayer, classes: Sequence[LandCoverClass]) -> None:
    """Draw every class half transparent in its colour with a solid outline, and offer the classes by name in forms.

    A style of the analyst's own stays as long as it has these classes with their names and colours.
    """
    if not _shows(layer, classes):
        categories = [QgsRendererCategory(entry.class_id, _symbol(entry.color), entry.name) for entry in classes]
        layer.setRenderer(QgsCategorizedSymbolRenderer(CLASS_FIELD, categories))
    names = [{f"{entry.class_id} {entry.name}": str(entry.class_id)} for entry in classes]
    layer.setEditorWidgetSetup(layer.fields().indexOf(CLASS_FIELD), QgsEditorWidgetSetup("ValueMap", {"map": names}))
    layer.triggerRepaint()


def prepare_native_editing(layer: QgsVectorLayer) -> None:
    """Give strokes drawn with QGIS's own tools a time of creation, and insist on a class."""
    fields = layer.fields()
    created = fields.indexOf("created")
    if created >= 0:
        layer.setDefaultValueDefinition(created, QgsDefaultValue("now()"))
    layer.setFieldConstraint(fields.indexOf(CLASS_FIELD), QgsFieldConstraints.Constraint.ConstraintNotNull)


def set_native_class(layer: QgsVectorLayer, class_id: Optional[int]) -> None:
    """The class that a stroke drawn with QGIS's own tools gets unless the form says otherwise."""
    value = QgsDefaultValue() if class_id is None else QgsDefaultValue(str(class_id))
    layer.setDefaultValueDefinition(layer.fields().indexOf(CLASS_FIELD), value)


def _shows(layer: QgsVectorLayer, classes: Sequence[LandCoverClass]) -> bool:
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer) or renderer.classAttribute() != CLASS_FIELD:
        return False
    # Older project files give numbers back as text.
    shown = [
        (str(category.value()), category.label(), category.symbol().color().name())
        for category in renderer.categories()
    ]
    return shown == [(str(entry.class_id), entry.name, entry.color) for entry in classes]


def _symbol(color: str) -> QgsFillSymbol:
    fill = QColor(color)
    fill.setAlpha(FILL_ALPHA)
    rgba = f"{fill.red()},{fill.green()},{fill.blue()}"
    return QgsFillSymbol.createSimple(
        {"color": f"{rgba},{FILL_ALPHA}", "outline_color": f"{rgba},255", "outline_width": OUTLINE_MM}
    )
