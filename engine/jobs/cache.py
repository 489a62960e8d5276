"""The job `cache`: what is kept of encoded images."""
from __future__ import annotations

from typing import Any

from ..schema.live_config import CacheConfig
from ..schema.reporter import Reporter
from .live_session import feature_cache


def run(config: CacheConfig, reporter: Reporter) -> dict[str, Any]:
    """Show what the features of images take on disk, and remove them where that is asked for.

    Returns:
        "folder"; "bytes": that the files take now; "limit_bytes": that they may take; "problem": why nothing is
        written, or "".
    """
    cache = feature_cache()
    if config.clear:
        cache.clear()
    folder = str(cache.folder or "")
    return {
        "folder": folder, "bytes": cache.size_bytes(), "limit_bytes": cache.disk_bytes, "problem": cache.problem
    }  # fmt: skip
