"""What an encoder can tell apart before anything is labelled: groups of similar cells, and what is like a place."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from ..models.probe import CellMaps, project_cells
from .gaussians import standardisation

COMPONENTS = 32  # principal components of the standardised features
SAMPLE = 4096  # cells that groups are fitted to and ranks are taken from
MAX_PROTOTYPES = 32  # cells that others are compared with


@dataclass(frozen=True)
class Appearance:
    """Principal components of the features of an image's cells.

    Attributes:
        directions: float32 (C, F), of features as they are.
        offsets: float32 (C,), added along them.
        sample: float32 (n, C), the components of some cells of the image.
    """

    directions: torch.Tensor
    offsets: torch.Tensor
    sample: torch.Tensor

    @classmethod
    def fit(cls, cells: torch.Tensor) -> Appearance:
        """From the features of cells, float32 (m, F), m > 1."""
        cells = cells.double()
        mean, deviation = standardisation(cells)
        standardised = (cells - mean) / deviation
        _, _, axes = torch.linalg.svd(standardised[:: max(1, len(cells) // SAMPLE)], full_matrices=False)
        directions = axes[:COMPONENTS] / deviation
        offsets = -directions @ mean
        sample = (cells @ directions.T + offsets)[:: max(1, len(cells) // SAMPLE)]
        return cls(directions.float(), offsets.float(), sample.float())

    def of_maps(self, maps: CellMaps) -> torch.Tensor:
        """Components of cells, float32 (C, h, w), of maps of one tile."""
        with torch.inference_mode():
            return project_cells(maps.levels, self.directions)[0] + self.offsets[:, None, None]

    def of_features(self, features: torch.Tensor) -> torch.Tensor:
        """Components (n, C) of features (n, F)."""
        return features @ self.directions.T + self.offsets

    def groups(self, count: int, seed: int) -> torch.Tensor:
        """The centres of groups of similar cells by k-means (Lloyd 1982), float32 (count, C); large groups first."""
        from sklearn.cluster import KMeans  # takes a second to import

        fitted = KMeans(min(count, len(self.sample)), n_init=4, random_state=seed).fit(self.sample.numpy())
        order = np.argsort(-np.bincount(fitted.labels_, minlength=len(fitted.cluster_centers_)), kind="stable")
        return torch.from_numpy(fitted.cluster_centers_[order]).float()

    def nearest(self, components: torch.Tensor, centres: torch.Tensor) -> np.ndarray:
        """Index of the nearest centre (k, C) for components (C, h, w): uint8 (h, w)."""
        return np.asarray(_squared_distances(components, centres).argmin(dim=0).numpy(), np.uint8)

    def similarity(self, components: torch.Tensor, prototypes: torch.Tensor) -> np.ndarray:
        """How like prototypes (k, C) cells (C, h, w) are, in 0..1: the share of the sample that is less like them.

        Returns:
            float32 (h, w).
        """
        chosen = prototypes[:: -(-len(prototypes) // MAX_PROTOTYPES)]
        of_sample = _squared_distances(self.sample.T[:, :, None], chosen).amin(dim=0).flatten().sort().values
        distances = _squared_distances(components, chosen).amin(dim=0)
        return 1 - torch.searchsorted(of_sample, distances.contiguous()).numpy().astype(np.float32) / len(of_sample)


def _squared_distances(components: torch.Tensor, centres: torch.Tensor) -> torch.Tensor:
    """Between components (C, h, w) and centres (k, C): (k, h, w)."""
    products = torch.einsum("kc,chw->khw", centres, components)
    return components.square().sum(dim=0) - 2 * products + centres.square().sum(dim=1)[:, None, None]
