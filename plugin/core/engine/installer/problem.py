"""What goes wrong while the engine is installed."""
from __future__ import annotations


class InstallProblem(Exception):  # noqa: N818 (a sentence, as EnvironmentProblem)
    """The engine cannot be installed; str() is the sentence for the analyst, with the remedy."""


class InstallCancelled(Exception):  # noqa: N818 (a stop on request is not an error)
    """The installation was stopped on request; what was fetched is kept for the next try."""
