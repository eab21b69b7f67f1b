"""The files of deploy/ as the programs that read them judge them, where those are installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands import PROJECT

DEPLOY = PROJECT / "deploy"


def _judged(*command: str | Path) -> None:
    program = str(command[0])
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the certificate and key of a name that nobody has."""
    folder = tmp_path_factory.mktemp("certificate")
    _judged("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=example.org",
            "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem")  # fmt: skip
    return folder


@pytest.mark.parametrize("name", ["nginx.conf", "chroma-nginx.conf"])
def test_nginx_takes_its_server_blocks(name: str, certificate: Path, tmp_path: Path) -> None:
    """`nginx -t` accepts the block inside a configuration of its own."""
    lines = (DEPLOY / name).read_text("utf-8").splitlines()
    placed = [
        line.replace(line.split()[1].rpartition("/")[0], str(certificate)) if "/live/" in line else line
        for line in lines
    ]
    (tmp_path / "block.conf").write_text("\n".join(placed), "utf-8")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/nginx.pid; error_log stderr; events {{}} http {{ include {tmp_path}/block.conf; }}",
        "utf-8",
    )
    _judged("nginx", "-t", "-c", tmp_path / "nginx.conf")


def test_caddy_takes_its_file(tmp_path: Path) -> None:
    """`caddy validate` accepts it, and it is laid out as `caddy fmt` lays it out."""
    _judged("caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile")
    copy = shutil.copy(DEPLOY / "Caddyfile", tmp_path)
    _judged("caddy", "fmt", "--overwrite", copy)
    assert Path(copy).read_bytes() == (DEPLOY / "Caddyfile").read_bytes()


def test_hadolint_has_nothing_to_say_of_the_image() -> None:
    """Not even a hint."""
    _judged("hadolint", "--failure-threshold", "style", DEPLOY / "Dockerfile")


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """`systemd-analyze verify` has nothing to say about it, with a program that is there in the bot's place."""
    unit = (DEPLOY / "yinju-telegram.service").read_text("utf-8")
    assert "ExecStart=/opt/yinju/bin/yinju telegram\n" in unit
    path = tmp_path / "yinju-telegram.service"
    path.write_text(unit.replace("/opt/yinju/bin/yinju", "/bin/true"), "utf-8")
    _judged("systemd-analyze", "verify", path)
