"""Does `analyse` tell like from unlike: halves of a scene must represent each other, other kinds of scenes must not.

usage: python benchmarks/representativeness.py SCENES [SCENES...] [--first NAME]

SCENES are folders of pairs as benchmarks/scene_files.py takes them; of each scene only the image is used. Compared are,
with the default settings: for each scene its rows in turns (strips of 128 rows, every other one in each half) and its
left and right half; and the scene NAME (default: the first) with each other one. Where pixel sizes differ too much, the
refusal is noted, and the other scene is compared again without its georeferencing, pixel by pixel. The first comparison
is repeated, and its report.json must be the same, byte for byte. Results go to results/representativeness.json.
"""
from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import rasterio
import shapely
from rasterio.windows import Window
from scene_files import ROOT, Scene, scenes_in

sys.path.insert(0, str(ROOT))
from engine.jobs.analyse import run
from engine.schema.config import AnalyseConfig
from engine.schema.errors import ImageError
from engine.schema.reporter import Reporter

RESULTS = Path(__file__).parent / "results" / "representativeness.json"
STRIP_ROWS = 128


def strips(image: Path, first: int, folder: Path) -> Path:
    """Every other strip of rows of an image, joined; first is 0 or 1."""
    target = folder / f"{image.stem}_{first}.tif"
    with rasterio.open(image) as source:
        starts = range(first * STRIP_ROWS, source.height - STRIP_ROWS + 1, 2 * STRIP_ROWS)
        profile = {**source.profile, "height": len(starts) * STRIP_ROWS, "compress": "deflate", "photometric": None}
        with rasterio.open(target, "w", **profile) as sink:
            for index, start in enumerate(starts):
                rows = source.read(window=Window(0, start, source.width, STRIP_ROWS))
                sink.write(rows, window=Window(0, index * STRIP_ROWS, source.width, STRIP_ROWS))
    return target


def halves(image: Path) -> tuple[str, str]:
    """The left and the right half of an image as WKT."""
    with rasterio.open(image) as source:
        left, bottom, right, top = source.bounds
    middle = (left + right) / 2
    return shapely.box(left, bottom, middle, top).wkt, shapely.box(middle, bottom, right, top).wkt


def without_crs(image: Path, folder: Path) -> Path:
    """A copy of an image that lies nowhere."""
    target = folder / f"{image.stem}_plain.tif"
    with rasterio.open(image) as source:
        profile = {**source.profile, "crs": None, "transform": rasterio.Affine.identity()}
        with rasterio.open(target, "w", **profile) as sink:
            sink.write(source.read())
    return target


def compared(folder: Path, images: list[Path], areas: tuple[str, ...] = ()) -> dict[str, Any]:
    """The scores of two sites, and the text of report.json."""
    config = AnalyseConfig(image=tuple(map(str, images)), area=areas, output=str(folder / "out"), device="cpu")
    result = run(config, Reporter())
    text = Path(result["values"]).read_text(encoding="utf-8")
    values = json.loads(text)
    (forth, back), spread = (values["iot"]["mean"][i][1 - i] for i in (0, 1)), values["iot"]
    return {
        "iot": [forth, back],
        "iot_range": [[spread[bound][i][1 - i] for bound in ("low", "high")] for i in (0, 1)],
        "iou": values["iou"]["mean"][0][1],
        "without_map": [values["without_map"][0][1], values["without_map"][1][0]],
        "own_without_map": [values["without_map"][0][0], values["without_map"][1][1]],
        "divergence": [values["distances"][i]["divergences"][1 - i] for i in (0, 1)],
        "patches": [site["patches"] for site in values["sites"]],
        "seconds": result["seconds"],
        "text": text,
    }


def of_scene(scene: Scene, folder: Path) -> dict[str, Any]:
    """How well the halves of a scene represent each other."""
    parts = [strips(scene.image, first, folder) for first in (0, 1)]
    cases = {"rows in turns": (parts, ()), "left and right": ([scene.image], halves(scene.image))}
    found: dict[str, Any] = {}
    for name, (images, areas) in cases.items():
        try:
            found[f"{scene.name}: {name}"] = compared(folder, images, areas)
        except ImageError as error:
            found[f"{scene.name}: {name}"] = {"refused": error.message}
    return found


def of_pair(first: Scene, other: Scene, folder: Path) -> dict[str, Any]:
    """How well two scenes represent each other."""
    name = f"{first.name} and {other.name}"
    try:
        return {name: compared(folder, [first.image, other.image])}
    except ImageError as error:
        plain = compared(folder, [first.image, without_crs(other.image, folder)])
        refused = error.message
        for scene in (first, other):
            refused = refused.replace(str(scene.image), scene.image.name)
        return {name: {"refused": refused}, f"{name}, pixel by pixel": plain}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenes", nargs="+", type=Path, metavar="SCENES", help="folders of pairs of rasters")
    parser.add_argument("--first", metavar="NAME", help="the scene to compare with the others (default: the first)")
    options = parser.parse_args()
    scenes = [scene for folder in options.scenes for scene in scenes_in(folder)]
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        scenes = [scene.cropped(Path(temporary)) for scene in scenes]
        first = next(scene for scene in scenes if scene.name == (options.first or scenes[0].name))
        for scene in scenes:
            own = of_scene(scene, Path(temporary))
            if scene is not first:
                own |= of_pair(first, scene, Path(temporary))
            for name, row in own.items():
                shown = {key: value for key, value in row.items() if key != "text"}
                print(f"{name:45} {shown}", flush=True)
            found |= own
        again = compared(Path(temporary), [first.image], halves(first.image))
        is_same = again["text"] == found[f"{first.name}: left and right"]["text"]
    for row in found.values():
        row.pop("text", None)
    RESULTS.write_text(json.dumps({"same_seed_same_bytes": is_same, "comparisons": found}, indent=1) + "\n")
    print("same seed, same bytes:", is_same)


if __name__ == "__main__":
    main()
