"""QGIS's proxy and certificates, as uv gets them."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from berunda.plugin.core.engine.installer import network
from berunda.plugin.core.engine.installer.network import added_certificates, host_of, proxy_address, proxy_variables
from berunda.plugin.core.engine.installer.order import program_environment
from qgis.core import QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtNetwork import QNetworkProxy

SETTINGS = {
    "proxy/proxyEnabled": True,
    "proxy/proxyType": "HttpProxy",
    "proxy/proxyHost": "proxy.example",
    "proxy/proxyPort": "3128",
    "proxy/proxyUser": "maria",
    "proxy/proxyPassword": "p@ss:word/",
    "proxy/noProxyUrls": ["http://intranet.example/wms", "localhost"],
}


@pytest.fixture
def qgis_proxy() -> Iterator[None]:
    """A proxy as the user sets it under Settings → Options → Network."""
    for name, value in SETTINGS.items():
        QgsSettings().setValue(name, value)
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
    yield
    for name in SETTINGS:
        QgsSettings().remove(name)
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


def test_qgiss_proxy_reaches_uv_with_user_and_password(qgis_proxy: None) -> None:
    variables = proxy_variables()
    address = "http://maria:p%40ss%3Aword%2F@proxy.example:3128"
    assert {variables[name] for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")} == {address}
    assert {"intranet.example", "localhost"} <= set(variables["NO_PROXY"].split(","))


def test_without_a_proxy_in_qgis_the_systems_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    QgsSettings().remove("proxy/proxyEnabled")
    assert proxy_variables() == {}
    monkeypatch.setenv("https_proxy", "http://system:1")
    assert program_environment()["https_proxy"] == "http://system:1"


def test_qgiss_proxy_replaces_that_of_the_environment(qgis_proxy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://system:1")
    variables = program_environment()
    assert "https_proxy" not in variables
    assert variables["HTTPS_PROXY"].endswith("@proxy.example:3128")


def test_other_tools_settings_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_INDEX_URL", "PIP_INDEX_URL", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX", "uv_extra_index_url"):
        monkeypatch.setenv(name, "http://shadow.example")
    assert "http://shadow.example" not in program_environment().values()


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (QNetworkProxy.ProxyType.HttpProxy, "http://host:8080"),
        (QNetworkProxy.ProxyType.Socks5Proxy, "socks5h://host:8080"),
        (QNetworkProxy.ProxyType.NoProxy, ""),
        (QNetworkProxy.ProxyType.DefaultProxy, ""),
    ],
)
def test_addresses_of_proxies(kind: QNetworkProxy.ProxyType, address: str) -> None:
    assert proxy_address(QNetworkProxy(kind, "host", 8080)) == address


@pytest.mark.parametrize(
    ("entry", "host"), [("http://a.example:81/x", "a.example"), ("b.example", "b.example"), ("b.example/", "b.example")]
)
def test_hosts_without_proxy(entry: str, host: str) -> None:
    assert host_of(entry) == host


class Manager:
    """Of authentication, with or without an authority that the user added."""

    def __init__(self, own: list[str]) -> None:
        self.own = own

    def isDisabled(self) -> bool:
        return False

    def databaseCAs(self) -> list[str]:
        return self.own

    def extraFileCAs(self) -> list[str]:
        return []

    def trustedCaCertsPemText(self) -> bytes:
        return b"-----BEGIN CERTIFICATE-----\n"


def test_certificates_are_passed_on_where_the_user_added_some(monkeypatch: pytest.MonkeyPatch) -> None:
    for own, text in (([], ""), (["company"], "-----BEGIN CERTIFICATE-----\n")):
        monkeypatch.setattr(network.QgsApplication, "authManager", lambda own=own: Manager(own))
        assert added_certificates() == text
