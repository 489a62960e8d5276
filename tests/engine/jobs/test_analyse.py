"""The command `analyse` from images to its report, and one sentence for every bad input."""
from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from affine import Affine
from compute_device import DEVICE
from scenes import RecordingReporter, Scene, box_at, striped_scene, write_labels, write_raster

from engine.analysis.representativeness.report import PAGE, PATCHES, VALUES
from engine.cli import main
from engine.jobs.analyse import run
from engine.schema.config import AnalyseConfig
from engine.schema.errors import Cancelled, OutputError

SMALL = {"patch_px": 32, "patches": 40, "runs": 1, "device": DEVICE}


class Page(HTMLParser):
    """The tags of a page, and what it refers to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.counts: dict[str, int] = {}
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag not in ("meta", "img"):
            self.open.append(tag)
        self.links += [value for name, value in attributes if name in ("src", "href", "xlink:href")]

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


class StoppedWhenRead(RecordingReporter):
    """Stops between reading and the first run."""

    def state(self, state: str) -> None:
        super().state(state)
        if state == "analysing":
            self.stop.set()


@pytest.fixture
def foreign(tmp_path: Path) -> str:
    """Noise, in another CRS."""
    pixels = np.random.default_rng(5).integers(0, 255, (3, 160, 160)).astype(np.uint8)
    return write_raster(tmp_path / "foreign.tif", pixels, transform=Affine(0.5, 0, 700_000, 0, -0.5, 2_780_000),
                        crs="EPSG:32639")  # fmt: skip


def config(scene: Scene, *more: str, **changes: object) -> AnalyseConfig:
    return AnalyseConfig(**{"image": (scene.image, *more), "output": str(scene.folder / "out"), **SMALL, **changes})


def test_a_report_of_images_and_labels(scene: Scene, foreign: str, reporter: RecordingReporter) -> None:
    result = run(config(scene, foreign, labels=(scene.labels,), runs=2), reporter)
    assert reporter.states == ["reading", "analysing"]
    values = json.loads(Path(result["values"]).read_text())
    assert values["sets"] == ["image", "foreign", "labelled areas"]
    assert values["reference"] == "labelled areas"
    assert [site["patches"] for site in values["sites"]] == [30, 25]
    assert values["iot"]["mean"][0][1] == values["iot"]["mean"][1][0] == 0
    assert values["iot"]["mean"][2][0] > 0.3
    assert values["labels"] == [{"image": "image", "pixels": {"1": 320, "2": 320, "3": 320}}]
    by_site = {row["site"]: row for row in values["coverage"]}
    assert by_site["foreign"]["share"] == by_site["foreign"]["patches"] == 0
    assert sum(place["share"] for place in by_site["foreign"]["least_covered"]) == pytest.approx(1, abs=1e-3)
    assert values["distances"][0]["divergences"][1] > 2
    assert reporter.notices["sites"].startswith("foreign has 25 patches. With fewer than 100 its scores are too low")
    assert result["summary"][0] == (
        "foreign is 0 % covered by your labelled areas: your labelled areas hardly represent it."
    )


def test_the_page_stands_alone(scene: Scene, foreign: str) -> None:
    result = run(config(scene, foreign, labels=(scene.labels,)), RecordingReporter())
    text = Path(result["report"]).read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    assert all(link.startswith("data:image/png;base64,") for link in page.links)
    assert not re.search(r"url\(|@import|<script|<link", text)
    places = sum(len(row["least_covered"]) for row in result["coverage"])
    assert page.counts["img"] == places > 0
    assert page.counts["svg"] == 1 + 3 + 2 + 2  # all patches and three sets; bars and classes; histograms of two sites
    assert page.counts["table"] == 5
    assert [name for name in ("roof", "grass", "water") if name not in text] == []
    body = re.sub(r"<[^>]+>", "\n", text[text.index("<body>") :]).strip().splitlines()
    assert body[0] == "How well do your labels represent the imagery?"
    assert body[-1].startswith("In short: paint strokes at the places listed for ")


def test_patches_are_points_in_the_crs_of_the_first_image(scene: Scene, foreign: str) -> None:
    result = run(config(scene, foreign, labels=(scene.labels,)), RecordingReporter())
    meta, _, wkb, columns = pyogrio.raw.read(result["patches"])
    fields = dict(zip(meta["fields"], columns))
    assert meta["crs"] == "EPSG:32640"
    assert list(meta["fields"]) == ["site", "kind", "class_id", "map_x", "map_y", "color", "covered", "suggestion"]
    points = shapely.from_wkb(wkb)
    drawn = fields["kind"] == "drawn"
    assert set(fields["class_id"][drawn]) == {0}
    assert set(fields["class_id"][~drawn]) == {1, 2, 3}
    bounds = shapely.total_bounds(points[fields["site"] == "image"])
    assert 360_000 <= bounds[0] <= bounds[2] <= 360_096
    assert shapely.total_bounds(points[fields["site"] == "foreign"])[2] < 200_000  # a zone to the west
    assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in fields["color"])
    foreign_places = {(row["x"], row["y"]) for row in result["coverage"][1]["least_covered"]}
    marked = fields["suggestion"][(fields["site"] == "foreign")]
    assert sorted(marked[marked > 0].tolist()) == list(range(1, len(foreign_places) + 1))
    assert not fields["covered"][fields["site"] == "foreign"].any()


def test_the_same_seed_gives_the_same_bytes(scene: Scene, foreign: str) -> None:
    folders = [str(scene.folder / name) for name in ("a", "b")]
    results = [run(config(scene, foreign, output=folder), RecordingReporter()) for folder in folders]
    first, second = (Path(result["values"]).read_bytes() for result in results)
    assert first == second
    other = run(config(scene, foreign, seed=1, output=str(scene.folder / "c")), RecordingReporter())["values"]
    assert Path(other).read_bytes() != first


def test_images_alone_and_areas_alone(scene: Scene, foreign: str) -> None:
    images = run(config(scene, foreign), RecordingReporter())
    assert images["reference"] == "image"
    assert images["summary"] == ["foreign is 0 % covered by image: image hardly represents it."]
    large = write_raster(scene.folder / "large.tif", striped_scene(200, 256)[0])
    halves = (box_at(0, 0, 100, 256).wkt, box_at(100, 0, 100, 256).wkt)
    areas = run(config(scene, image=(large,), area=halves), RecordingReporter())
    assert [row["site"] for row in areas["coverage"]] == ["area 2"]
    assert areas["coverage"][0]["share"] > 0.5
    text = Path(areas["report"]).read_text()
    assert "How well does area 1 represent the other sites?" in text
    assert "Classes</h2>" not in text


def test_one_image_with_labels(scene: Scene) -> None:
    result = run(config(scene, labels=(scene.labels,)), RecordingReporter())
    assert [row["site"] for row in result["coverage"]] == ["image"]
    assert "foreign as a whole" not in Path(result["report"]).read_text()


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of scikit-learn, about variances of 0
def test_images_of_one_colour_are_compared(tmp_path: Path) -> None:
    images = [write_raster(tmp_path / f"{value}.tif", np.full((3, 160, 160), value, np.uint8)) for value in (90, 91)]
    result = run(AnalyseConfig(image=tuple(images), output=str(tmp_path / "out"), **SMALL), RecordingReporter())
    text = Path(result["values"]).read_text()
    assert "NaN" not in text
    same = run(AnalyseConfig(image=(images[0],) * 2, output=str(tmp_path / "out"), **SMALL), RecordingReporter())
    assert [d["divergences"] for d in json.loads(Path(same["values"]).read_text())["distances"]] == [[0, 0], [0, 0]]


def test_names_are_escaped(scene: Scene, tmp_path: Path) -> None:
    odd = write_raster(tmp_path / "a&b<i>.tif", scene.pixels)
    text = Path(run(config(scene, odd), RecordingReporter())["report"]).read_text()
    assert "a&amp;b&lt;i&gt; is" in text
    assert "<i>" not in text.replace("<i style", "")


def test_a_stop_leaves_the_last_report(scene: Scene, foreign: str) -> None:
    done = run(config(scene, foreign), RecordingReporter())
    before = Path(done["values"]).read_bytes()
    for reporter in (RecordingReporter(0), StoppedWhenRead()):
        with pytest.raises(Cancelled):
            run(config(scene, foreign, seed=3), reporter)
    assert Path(done["values"]).read_bytes() == before
    assert sorted(path.name for path in (scene.folder / "out").iterdir()) == sorted([PAGE, VALUES, PATCHES])


def test_an_output_that_cannot_be_written(scene: Scene, foreign: str) -> None:
    (scene.folder / "file").write_text("")
    with pytest.raises(OutputError, match=r"The report cannot be written to .*file"):
        run(config(scene, foreign, output=str(scene.folder / "file")), RecordingReporter())


def test_the_command_line(scene: Scene, foreign: str, capsys: pytest.CaptureFixture) -> None:
    options = ["--patch", "32", "--runs", "1", "--device", DEVICE, "--output", str(scene.folder / "cli"), "--json"]
    assert main(["analyse", "--image", scene.image, foreign, "--labels", scene.labels, *options]) == 0
    together = json.loads(capsys.readouterr().out)
    assert Path(together["report"]).is_file()
    assert main(["analyse", "--image", scene.image, "--image", foreign, "--labels", scene.labels, *options]) == 0
    assert json.loads(capsys.readouterr().out)["coverage"] == together["coverage"]


def missing_labels(scene: Scene) -> list[str]:
    return ["--image", scene.image, "--labels", str(scene.folder / "none.gpkg")]


def one_image(scene: Scene) -> list[str]:
    return ["--image", scene.image]


def missing_image(scene: Scene) -> list[str]:
    return ["--image", scene.image, str(scene.folder / "none.tif")]


def large_patches(scene: Scene) -> list[str]:
    return ["--image", scene.image, scene.image, "--patch", "512"]


def few_labels(scene: Scene) -> list[str]:
    strokes = [(box_at(10, 10, 2, 2), 1), (box_at(20, 20, 2, 2), 2)]
    return ["--image", scene.image, "--patch", "32", "--labels", write_labels(scene.folder / "few.gpkg", strokes)]


def area_elsewhere(scene: Scene) -> list[str]:
    return ["--image", scene.image, "--area", box_at(0, 0, 90, 90).wkt, "--area", "POLYGON((0 0,1 0,1 1,0 0))"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (one_image, "image.tif alone has nothing to be compared with: give a second image"),
        (missing_labels, "labels: There is no label file"),
        (missing_image, "none.tif' cannot be opened as a raster"),
        (large_patches, "image (1) is 160 x 192 pixels, smaller than a patch of 512 pixels: choose smaller patches"),
        (few_labels, "The number of patches with labels is 1, and 5 are needed to see what they cover: draw"),
        (area_elsewhere, "The area does not touch the image"),
    ],
)
def test_bad_input_is_one_sentence(
    scene: Scene, capsys: pytest.CaptureFixture, arguments: object, sentence: str
) -> None:
    output = scene.folder / "none"
    assert main(["analyse", *arguments(scene), "--output", str(output), "--device", DEVICE]) == 2
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert sentence in last
    assert not output.exists()
