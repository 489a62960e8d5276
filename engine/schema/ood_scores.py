"""The names of the out-of-distribution scores, in the order in which people are offered them."""
from __future__ import annotations

FUSION, NOVEL, FOREIGN = "fusion", "novel-here", "foreign"
ENERGY, MAX_PROBABILITY, LOG_DENSITY = "energy", "max-probability", "log-density"
OOD_SCORES = (FUSION, NOVEL, FOREIGN, ENERGY, MAX_PROBABILITY, LOG_DENSITY)
EDGE_SCORE = 0.5  # what the 99.9 % quantile of the training area scores
