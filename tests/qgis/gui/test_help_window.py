"""The documentation in a window: opened by address, by the dock's buttons and by Processing."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from berunda.plugin.core.engine.places import plugin_folder
from berunda.plugin.core.help_pages import CONTENTS, INSTALLING, USER_GUIDE, help_url, page_file
from berunda.plugin.gui.help_window import HelpWindow, anchor_of, help_button
from berunda.plugin.processing.train import Train
from fake_engine import wait_until
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QImage, QTextDocument
from qgis.PyQt.QtTest import QTest


@pytest.fixture
def window(qgis_app: object) -> Iterator[HelpWindow]:
    made = HelpWindow()
    yield made
    made.close_for_good()
    made.deleteLater()


def heading(window: HelpWindow) -> str:
    """The first line of the page."""
    return window.browser.document().firstBlock().text()


def test_an_address_opens_its_page(window: HelpWindow) -> None:
    assert QDesktopServices.openUrl(QUrl(help_url(INSTALLING)))
    assert window.isVisible()
    assert heading(window) == "Installing"
    assert window.browser.document().toPlainText().count("\n") > 50


def test_processing_s_help_is_a_page(window: HelpWindow) -> None:
    QDesktopServices.openUrl(QUrl(Train().helpUrl()))
    assert heading(window).startswith("Processing")


def test_a_button_opens_its_page_and_back_goes_back(window: HelpWindow) -> None:
    window.open_page(QUrl(help_url(CONTENTS)))
    assert not window.back_button.isEnabled()
    button = help_button("helpButton", USER_GUIDE)
    button.show()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heading(window) != "Berunda"
    QTest.mouseClick(window.back_button, Qt.MouseButton.LeftButton)
    assert heading(window) == "Berunda"


def test_a_link_with_an_anchor_shows_the_heading_at_the_top(window: HelpWindow) -> None:
    window.open_page(QUrl(help_url(f"{USER_GUIDE}#checking-accuracy")))
    browser = window.browser
    wait_until(lambda: browser.verticalScrollBar().value() > 0)
    assert anchor_of(browser.textCursor().block().text()) == "checking-accuracy"
    assert 0 <= browser.cursorRect().top() < browser.viewport().height() / 2


def test_every_page_has_its_pictures_and_none_is_wider_than_the_window(window: HelpWindow) -> None:
    window.show()
    browser = window.browser
    kind = QTextDocument.ResourceType.ImageResource
    for page in sorted((plugin_folder() / "docs").glob("*.md")):
        window.open_page(QUrl(help_url(f"docs/{page.name}")))
        block = browser.document().begin()
        while block.isValid():
            for piece in block.textFormats():
                if piece.format.isImageFormat():
                    image = browser.loadResource(kind, QUrl(piece.format.toImageFormat().name()))
                    assert isinstance(image, QImage), (page.name, piece.format.toImageFormat().name())
                    assert 0 < image.width() <= browser.viewport().width(), page.name
            block = block.next()


@pytest.mark.parametrize(
    ("text", "anchor"), [("The live map", "the-live-map"), ("1 Open the dock", "1-open-the-dock"), ("A/B (c)?", "ab-c")]
)
def test_anchors_are_those_of_the_web(text: str, anchor: str) -> None:
    assert anchor_of(text) == anchor


def test_other_addresses_stay_as_they_are() -> None:
    assert page_file(QUrl("https://qgis.org")) == QUrl("https://qgis.org")
    assert Path(page_file(QUrl(help_url(INSTALLING))).toLocalFile()) == plugin_folder() / INSTALLING
