"""The scenes that a benchmark runs on: pairs of a raster and a dense truth raster on the same grid.

They are named on the command line as a folder with pairs NAME_rgb.tif and NAME_truth.tif (a file without its partner is
left out), or as one pair with --image and --truth; without either it is the sample in resources/sample. A scene goes by
its NAME, in tables and among the results. The scenes dubai_t1, t3, t4 and t8 of docs/accuracy.md go by t1, t3, t4 and
"t8 crop".
"""
from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import rasterio
from rasterio.windows import Window

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "resources" / "sample"
IMAGE_SUFFIX, TRUTH_SUFFIX = "_rgb", "_truth"
# Names and windows of the scenes that results are published of. The whole of t8 is 29 Mpx: minutes for the forest.
PUBLISHED: dict[str, tuple[str, Optional[Window]]] = {
    "dubai_t1": ("t1", None),
    "dubai_t3": ("t3", None),
    "dubai_t4": ("t4", None),
    "dubai_t8": ("t8 crop", Window(1600, 800, 3296, 2560)),
}


@dataclass(frozen=True)
class Scene:
    """A raster and its truth.

    Attributes:
        name: what it is called in tables and results.
        image: path of the raster.
        truth: path of its truth on the same grid: class ids 1 to 254, 0 and 255 where nothing is known.
        window: part of both that is used, in pixels; None for all.
    """

    name: str
    image: Path
    truth: Path
    window: Optional[Window] = None

    def check(self) -> None:
        """Raises ValueError where a file is missing or the two differ in size."""
        for path in (self.image, self.truth):
            if not path.exists():
                raise ValueError(f"{path} does not exist")
        with rasterio.open(self.image) as image, rasterio.open(self.truth) as truth:
            if image.shape != truth.shape:
                sizes = f"{image.height} x {image.width} and {truth.height} x {truth.width} px"
                raise ValueError(f"{self.image} and {self.truth} are not on one grid: {sizes}")

    def cropped(self, folder: Path) -> Scene:
        """The scene without a window: itself, or copies of the window, written to a folder where they are missing."""
        if self.window is None:
            return self
        return Scene(self.name, _cropped(self.image, self.window, folder), _cropped(self.truth, self.window, folder))


def pair(image: Path, truth: Path) -> Scene:
    """The scene of a raster and its truth, by the name of the raster's file."""
    stem = image.stem.removesuffix(IMAGE_SUFFIX)
    name, window = PUBLISHED.get(stem, (stem, None))
    return Scene(name, image.resolve(), truth.resolve(), window)


def sample() -> Scene:
    """The scene that is part of the repository."""
    return Scene("sample", SAMPLE / "orthophoto.tif", SAMPLE / "truth.tif")


def scenes_in(folder: Path) -> list[Scene]:
    """The pairs in a folder, by file name; raises ValueError where there is none."""
    images = {path: path.with_stem(path.stem.removesuffix(IMAGE_SUFFIX) + TRUTH_SUFFIX)
              for path in sorted(folder.glob(f"*{IMAGE_SUFFIX}.tif"))}  # fmt: skip
    scenes = [pair(image, truth) for image, truth in images.items() if truth.exists()]
    if not scenes:
        raise ValueError(f"{folder} has no pair of files NAME{IMAGE_SUFFIX}.tif and NAME{TRUTH_SUFFIX}.tif")
    return scenes


def scene_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that name scenes."""
    add = parser.add_argument
    add("scenes", nargs="?", type=Path, metavar="SCENES", help=f"folder of pairs NAME{IMAGE_SUFFIX}.tif, "
        f"NAME{TRUTH_SUFFIX}.tif (default: the sample in resources/sample)")  # fmt: skip
    add("--image", type=Path, metavar="RASTER", help="one raster, in place of a folder; with --truth")
    add("--truth", type=Path, metavar="RASTER", help="its truth on the same grid: class ids, 0 and 255 unknown")
    add("--scenes-only", nargs="+", metavar="NAME", help="the scenes of these names (default: all)")


def chosen_scenes(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[Scene]:
    """The scenes that the options name; ends the program with a usage error where they do not make sense."""
    if (options.image is None) != (options.truth is None) or (options.image and options.scenes):
        parser.error("give a folder of scenes, or --image together with --truth, or neither for the sample")
    try:
        named = pair(options.image, options.truth) if options.image else sample()
        scenes = scenes_in(options.scenes) if options.scenes else [named]
        for scene in scenes:
            scene.check()
    except (ValueError, rasterio.RasterioIOError) as error:
        parser.error(str(error))
    by_name = {scene.name: scene for scene in scenes}
    unknown = set(options.scenes_only or ()) - set(by_name)
    if unknown:
        parser.error(f"there is no scene {', '.join(sorted(unknown))}; there are {', '.join(by_name)}")
    return [by_name[name] for name in options.scenes_only or by_name]


def _cropped(path: Path, window: Window, folder: Path) -> Path:
    """A copy of a window of a raster, in a folder, under the raster's own file name."""
    target = folder / path.name
    if not target.exists():
        with rasterio.open(path) as source:
            place = {"width": window.width, "height": window.height, "transform": source.window_transform(window)}
            with rasterio.open(target, "w", **{**source.profile, **place}) as sink:
                sink.write(source.read(window=window))
    return target
