"""uv, which makes the environment: fetched as a wheel from the package index, and used only if its digest is right."""
from __future__ import annotations

import contextlib
import hashlib
import html
import io
import os
import re
import zipfile
import zlib
from pathlib import Path
from typing import Callable
from urllib.parse import unquote, urljoin, urlsplit

from qgis.core import QgsFeedback, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QEventLoop, QUrl
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from ...translation import tr
from .engine_folder import EngineFolder
from .platforms import UV_VERSION, Platform
from .problem import InstallCancelled, InstallProblem
from .sentences import sentence_for

LINK = re.compile(r"<a\s[^>]*?href=[\"']([^\"']+)[\"']", re.IGNORECASE)


def ready_uv(
    folder: EngineFolder,
    platform: Platform,
    index: str,
    wheels: str,
    feedback: QgsFeedback,
    progress: Callable[[float], None],
) -> Path:
    """The path of uv, fetched where it is not there yet.

    Args:
        folder: of the installation.
        platform: to run on.
        index: address of the package index.
        wheels: a folder that has the wheel, or "" to fetch it.
        feedback: cancels the transfer.
        progress: takes the fetched share.

    Raises:
        InstallProblem: it cannot be had, or its digest is not the pinned one.
        InstallCancelled: it was cancelled.
    """
    program = folder.tools / UV_VERSION / ("uv.exe" if platform.is_windows else "uv")
    if program.is_file():
        return program
    content = _from_folder(Path(wheels), platform) if wheels else _from_index(index, platform, feedback, progress)
    if hashlib.sha256(content).hexdigest() != platform.locked_digest:
        raise InstallProblem(sentence_for(f"hash mismatch for `{platform.wheel_name}`"))
    try:
        _unpack(content, program)
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise InstallProblem(sentence_for(str(error))) from error
    return program


def _from_folder(wheels: Path, platform: Platform) -> bytes:
    path = wheels / platform.wheel_name
    try:
        return path.read_bytes()
    except OSError as error:
        sentence = tr("The folder of wheels lacks {} ({}): add it, as the user's documentation says.")
        raise InstallProblem(sentence.format(path, error.strerror)) from error


def _from_index(index: str, platform: Platform, feedback: QgsFeedback, progress: Callable[[float], None]) -> bytes:
    page_url = f"{index.rstrip('/')}/uv/"
    page = fetch(page_url, feedback).decode("utf-8", errors="replace")
    for link in LINK.findall(page):
        url = urljoin(page_url, html.unescape(link))
        if unquote(urlsplit(url).path).rsplit("/", 1)[-1] == platform.wheel_name:
            return fetch(url, feedback, progress)
    sentence = tr("The package index {} does not have {}: check the index, or use a folder of wheels (Advanced).")
    raise InstallProblem(sentence.format(index, platform.wheel_name))


def fetch(url: str, feedback: QgsFeedback, progress: Callable[[float], None] = lambda _: None) -> bytes:
    """What is at an address, through QGIS's network with its proxy, authentication and certificates; not on the main
    thread.

    Raises:
        InstallProblem: it cannot be fetched.
        InstallCancelled: it was cancelled.
    """
    request = QNetworkRequest(QUrl(url))
    request.setAttribute(
        QNetworkRequest.Attribute.RedirectPolicyAttribute,
        QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy,
    )
    request.setAttribute(
        QNetworkRequest.Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork
    )
    # Not a QgsBlockingNetworkRequest: one that is cancelled on a busy machine may wait for ever, since it deletes the
    # reply and then waits for it to say that it was aborted.
    reply, loop = QgsNetworkAccessManager.instance().get(request), QEventLoop()
    reply.downloadProgress.connect(lambda done, total: progress(done / total) if total > 0 else None)
    reply.finished.connect(loop.quit)
    feedback.canceled.connect(reply.abort)
    if feedback.isCanceled():
        reply.abort()
    if not reply.isFinished():
        loop.exec()
    reply.deleteLater()
    if feedback.isCanceled():
        raise InstallCancelled
    if reply.error() != QNetworkReply.NetworkError.NoError:
        raise InstallProblem(sentence_for(f"failed to fetch {url}: {reply.errorString()}"))
    return bytes(reply.readAll())


def _unpack(wheel: bytes, program: Path) -> None:
    """Under another name first: a file with the right name is whole."""
    program.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        content = archive.read(f"uv-{UV_VERSION}.data/scripts/{program.name}")
    partial = program.with_name(f"{program.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.chmod(0o755)
        os.replace(partial, program)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
