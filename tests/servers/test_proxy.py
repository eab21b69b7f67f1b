"""The proxy that is shipped for a Chroma server: TLS, and nobody without the token."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import PROJECT
from tests.servers.chroma import ChromaProcess, free_port
from vectorstore.errors import ServerRefuses, ServerUnavailable
from vectorstore.index.server import ChromaServer, close, connect

_TOKEN = ("X-Chroma-Token", "put-a-long-random-token-here")


@pytest.fixture
def proxy(chroma: ChromaProcess, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """`deploy/chroma-nginx.conf` with a certificate of its own: the address and the certificate's file."""
    for program in ("nginx", "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    key, certificate, port = tmp_path / "key.pem", tmp_path / "cert.pem", free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    block = (PROJECT / "deploy" / "chroma-nginx.conf").read_text("utf-8")
    for shipped, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/letsencrypt/live/chroma.example.org/fullchain.pem": str(certificate),
        "/etc/letsencrypt/live/chroma.example.org/privkey.pem": str(key),
        "http://127.0.0.1:8000": chroma.url,
    }.items():
        assert shipped in block
        block = block.replace(shipped, here)
    places = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors; events {{}}\n"
        f"http {{ access_log off; {places}\n{block}\n}}",
        encoding="utf-8",
    )
    running = subprocess.Popen(["nginx", "-c", tmp_path / "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 20
        while not (tmp_path / "pid").exists():
            assert running.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        yield f"https://localhost:{port}", str(certificate)
    finally:
        running.terminate()
        running.wait()


def test_only_who_has_the_token_comes_through(proxy: tuple[str, str]) -> None:
    """With the token the server answers; without it, or with another certificate, it is said what is wrong."""
    url, certificate = proxy
    client = connect(ChromaServer(url, headers=(_TOKEN,), ca_file=certificate))
    assert client.create_collection("through-the-proxy", embedding_function=None).name
    close(client)
    for headers in ((), (("X-Chroma-Token", "wrong"),)):
        with pytest.raises(ServerRefuses) as refused:
            connect(ChromaServer(url, headers=headers, ca_file=certificate))
        assert "wrong" not in str(refused.value)
    with pytest.raises(ServerUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
        connect(ChromaServer(url, headers=(_TOKEN,)))
