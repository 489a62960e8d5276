"""What programs say when they fail, as uv 0.13 and others really say it, and the sentence that it becomes."""
from __future__ import annotations

import pytest
from berunda.plugin.core.engine.installer.sentences import sentence_for

DNS = """error: Failed to fetch: https://pypi.org/simple/six/
  cause: error sending request for url (https://pypi.org/simple/six/)
  cause: client error (Connect)
  cause: dns error
  cause: failed to lookup address information: Name or service not known"""
TLS = """error: Failed to fetch: https://pypi.org/simple/six/
  cause: client error (Connect)
  cause: invalid peer certificate: UnknownIssuer"""
PROXY = """error: Failed to fetch: https://pypi.org/simple/six/
  cause: client error (Connect)
  cause: tunnel error: proxy authorization required"""
REFUSED = """error: Failed to fetch: https://pypi.org/simple/six/
  cause: tunnel error: failed to create underlying connection
  cause: tcp connect error
  cause: Connection refused (os error 111)"""
HASH = """error: Failed to download `six==1.17.0`
  cause: Hash mismatch for `six==1.17.0`
         Expected:
           sha256:0000"""
FULL = """error: Failed to download `scipy==1.17.1`
  cause: failed to write to file `/c/.tmp0/_flapack.so`: No space left on device (os error 28)"""
READ_ONLY = """error: Failed to create virtual environment
  cause: failed to create directory `/ro/e`: Read-only file system (os error 30)"""
LACKS = "cause: Because six was not found in the provided package locations and you require six==1.17.0, we can"
PYTHON_LACKS = "cause: failed to query metadata of file `/wheels/20261110/cpython-3.12.16.tar.gz`: No such file"
TAG = "Because torch==2.13.0+cpu has no wheels with a matching Python ABI tag (e.g., `cp315`) and you require"
DLL = 'OSError: [WinError 1114] A dynamic link library (DLL) failed. Error loading "C:\\x\\torch\\lib\\c10.dll"'
LONG = "failed to open file: The filename or extension is too long. (os error 206)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (DNS, "The network cannot be reached"),
        (REFUSED, "The network cannot be reached"),
        (TLS, "The server's certificate is not trusted"),
        (PROXY, "The proxy wants a user name and a password"),
        ("failed to fetch https://x/: Proxy authentication required", "The proxy wants a user name"),
        ("failed to fetch https://x/: SSL handshake failed", "The server's certificate is not trusted"),
        ("failed to fetch https://x/: Host x not found", "The network cannot be reached"),
        (HASH, "six==1.17.0 is not the file that Berunda expects"),
        (FULL, "The disk is full"),
        (READ_ONLY, "The folder cannot be written"),
        ("[Errno 13] Permission denied: '/home/x/uv' (os error 13)", "The folder cannot be written"),
        (LACKS, "The folder of wheels lacks a package"),
        (PYTHON_LACKS, "The folder of wheels lacks a package"),
        (TAG, "There are no packages for this Python"),
        (DLL, "Microsoft Visual C++ runtime"),
        (LONG, "A path becomes too long"),
        ("ImportError: /lib/libm.so.6: version `GLIBC_2.28' not found", "This system is too old for PyTorch"),
    ],
)
def test_one_sentence_with_a_remedy(said: str, words: str) -> None:
    sentence = sentence_for(said)
    assert sentence.startswith(words) or words in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert ":" in sentence


def test_what_nobody_foresaw_is_quoted_and_short() -> None:
    sentence = sentence_for("first\n" + "x" * 1000 + "\nlast words\n\n")
    assert "last words" in sentence
    assert len(sentence) < 450
    assert sentence_for("").startswith("The installation failed ()")
