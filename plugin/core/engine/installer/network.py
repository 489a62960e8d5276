"""How uv reaches the network: QGIS's proxy, the system's certificates and those that were added to QGIS."""
from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

PROXY_NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
EXCLUDED_NAME = "NO_PROXY"
SCHEMES = {QNetworkProxy.ProxyType.HttpProxy: "http", QNetworkProxy.ProxyType.Socks5Proxy: "socks5h"}
PROBED = "https://pypi.org"


def proxy_variables() -> dict[str, str]:
    """The environment variables for the proxy that is set in QGIS; none where none is, so that the system's count.

    On the main thread: it reads QGIS's settings. The password comes from QGIS's settings or its authentication.
    """
    if not QgsSettings().value("proxy/proxyEnabled", False, type=bool):
        return {}
    manager = QgsNetworkAccessManager.instance()
    proxy = manager.fallbackProxy()
    if manager.useSystemProxy():
        found = QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(PROBED)))
        proxy = found[0] if found else proxy
    address = proxy_address(proxy)
    if not address:
        return {}
    hosts = {host_of(entry) for entry in (*manager.excludeList(), *manager.noProxyList())}
    variables = dict.fromkeys(PROXY_NAMES, address)
    return {**variables, EXCLUDED_NAME: ",".join(sorted(hosts - {""}))}


def proxy_address(proxy: QNetworkProxy) -> str:
    """The address of a proxy with its user and password; "" for none."""
    scheme = SCHEMES.get(proxy.type(), "")
    if not scheme or not proxy.hostName():
        return ""
    user = quote(proxy.user(), safe="")
    credentials = f"{user}:{quote(proxy.password(), safe='')}@" if user else ""
    return f"{scheme}://{credentials}{proxy.hostName()}:{proxy.port()}"


def host_of(excluded: str) -> str:
    """The host of an address that QGIS reaches without the proxy."""
    return (urlsplit(excluded).hostname or "") if "//" in excluded else excluded.strip().strip("/")


def added_certificates() -> str:
    """All certificates that QGIS trusts, as PEM, where the user has added authorities to the system's; else ""."""
    manager = QgsApplication.authManager()
    if manager is None or manager.isDisabled() or not (manager.databaseCAs() or manager.extraFileCAs()):
        return ""
    return bytes(manager.trustedCaCertsPemText()).decode("ascii", errors="replace")


def without_proxies(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without the variables for proxies, in whatever case they are written."""
    dropped = {*PROXY_NAMES, EXCLUDED_NAME}
    return {name: value for name, value in environment.items() if name.upper() not in dropped}
