"""Which raster layers the engine can use, and the sentence for each that it cannot."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.project.area import MAX_POLYGONS, extent_area, polygon_area
from berunda.plugin.core.project.imagery import ImageryError, is_candidate, read_imagery
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
CONTEXT = QgsProject.instance().transformContext()


def raster(path: Path, bands: int, alpha: int = 0) -> QgsRasterLayer:
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 30, 20, bands)
    if alpha:
        dataset.GetRasterBand(alpha).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset
    return QgsRasterLayer(str(path), path.stem)


def polygons(*wkts: str, crs: str = "EPSG:32640", kind: str = "Polygon") -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{kind}?crs={crs}", "fields", "memory")
    features = []
    for wkt in wkts:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def test_an_orthophoto(raster_layer: QgsRasterLayer, geotiff: str) -> None:
    imagery = read_imagery(raster_layer)
    assert (imagery.path, imagery.name, imagery.layer_id) == (geotiff, "ortho", raster_layer.id())
    assert imagery.crs.authid() == "EPSG:32640"
    assert imagery.pixel_size == (0.5, 0.5)
    assert imagery.size_px == (300, 200)
    assert imagery.default_bands == (1, 2, 3)
    assert [band.name for band in imagery.bands] == [raster_layer.bandName(number) for number in (1, 2, 3)]
    assert (imagery.is_georeferenced, imagery.notice) == (True, "")


def test_alpha_is_no_data_and_ten_bands_are_ten(tmp_path: Path) -> None:
    assert read_imagery(raster(tmp_path / "rgba.tif", 4, alpha=4)).default_bands == (1, 2, 3)
    assert read_imagery(raster(tmp_path / "ten.tif", 10)).default_bands == tuple(range(1, 11))
    assert read_imagery(raster(tmp_path / "one.tif", 1)).default_bands == (1,)


def test_without_georeferencing_it_works_and_says_so(tmp_path: Path) -> None:
    imagery = read_imagery(raster(tmp_path / "photo.tif", 3))
    assert not imagery.is_georeferenced
    assert imagery.notice.startswith("The image photo has no georeferencing: it works")


def test_no_layer() -> None:
    with pytest.raises(
        ImageryError, match=r"^No image is chosen: open an orthophoto in QGIS and choose it under Imagery\.$"
    ):
        read_imagery(None)


@pytest.mark.parametrize(
    "uri",
    [
        "type=xyz&url=https://tiles.example/{z}/{x}/{y}.png&zmin=0&zmax=19",
        "url=https://wms.example/&layers=ortho&styles=&format=image/png&crs=EPSG:3857",
    ],
    ids=["xyz", "wms"],
)
def test_a_web_layer_is_refused(uri: str) -> None:
    with pytest.raises(
        ImageryError, match=r"^The layer tiles is a web layer \(WMS\), and the engine reads files only: "
    ):
        read_imagery(QgsRasterLayer(uri, "tiles", "wms"))


TILES = """<GDAL_WMS><Service name="TMS"><ServerUrl>http://127.0.0.1:9/${z}/${x}/${y}.png</ServerUrl></Service>
<DataWindow><UpperLeftX>-20037508</UpperLeftX><UpperLeftY>20037508</UpperLeftY><LowerRightX>20037508</LowerRightX>
<LowerRightY>-20037508</LowerRightY><TileLevel>3</TileLevel><TileCountX>1</TileCountX><TileCountY>1</TileCountY></DataWindow>
<Projection>EPSG:3857</Projection><BandsCount>3</BandsCount></GDAL_WMS>"""


def test_a_file_that_describes_a_web_layer_is_refused_and_no_candidate(
    tmp_path: Path, raster_layer: QgsRasterLayer
) -> None:
    path = tmp_path / "tiles.xml"
    path.write_text(TILES)
    layer = QgsRasterLayer(str(path), "tiles")
    assert (layer.isValid(), layer.providerType()) == (True, "gdal")
    with pytest.raises(ImageryError, match=r"^The layer tiles is a web layer \(WMS\), and the engine reads files only"):
        read_imagery(layer)
    assert (is_candidate(layer), is_candidate(raster_layer)) == (False, True)


def test_a_layer_that_is_no_file_is_refused() -> None:
    layer = QgsRasterLayer("?crs=EPSG:4326&extent=0,0,1,1&width=4&height=4&formula=1", "sums", "virtualraster")
    with pytest.raises(
        ImageryError, match=r"^The layer sums is not a raster file \(provider virtualraster\): export it as GeoTIFF"
    ):
        read_imagery(layer)


def test_a_file_in_an_archive_is_refused(tmp_path: Path) -> None:
    raster(tmp_path / "a.tif", 1)
    gdal.VSICurlClearCache()
    layer = QgsRasterLayer(f"/vsisubfile/0_{(tmp_path / 'a.tif').stat().st_size},{tmp_path / 'a.tif'}", "part")
    with pytest.raises(
        ImageryError, match=r"^The layer part is not a plain file \(/vsisubfile/.*\): export it as GeoTIFF"
    ):
        read_imagery(layer)


def test_a_broken_layer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.tif"
    path.write_bytes(b"no raster")
    with pytest.raises(ImageryError, match=rf"^The image broken cannot be read \({path}\): repair its data source"):
        read_imagery(QgsRasterLayer(str(path), "broken"))


def test_the_canvas_extent_reaches_the_image_in_its_own_crs(raster_layer: QgsRasterLayer) -> None:
    imagery = read_imagery(raster_layer)
    part = QgsRectangle(325_010, 2_779_920, 325_060, 2_779_980)
    assert QgsGeometry.fromWkt(extent_area(part, raster_layer.crs(), imagery, CONTEXT)).boundingBox() == part
    in_degrees = QgsCoordinateTransform(raster_layer.crs(), WGS84, CONTEXT).transformBoundingBox(part)
    box = QgsGeometry.fromWkt(extent_area(in_degrees, WGS84, imagery, CONTEXT)).boundingBox()
    assert box.contains(part)
    assert box.width() == pytest.approx(part.width(), abs=3)


def test_the_area_is_cut_at_the_image(raster_layer: QgsRasterLayer) -> None:
    wide = raster_layer.extent().buffered(1000)
    area = QgsGeometry.fromWkt(extent_area(wide, raster_layer.crs(), read_imagery(raster_layer), CONTEXT))
    assert area.boundingBox() == raster_layer.extent()
    assert area.area() == pytest.approx(150 * 100)


def test_an_extent_beside_the_image_is_refused(raster_layer: QgsRasterLayer) -> None:
    with pytest.raises(ImageryError, match=r"^The canvas extent does not touch the image ortho: "):
        extent_area(QgsRectangle(0, 0, 10, 10), raster_layer.crs(), read_imagery(raster_layer), CONTEXT)


def test_polygons_are_united_and_the_selected_ones_preferred(raster_layer: QgsRasterLayer) -> None:
    imagery = read_imagery(raster_layer)
    layer = polygons(
        "Polygon((325000 2779950, 325020 2779950, 325020 2779970, 325000 2779970, 325000 2779950))",
        "Polygon((325010 2779950, 325030 2779950, 325030 2779970, 325010 2779970, 325010 2779950))",
    )
    assert QgsGeometry.fromWkt(polygon_area(layer, imagery, CONTEXT)).area() == pytest.approx(30 * 20)
    layer.selectByIds([1])
    assert QgsGeometry.fromWkt(polygon_area(layer, imagery, CONTEXT)).area() == pytest.approx(20 * 20)


def test_polygons_of_another_crs(raster_layer: QgsRasterLayer) -> None:
    square = QgsGeometry.fromRect(QgsRectangle(325_020, 2_779_940, 325_060, 2_779_980))
    square.transform(QgsCoordinateTransform(raster_layer.crs(), WGS84, CONTEXT))
    area = QgsGeometry.fromWkt(
        polygon_area(polygons(square.asWkt(12), crs="EPSG:4326"), read_imagery(raster_layer), CONTEXT)
    )
    assert area.area() == pytest.approx(40 * 40, rel=1e-4)


def test_areas_that_cannot_be_used(raster_layer: QgsRasterLayer) -> None:
    imagery = read_imagery(raster_layer)
    far = "Polygon((0 0, 1 0, 1 1, 0 0))"
    for layer, words in (
        (None, "The polygon layer of the area is gone"),
        (polygons("Point(1 1)", kind="Point"), "The layer fields holds no polygons"),
        (polygons(), "The area fields does not touch the image ortho"),
        (polygons(far), "The area fields does not touch the image ortho"),
        (polygons(*[far] * (MAX_POLYGONS + 1)), "The layer fields has more than 2000 polygons: select fewer"),
    ):
        with pytest.raises(ImageryError, match=f"^{words}"):
            polygon_area(layer, imagery, CONTEXT)
