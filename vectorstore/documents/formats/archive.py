"""Archives and letters: their members or attachments unpacked into a folder, under limits of number and size."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any

from vectorstore.documents.formats.extracted import CannotRead
from vectorstore.documents.formats.packages import LARGEST_EXPANDED, read_member

_MOST_MEMBERS = 2000


#: How a file begins that was packed, alone or as a tar.
_OPENERS: dict[bytes, Callable[[io.BytesIO], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}


def unpack(
    data: bytes, kind: str, folder: Path, name: str = ""
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Write the members of an archive into `folder` as files named by number.

    Returns (name inside, file's name) of what was unpacked and (name inside, reason) of what was
    not, `…` for all that stands behind a break or a limit. No name of the archive becomes a path.
    Raises `CannotRead` where nothing could be unpacked.
    """
    done: list[tuple[str, str]] = []
    failed: list[tuple[str, str]] = []
    members = {"zip": _zip_members, "eml": _letter_members}.get(kind) or partial(_packed_members, name)
    try:
        _unpack(members(data), folder, done, failed)
    except CannotRead as exc:
        if not done:
            raise
        # What stood before the break is whole.
        failed.append(("…", exc.reason))
    return done, failed


def _unpack(
    members: Iterator[tuple[str, Callable[[int], bytes]]],
    folder: Path,
    done: list[tuple[str, str]],
    failed: list[tuple[str, str]],
) -> None:
    left = LARGEST_EXPANDED
    for name, read in members:
        parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
        if not parts or any(part.startswith(".") or part == "__MACOSX" for part in parts):
            continue
        shown = "/".join(parts)
        if len(done) >= _MOST_MEMBERS:
            raise CannotRead("expands")
        try:
            content = read(left)
        except CannotRead as exc:
            if exc.reason == "expands":
                raise
            failed.append((shown, exc.reason))
            continue
        left -= len(content)
        file = f"{len(done):05}"
        (folder / file).write_bytes(content)
        done.append((shown, file))


def decoded_name(member: zipfile.ZipInfo) -> str:
    """A member's name. Without the flag for UTF-8 it is GB18030, as Chinese Windows writes it."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return member.filename


def _zip_members(data: bytes) -> Iterator[tuple[str, Callable[[int], bytes]]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as exc:
        raise CannotRead("damaged") from exc
    if sum(member.file_size for member in archive.infolist()) > LARGEST_EXPANDED:
        raise CannotRead("expands")
    for member in archive.infolist():
        if not member.is_dir():
            yield decoded_name(member), partial(_zip_member, archive, member)


def _packed_members(name: str, data: bytes) -> Iterator[tuple[str, Callable[[int], bytes]]]:
    """The members of a tar, or the one file that was packed without one."""
    opener = _opener(data)
    if opener:
        try:
            head = opener(io.BytesIO(data)).read(512)
        except (OSError, EOFError, zlib.error, lzma.LZMAError):
            head = b""
        # Every header of a tar has a check sum, older ones nothing else to know them by.
        if head and not _is_tar_header(head):
            yield PurePosixPath(name).stem or "1", partial(_tar_member, opener(io.BytesIO(data)))
            return
    yield from _tar_members(data)


def _opener(data: bytes) -> Callable[[io.BytesIO], Any] | None:
    """What opens a compressed file; each reads on behind the end of a stream, as several packed side by side have it."""
    return next((one for magic, one in _OPENERS.items() if data.startswith(magic)), None)


def _is_tar_header(head: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _letter_members(data: bytes) -> Iterator[tuple[str, Callable[[int], bytes]]]:
    """The words of a letter (.eml) with its heads above them, and the files that are attached to it."""
    from vectorstore.documents.formats.letter import parts

    for name, content in parts(data):
        yield name, partial(_tar_member, io.BytesIO(content))


def _tar_members(data: bytes) -> Iterator[tuple[str, Callable[[int], bytes]]]:
    # A stream is never sought in: reading stops where the limit is reached. What tarfile unpacks itself ends with
    # the first compressed stream.
    opener = _opener(data)
    try:
        plain = opener(io.BytesIO(data)) if opener else io.BytesIO(data)
        with tarfile.open(fileobj=plain, mode="r|") as archive:
            for member in archive:
                if member.isfile():
                    stream = archive.extractfile(member)
                    assert stream is not None
                    yield _tar_name(member.name), partial(_tar_member, stream)
    except (tarfile.TarError, OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as exc:
        raise CannotRead("damaged") from exc


def _tar_name(name: str) -> str:
    """A member's name; what is not UTF-8 is GB18030, as archivers of Chinese Windows write it."""
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    return read_member(archive, member, most)


def _tar_member(stream: IO[bytes], most: int) -> bytes:
    try:
        content = stream.read(most + 1)
    except Exception as exc:  # zlib.error and lzma.LZMAError share no base with tarfile's errors
        raise CannotRead("damaged") from exc
    if len(content) > most:
        raise CannotRead("expands")
    return content
