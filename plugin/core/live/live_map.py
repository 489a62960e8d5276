"""The live map of the dock's image: when it is asked for, with what, and what becomes of the answers."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....engine.schema import protocol
from ....engine.schema.live_config import CLASSES, GROUPS, SIMILARITY
from ..labels.store import LabelStore
from ..project.imagery import Imagery, ImageryError
from ..project.session import Session
from .accuracy import AccuracyHistory
from .asking import Asking
from .blocks import BlockStore, LiveBlock, read_block
from .colours import ROLES, colour_table
from .exploration import Exploration
from .grid import CanvasView, SeenPart, pixel_at, seen_part
from .preview_requests import PreviewRequests
from .revival import Revival

REST_MS = 150  # panning and zooming come in small steps


class LiveMap(QObject):
    """Asks the engine for a map of what the canvas shows whenever that, the labels or the image change.

    Signals:
        changed: what is to be drawn: blocks, the layer that is shown, colours, or nothing any more.
        answered: values of a complete answer, see the protocol.
        mode_changed: what is asked for, or whether anything is.
        failed: a sentence about what could not be done.
        notice: a sentence of the engine to read although all goes on, each of them once.

    Args:
        session: the image, its labels, and the engine.
        look: gives what the canvas shows.
        parent: Qt parent.

    Attributes:
        imagery: the image that is mapped, or None while nothing is.
        show: CLASSES, GROUPS or SIMILARITY, as it is asked for.
        role: of a map of classes the layer that is drawn, one of ROLES.
        blocks: what has arrived.
        answer: values of the newest complete answer; None before the first for the present image and labels.
        accuracy: measured in the answers, for the present labels.
        exploration: features that are computed ahead.
    """

    changed = pyqtSignal()
    answered = pyqtSignal(object)
    mode_changed = pyqtSignal()
    failed = pyqtSignal(str)
    notice = pyqtSignal(str)

    def __init__(self, session: Session, look: Callable[[], CanvasView], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session, self._scene, self._look = session, session.scene, look
        self._is_open = False
        self._store: Optional[LabelStore] = None
        self._subject: dict[str, Any] = {}  # what all blocks are of: image and bands
        self._place: tuple[int, ...] = ()
        self._shown = CLASSES  # what the newest answer shows
        self._noticed: set[str] = set()
        self.imagery: Optional[Imagery] = None
        self.show, self.role = CLASSES, ROLES[0]
        self.blocks = BlockStore()
        self.answer: Optional[Mapping[str, Any]] = None
        self.accuracy = AccuracyHistory()
        self.requests = PreviewRequests(session.client, self)
        self.exploration = Exploration(session.client, self)
        self._asking = Asking(self.requests, self._wanted, self)
        self._revival = Revival(session.client, self)
        self._wires = (
            (self._scene.image_changed, self._follow),
            (self._scene.labels_changed, self._follow),
            (self._scene.settings_changed, self._follow),
            (session.busy_changed, self._explore),
            (session.catalogue_changed, self._explore),  # goes on after the engine was started anew
        )
        for signal, slot in self._wires:
            signal.connect(slot)
        self._asking.failed.connect(self.failed)
        self._revival.due.connect(self._asking.ask_anew)
        self._revival.given_up.connect(self._on_given_up)
        self.requests.notice.connect(self._on_notice)
        self.exploration.notice.connect(self._on_notice)
        self.requests.block.connect(self._take_block)
        self.requests.answered.connect(self._on_answered)
        self.requests.failed.connect(self._on_failed)
        self.requests.dropped.connect(self._asking.ask_anew)

    @property
    def is_on(self) -> bool:
        """Whether the analyst has switched it on; without a usable image, or while the dock is closed, it waits."""
        return self._scene.settings.live

    @property
    def layer(self) -> str:
        """The name of the layer that is drawn."""
        return self.role if self._shown == CLASSES else self._shown

    @property
    def drawn(self) -> list[LiveBlock]:
        """The blocks to draw, from the bottom."""
        return self.blocks.of(self.layer) if self.imagery is not None else []

    @property
    def colours(self) -> list[int]:
        """The colour table of the layer that is drawn."""
        return colour_table(self.layer, self._store.classes if self._store is not None else ())

    def switch(self, is_on: bool) -> None:
        """Switches it on or off; the project remembers. Says why nothing can be shown where there is no image."""
        self._revival.forget()
        self._scene.change_settings(live=is_on)
        if is_on:
            try:
                self._scene.require_imagery()
            except ImageryError as error:
                self.failed.emit(str(error))

    def set_open(self, is_open: bool) -> None:
        """Whether the dock is open: of a closed one nothing is asked and nothing shown."""
        self._is_open = is_open
        self._follow()

    def set_role(self, role: str) -> None:
        """Draws another layer of the map of classes."""
        self.role = role
        self.changed.emit()

    def view_changed(self) -> None:
        """The canvas shows another part of the image."""
        self._asking.ask_in(REST_MS)

    def show_classes(self) -> None:
        """Back to the map of classes."""
        self._set_show(CLASSES)

    def show_groups(self) -> None:
        """Groups of similar pixels, which need no labels; switched on where it was off."""
        self._set_show(GROUPS)

    def show_similar(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem) -> None:
        """How similar all is to a place in any CRS; switched on where it was off."""
        imagery = self._scene.imagery
        place = pixel_at(imagery, point, crs, self._scene.project.transformContext()) if imagery is not None else None
        if place is None:
            self.failed.emit(self.tr("The place is not on the image: click on the image."))
            return
        self._set_show(SIMILARITY, place)

    def close(self) -> None:
        """Lets go of scene and engine and removes the folder, for good."""
        for signal, slot in self._wires:
            signal.disconnect(slot)
        self._revival.close()
        self._listen_to(None)
        self._asking.stop()
        self.exploration.stop()
        self.requests.close()

    def _set_show(self, show: str, place: tuple[int, ...] = ()) -> None:
        if show != CLASSES:
            self.switch(True)
            if self.imagery is None:
                return  # switch has said why
        if place != self._place:
            self.blocks.drop_layer(SIMILARITY)
        self.show, self._place = show, place
        self.mode_changed.emit()
        self._asking.ask_in(0)

    def _follow(self, *_: object) -> None:
        """Takes over the image, the bands, the labels and the switch as they are now."""
        wanted = self._scene.imagery if self.is_on and self._is_open else None
        subject = {"image": wanted.path, "bands": self._scene.bands} if wanted is not None else {}
        store = self._scene.store if wanted is not None else None
        is_same = subject == self._subject and wanted == self.imagery
        if is_same and store is self._store:
            return
        if not is_same:
            self._subject, self.imagery = subject, wanted
            self._revival.want(wanted is not None)
            self._stop()
            self.blocks.restart(self.requests.generation + 1)
        if store is not self._store:
            self._listen_to(store)
            self.accuracy.clear()
            self.answer = None
            self.blocks.fresh_from = self.requests.generation + 1
        self.mode_changed.emit()
        self.changed.emit()
        self._asking.ask_anew()

    def _stop(self) -> None:
        self._asking.stop()
        self.exploration.stop()
        self.answer = None
        self._shown = self.show = CLASSES

    def _listen_to(self, store: Optional[LabelStore]) -> None:
        if self._store is not None:
            self._store.changed.disconnect(self._on_labels)
            self._store.classes_changed.disconnect(self.changed)
        self._store = store
        if store is not None:
            store.changed.connect(self._on_labels)
            store.classes_changed.connect(self.changed)

    def _on_labels(self) -> None:
        self.blocks.fresh_from = self.requests.generation + 1
        if self.show != CLASSES:
            self.show_classes()
        if self._store.layer.isModified():
            self.failed.emit(self.tr("The labels have edits that are not saved: the live map follows once they are."))
        self.changed.emit()
        self._asking.ask_anew()

    def _wanted(self) -> Optional[dict[str, Any]]:
        """The parameters of a request; None where nothing of the image is in sight."""
        seen = self._seen()
        if seen is None:
            return None
        return {
            **self._subject,
            "labels": self._store.path if self._store is not None else "",
            "window": seen.window,
            "resolution_px": seen.resolution_px,
            "show": self.show,
            "place": self._place,
            "device": self._scene.settings.value("device"),
        }

    def _seen(self) -> Optional[SeenPart]:
        if self.imagery is None:
            return None
        return seen_part(self._look(), self.imagery, self._scene.project.transformContext())

    def _take_block(self, event: protocol.Block) -> None:
        block = read_block(event) if self.blocks.accepts(event.generation) else None
        self.requests.remove_file(event.path)
        if block is not None:
            self.blocks.add(block, self._asking.window or block.window)
            if event.generation == self.requests.generation:
                self._shown = event.layer if event.layer in (GROUPS, SIMILARITY) else CLASSES
            self.changed.emit()
        elif event.generation == self.requests.generation:  # files of cancelled requests may be gone
            sentence = self.tr("A part of the live map cannot be read ({}): it is asked for with the next change.")
            self.failed.emit(sentence.format(event.path))

    def _on_answered(self, values: Mapping[str, Any]) -> None:
        self._revival.forget()
        self.answer = values
        self.blocks.drop_covered(self._asking.window, self.requests.generation)
        if values.get("held_out"):
            self.accuracy.add(self.blocks.fresh_from, values["held_out"])
        self.changed.emit()
        self.answered.emit(values)
        self._explore()

    def _on_failed(self, sentence: str) -> None:
        self._asking.forget()
        self.failed.emit(sentence)

    def _on_given_up(self, sentence: str) -> None:
        self.switch(False)
        self.failed.emit(self.tr("Live is switched off, since the engine died twice: {}").format(sentence))

    def _on_notice(self, sentence: str) -> None:
        if sentence not in self._noticed:  # every request may say it again
            self._noticed.add(sentence)
            self.notice.emit(sentence)

    def _explore(self, *_: object) -> None:
        seen = self._seen() if not self._session.is_busy and self.requests.job is None else None
        if seen is not None and self._asking.has_asked:
            device = self._scene.settings.value("device")
            self.exploration.begin(self._subject, {"window": seen.window, "device": device})
