"""Formats that only an office program reads: converted by LibreOffice, else read by antiword or catdoc."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from vectorstore.documents.formats.extracted import CannotRead, Extracted, Line, assemble
from vectorstore.documents.formats.packages import Package

_OFFICE = ("soffice", "libreoffice")
#: What LibreOffice makes of a kind; the readers of those formats do the rest.
TARGETS = {
    "doc": "docx", "wps": "docx", "rtf": "docx", "odt": "docx", "xls": "xlsx", "xlsb": "xlsx", "et": "xlsx", "ods": "xlsx",
    "ppt": "pdf", "pptx": "pdf", "odp": "pdf", "dps": "pdf",
    "wordml": "docx", "fodt": "docx", "uot": "docx", "sheetml": "xlsx", "fods": "xlsx", "uos": "xlsx",
    "xlsx-anew": "xlsx",
}  # fmt: skip
#: What an office program calls a kind, where it goes by another name here.
_ENDINGS = {"wordml": "xml", "sheetml": "xml", "xlsx-anew": "xlsx"}
_BYTES = re.compile("[\x80-\x9f\xa1-\xa6\xa8-\xaf\xb4-\xb6\xb8-\xd6\xd8-\xf6\xf8-\xff\ufffd]")
_MOST_BYTES = 0.3
#: How a compound file begins where it is taken for UTF-16, in both orders of bytes.
_COMPOUND = ("\ud0cf\u11e0", "\ucfd0\ue011")
#: LibreOffice takes 64 MB and gives them back sixteen times at each start. Where glibc keeps them instead, a start
#: takes half the processor time; to other C libraries these are names without a meaning.
KEEPS_ITS_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "500000000", "MALLOC_TRIM_THRESHOLD_": "2000000000"}
_BUILD = re.compile(r"^buildid=(\S+)\s*$", re.MULTILINE)
_OLD_WORD = (("antiword", ("-m", "UTF-8.txt", "-w", "0")), ("catdoc", ("-dutf-8", "-w")))


def read_office(data: bytes, kind: str, seconds: int) -> Extracted:
    """The text of an old or foreign office file. Raises `CannotRead` with what to install where nothing reads it."""
    program = next((found for name in _OFFICE if (found := shutil.which(name))), None)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"in.{_ENDINGS.get(kind, kind)}"
        source.write_bytes(data)
        if program:
            made = _convert(program, source, TARGETS[kind], seconds)
            if made is not None:
                return _read(made.read_bytes(), TARGETS[kind], kind)
        if has_password(data):
            # Some of the small readers print what they can't open.
            raise CannotRead("encrypted")
        text = _plain(source, seconds) if kind in {"doc", "wps"} else None
    if text and not is_noise(text):
        return assemble(kind, [Line(line) for line in text.splitlines() if line.strip()])
    raise CannotRead("damaged" if program else "no-converter")


def has_password(data: bytes) -> bool:
    """Whether an old or an OpenDocument office file says that its contents are locked."""
    if data.startswith(b"PK"):
        package = Package(data)
        manifest = "META-INF/manifest.xml"
        return manifest in package and b"encryption-data" in package.read(manifest)
    return any(_is_locked(data, place) for place in range(512, len(data), 512))


def _is_locked(data: bytes, place: int) -> bool:
    """Whether a stream of Word or Excel that begins here has the flag, or the record, of a password."""
    if data[place : place + 2] == b"\xec\xa5":
        return bool(data[place + 11 : place + 12] and data[place + 11] & 1)
    if data[place : place + 2] != b"\x09\x08":
        return False
    for _ in range(8):
        kind, length = (int.from_bytes(data[place + at : place + at + 2], "little") for at in (0, 2))
        if kind == 0x2F:
            return True
        place += 4 + length
    return False


def has_office() -> bool:
    """Whether LibreOffice is installed."""
    return any(map(shutil.which, _OFFICE))


def _convert(program: str, source: Path, target: str, seconds: int) -> Path | None:
    out = source.parent / "out"
    profile = source.parent / "profile"
    as_of_this_build(program, profile)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", target,
               "--outdir", str(out), str(source)]  # fmt: skip
    try:
        subprocess.run(
            command, env=os.environ | KEEPS_ITS_MEMORY, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as exc:
        raise CannotRead("limits") from exc
    except OSError:
        return None
    made = out / f"{source.stem}.{target}"
    return made if made.is_file() else None


def as_of_this_build(program: str, profile: Path) -> None:
    """Write into a new profile which build of LibreOffice it belongs to, where the installation says so.

    A start with a profile of any other build puts all extensions in order first, for a quarter of its processor time.
    """
    try:
        told = _BUILD.search(Path(program).resolve().with_name("versionrc").read_text("utf-8"))
    except (OSError, ValueError):
        return
    if told:
        extensions = profile / "user" / "extensions"
        extensions.mkdir(parents=True, exist_ok=True)
        (extensions / "buildid").write_text(told[1], "utf-8")


def _read(data: bytes, target: str, kind: str) -> Extracted:
    from dataclasses import replace

    from vectorstore.documents.formats.docx import read_docx
    from vectorstore.documents.formats.pdf import read_pdf
    from vectorstore.documents.formats.spreadsheet import read_xlsx

    reader = {"docx": read_docx, "xlsx": read_xlsx, "pdf": read_pdf}[target]
    made = reader(data)
    if is_noise(made.text):
        raise CannotRead("damaged")
    return replace(made, format=kind.removesuffix("-anew"))


def is_noise(text: str) -> bool:
    """Whether a text is bytes that were shown as letters: what an office program makes of a file that it can't tell."""
    words = "".join(text.split())
    return words.startswith(_COMPOUND) or len(_BYTES.findall(words)) > _MOST_BYTES * len(words)


def _plain(source: Path, seconds: int) -> str | None:
    """What antiword or catdoc prints; None where neither is there or reads it."""
    for name, options in _OLD_WORD:
        program = shutil.which(name)
        if not program:
            continue
        try:
            done = subprocess.run(
                [program, *options, str(source)], capture_output=True, timeout=seconds, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.decode("utf-8", "replace")
    return None
