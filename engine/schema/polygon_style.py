"""How polygons of a class map look in QGIS: a style inside their GeoPackage, which QGIS applies when it opens them."""
from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from html import escape

from .land_cover import LandCoverClass

CLASS_FIELD, STYLE_NAME = "class_id", "classes"
OUTLINE_MM, DARKER = "0.2", 0.6
# The table of QGIS for styles in a GeoPackage, and its entry among the tables of the file.
_TABLE = (
    "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), "
    "f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, "
    "styleSLD TEXT, useAsDefault BOOLEAN, description TEXT(256), owner TEXT(30), ui TEXT(30), "
    "update_time DATETIME DEFAULT CURRENT_TIMESTAMP)"
)
_ENTRY = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
    "VALUES ('layer_styles', 'attributes', 'layer_styles')"
)
_STYLE = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, "
    "styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, ?, ?, '', 1, '', '')"
)


def store_polygon_style(path: str, table: str, geometry_column: str, classes: Sequence[LandCoverClass]) -> None:
    """Store a style in a GeoPackage that has none, as the default of a table.

    Args:
        path: of the file.
        table: of the polygons, with a column class_id.
        geometry_column: of the table.
        classes: in the order of the legend.

    Raises:
        sqlite3.Error: the file cannot be written.
    """
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_TABLE)
        database.execute(_ENTRY)
        database.execute(_STYLE, (table, geometry_column, STYLE_NAME, polygon_style(classes)))


def polygon_style(classes: Sequence[LandCoverClass]) -> str:
    """A QGIS style (QML) with a category for each class: filled in its colour, with a darker outline."""
    categories = "".join(
        f'<category symbol="{index}" value="{entry.class_id}" label="{escape(entry.name)}" render="true"/>'
        for index, entry in enumerate(classes)
    )
    symbols = "".join(_symbol(index, entry.color) for index, entry in enumerate(classes))
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis styleCategories="Symbology"><renderer-v2 type="categorizedSymbol" attr="{CLASS_FIELD}">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2></qgis>"
    )


def _symbol(index: int, color: str) -> str:
    fill = tuple(bytes.fromhex(color.lstrip("#")))
    values = {
        "color": _rgba(fill),
        "outline_color": _rgba(tuple(round(DARKER * part) for part in fill)),
        "outline_style": "solid", "outline_width": OUTLINE_MM, "outline_width_unit": "MM", "style": "solid",
    }  # fmt: skip
    props = "".join(f'<prop k="{name}" v="{value}"/>' for name, value in values.items())
    layer = f'<layer class="SimpleFill" enabled="1">{props}</layer>'
    return f'<symbol type="fill" name="{index}" alpha="1">{layer}</symbol>'


def _rgba(color: tuple[int, ...]) -> str:
    return ",".join(map(str, (*color, 255)))
