"""What uv, Python and the operating system say when something fails, as one sentence with a remedy."""
from __future__ import annotations

import re

from ...translation import tr

LAST_CHARACTERS = 300


def sentence_for(output: str) -> str:
    """One sentence about what failed.

    Args:
        output: of the program that failed, on several lines.
    """
    for pattern, sentence in _sentences():
        found = re.search(pattern, output, re.IGNORECASE)
        if found:
            return sentence.format(*(word or "" for word in found.groups()))
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    last = " ".join(lines[-2:])[-LAST_CHARACTERS:]
    return tr("The installation failed ({}): try again, or send the diagnostics.").format(last)


def _sentences() -> tuple[tuple[str, str], ...]:
    """Patterns and what they mean; the first one that is found counts."""
    return (*_of_the_way(), *_of_the_computer(), *_of_the_packages(), *_of_the_network())


def _of_the_way() -> tuple[tuple[str, str], ...]:
    """What stands between this computer and a server."""
    return (
        (
            r"\b407\b|proxy authori[sz]ation required|proxy authentication required|proxy requires authentication",
            tr(
                "The proxy wants a user name and a password: enter both under Settings → Options → Network, "
                "then try again."
            ),
        ),
        (
            r"invalid peer certificate|certificate verify failed|UnknownIssuer|SSL handshake|certificate is not trusted"
            r"|unable to get local issuer|self.signed certificate",
            tr(
                "The server's certificate is not trusted, as behind a company's firewall: add the company's "
                "certificate under Settings → Options → Authentication → Manage certificates → Authorities, then "
                "try again."
            ),
        ),
        (
            r"hash mismatch for `?([^\s`]+)`?",
            tr(
                "{0} is not the file that Berunda expects (its SHA-256 differs), so it was not installed: try again, "
                "and if it stays so, report it with the diagnostics."
            ),
        ),
    )


def _of_the_computer() -> tuple[tuple[str, str], ...]:
    return (
        (
            r"no space left|os error 28\b|os error 112\b|not enough space|disk quota|os error 122\b",
            tr("The disk is full: free some space or choose another folder, then try again."),
        ),
        (
            r"os error 206\b|filename or extension is too long|file name too long|os error 36\b",
            tr("A path becomes too long: choose a folder with a short path, such as C:\\berunda."),
        ),
        (
            r"c10\.dll|WinError 1114|WinError 126|VCRUNTIME|MSVCP140",
            tr(
                "PyTorch does not start because the Microsoft Visual C++ runtime is missing or old: install the latest "
                "“Visual C++ Redistributable” (x64) from Microsoft, then try again."
            ),
        ),
        (
            r"read-only file system|permission denied|os error 13\b|os error 30\b|os error 5\b|access is denied",
            tr(
                "The folder cannot be written, or programs may not run from it: choose another folder, or make an "
                "exception for it in the virus scanner, then try again."
            ),
        ),
        (
            r"GLIBC(?:XX)?_[\d.]+' not found",
            tr("This system is too old for PyTorch (it needs glibc 2.28 or newer): update the system."),
        ),
    )


def _of_the_packages() -> tuple[tuple[str, str], ...]:
    return (
        (
            r"was not found in the provided package locations|not found in the (?:cache|offline)|network was disabled"
            r"|failed to query metadata of file",
            tr("The folder of wheels lacks a package: fill it as the user's documentation says, then try again."),
        ),
        (
            r"no wheels? with a matching (?:Python|platform)|has no usable wheels|no matching wheels|ABI tag",
            tr(
                "There are no packages for this Python on this computer: leave the Python to build on empty, so that "
                "a fitting one is fetched, or name a Python from 3.10 to 3.14."
            ),
        ),
    )


def _of_the_network() -> tuple[tuple[str, str], ...]:
    return (
        (
            r"dns error|failed to lookup|host \S* ?not found|network is unreachable|connection refused"
            r"|tcp connect error|connection reset|timed out|timeout|error sending request|connection closed"
            r"|failed to fetch|failed to download",
            tr(
                "The network cannot be reached: check the connection and the proxy under Settings → Options → Network, "
                "then try again; without a network, use a folder of wheels (Advanced)."
            ),
        ),
    )
