"""The pages of the documentation that come with the plugin, and the addresses that open them."""
from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QUrl

_FOLDER = Path(__file__).resolve().parents[2]
SCHEME = "berunda"  # of addresses that the plugin opens itself
CONTENTS, USER_GUIDE = "README.md", "docs/user_guide.md"
INSTALLING, PROCESSING = "docs/installing.md", "docs/processing.md"


def help_url(page: str) -> str:
    """The address of a page, for whatever opens addresses.

    Args:
        page: path in the plugin's folder, with an anchor after # where there is one.
    """
    return f"{SCHEME}:{page}"


def page_file(url: QUrl) -> QUrl:
    """The file that such an address, or a link on a page, stands for."""
    if url.scheme() != SCHEME:
        return url
    found = QUrl.fromLocalFile(str(_FOLDER / url.path()))
    found.setFragment(url.fragment())
    return found
