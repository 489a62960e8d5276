"""What can be asked of the engine to hand models and maps to other programs, declared once."""
from __future__ import annotations

from dataclasses import dataclass

from .config import OVERLAP, ROTATIONS, TILE, MaskedMapConfig
from .errors import ConfigError
from .setting import Config, setting


@dataclass(frozen=True)
class ExportModelConfig(Config):
    """A model to export. Overlap, tile and rotations that are not given are the model's."""

    model: str = setting(sentence="model file that training wrote", is_path=True)
    output: str = setting(sentence=".onnx file to write", metavar="OUT.onnx", is_path=True)
    overlap: float = setting(0.125, **OVERLAP)
    tile_px: int = setting(512, option="tile", **TILE)
    tta_rotations: int = setting(4, **ROTATIONS)

    def check(self) -> None:
        """Raises ConfigError where the output is not an ONNX file."""
        _check_ending(self.output, ".onnx")


@dataclass(frozen=True)
class StacItemConfig(Config):
    """A model to describe. Tile and rotations that are not given are the model's."""

    model: str = setting(sentence="model file that training wrote", is_path=True)
    output: str = setting(sentence=".json file to write", metavar="ITEM.json", is_path=True)
    onnx: str = setting("", sentence="the model as export-model wrote it, named as a further asset", is_path=True)
    tile_px: int = setting(512, option="tile", **TILE)
    tta_rotations: int = setting(4, **ROTATIONS)

    def check(self) -> None:
        """Raises ConfigError where the output is not a JSON file."""
        _check_ending(self.output, ".json")


@dataclass(frozen=True)
class ExportVectorsConfig(MaskedMapConfig):
    """A class map to write as polygons, without what thresholds hide."""

    output: str = setting("", sentence="GeoPackage to write", metavar="POLYGONS.gpkg", is_path=True)
    minimum_area_m2: float = setting(
        0.0, low=0, high=1e9, unit="m²", option="minimum-area", metavar="M2",
        sentence="regions that are smaller take the class of their largest neighbour; without one, they are left out",
    )  # fmt: skip
    smooth: bool = setting(True, sentence="draw smooth borders in place of the edges of pixels")

    def check(self) -> None:
        """Raises ConfigError where the output is not a GeoPackage, or a threshold has no layer."""
        super().check()
        _check_ending(self.output, ".gpkg")


def _check_ending(output: str, ending: str) -> None:
    if not output.endswith(ending):
        raise ConfigError(f"The output {output!r} does not end in {ending}", "name a file with that ending")
