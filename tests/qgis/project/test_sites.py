"""Comparing sites in a session: where the report goes, and what becomes of it."""
from __future__ import annotations

from pathlib import Path

from berunda.plugin.core.project.session import Session
from berunda.plugin.core.project.sites import ChosenSite
from fake_engine import wait_until
from qgis.core import QgsProject, QgsRasterLayer


def test_without_an_image_in_the_dock_the_report_lies_beside_the_first_site(
    start_session, raster_layer: QgsRasterLayer, tmp_path: Path
) -> None:
    session = start_session()
    heard = []
    session.analysed.connect(heard.append)
    site = ChosenSite(raster_layer.id())
    assert session.compare_sites([site, site])
    wait_until(lambda: heard)
    assert heard[0]["report"] == str(tmp_path / "ortho_berunda" / "sites" / "report.html")
    assert len(QgsProject.instance().mapLayersByName("Patches by appearance")) == 1


def test_what_cannot_be_compared_is_said_before_the_engine_is_asked(
    session: Session, raster_layer: QgsRasterLayer
) -> None:
    assert not session.compare_sites([ChosenSite(raster_layer.id())])
    assert "ortho.tif alone has nothing to be compared with" in session.said.failures[-1]
    assert not session.compare_sites([])
    assert session.said.failures[-1].startswith("No image is given")
    assert not session.compare_sites([ChosenSite("gone"), ChosenSite(raster_layer.id())])
    assert session.said.failures[-1].startswith("No image is chosen")
    assert not session.is_busy


def test_a_report_that_outlives_its_project_is_left_where_it_is(
    session: Session, raster_layer: QgsRasterLayer, tmp_path: Path
) -> None:
    heard = []
    session.analysed.connect(heard.append)
    site = ChosenSite(raster_layer.id())
    assert session.compare_sites([site, site])
    QgsProject.instance().clear()
    wait_until(lambda: not session.is_busy)
    report = tmp_path / "ortho_berunda" / "sites" / "report.html"
    assert session.said.notices[-1] == f"The report is {report}: its project is no longer open."
    assert report.is_file()
    assert not heard
    assert not QgsProject.instance().mapLayers()
