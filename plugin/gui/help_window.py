"""The documentation that comes with the plugin, in a window of its own, and the buttons that open it."""
from __future__ import annotations

import re
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices, QImage, QTextCursor, QTextDocument
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from ..core.help_pages import CONTENTS, SCHEME, help_url, page_file
from ..core.translation import tr

SIZE_PX = (860, 900)
MARGIN_PX = 40  # beside a picture


class HelpWindow(QWidget):
    """Opens addresses of the plugin's scheme, wherever in QGIS they are clicked, until it is closed for good."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("berundaHelp")
        self.setWindowTitle(self.tr("Berunda: help"))
        self.browser = HelpBrowser()
        self.back_button = QPushButton(self.tr("Back"))
        self.back_button.setObjectName("helpBackButton")
        self.back_button.setEnabled(False)
        self.back_button.clicked.connect(self.browser.backward)
        self.browser.backwardAvailable.connect(self.back_button.setEnabled)
        contents_button = QPushButton(self.tr("Contents"))
        contents_button.clicked.connect(lambda: self.open_page(QUrl(help_url(CONTENTS))))
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addWidget(contents_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.browser)
        self.resize(*SIZE_PX)
        QDesktopServices.setUrlHandler(SCHEME, self, "open_page")

    @pyqtSlot(QUrl)
    def open_page(self, url: QUrl) -> None:
        """Shows the page of an address."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.browser.setSource(page_file(url))

    def close_for_good(self) -> None:
        """The addresses lead nowhere from now on."""
        QDesktopServices.unsetUrlHandler(SCHEME)
        self.close()


class HelpBrowser(QTextBrowser):
    """Markdown pages whose pictures fit into the window, and whose links lead to headings as well."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenExternalLinks(True)
        self.sourceChanged.connect(self._go_to_heading)

    def loadResource(self, kind: int, url: QUrl) -> Any:
        """Makes pictures as wide as the window at most."""
        content = super().loadResource(kind, url)
        if kind != QTextDocument.ResourceType.ImageResource or content is None:
            return content
        image = QImage.fromData(content)
        width = max(self.viewport().width() - MARGIN_PX, MARGIN_PX)
        if image.width() > width:
            return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        return image

    def _go_to_heading(self, url: QUrl) -> None:
        block = self.document().begin()
        while url.hasFragment() and block.isValid():
            if block.blockFormat().headingLevel() and anchor_of(block.text()) == url.fragment():
                self.moveCursor(QTextCursor.MoveOperation.End)  # so that the heading comes to the top
                self.setTextCursor(QTextCursor(block))
                return
            block = block.next()


def anchor_of(heading: str) -> str:
    """The anchor that a heading has on the web, after the # of a link."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def help_button(name: str, page: str) -> QToolButton:
    """A button of that name that opens a page."""
    button = QToolButton()
    button.setObjectName(name)
    button.setText("?")
    button.setToolTip(tr("Help"))
    button.setAutoRaise(True)
    button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(help_url(page))))
    return button
