"""A server whose certificate nobody trusts: uv refuses it, and trusts it once its authority is given."""
from __future__ import annotations

import dataclasses
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from berunda.plugin.core.engine.installed import installed_environment
from berunda.plugin.core.engine.installer.installation import Installation
from berunda.plugin.core.engine.installer.platforms import PLATFORMS
from berunda.plugin.core.engine.installer.problem import InstallProblem
from installer_helpers import FakeIndex, fetched_uv, make_test_order, use_profile
from qgis.core import QgsFeedback


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of a company that signs for 127.0.0.1; with its key in one file."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    key, path = tmp_path / "key.pem", tmp_path / "certificate.pem"
    extensions = ["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=company"]
    subprocess.run([*make, *extensions, "-keyout", str(key), "-out", str(path)], check=True, capture_output=True)
    return path


@pytest.fixture
def index(certificate: Path) -> Iterator[FakeIndex]:
    made = FakeIndex()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    made.encrypt(context)
    yield made
    made.close()


def test_a_certificate_that_is_not_trusted_is_a_sentence_and_helps_when_added(
    tmp_path: Path, index: FakeIndex, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_profile(monkeypatch, tmp_path / "profile")
    order = make_test_order(tmp_path, index)
    with pytest.raises(InstallProblem, match="The server's certificate is not trusted"):
        Installation(order, print, lambda _: None, QgsFeedback()).run()
    assert installed_environment() is None
    trusting = dataclasses.replace(order, certificates=certificate.read_text())
    Installation(trusting, print, lambda _: None, QgsFeedback()).run()
    assert installed_environment() is not None


def test_uv_itself_is_not_fetched_from_a_server_that_is_not_trusted(tmp_path: Path, index: FakeIndex) -> None:
    with pytest.raises(InstallProblem, match=r"^The server's certificate is not trusted"):
        fetched_uv(tmp_path, PLATFORMS["linux-x86_64"], index.url())
    assert not (tmp_path / "uv").exists()
