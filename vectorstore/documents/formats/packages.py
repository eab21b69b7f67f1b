"""Zip packages under limits, and XML without entities: what Word, Excel and OFD files are made of."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING

from vectorstore.documents.formats.extracted import CannotRead

if TYPE_CHECKING:
    from lxml.etree import _Element

#: A package that unpacks to more is a bomb, or no document.
LARGEST_EXPANDED = 200 * 1024 * 1024
_MOST_MEMBERS = 20_000
#: Files saved as "strict" Open XML have the same elements under other names of namespaces.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")


class Package:
    """The members of a zip file. Raises `CannotRead` for bombs, passwords and damage."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as exc:
            raise CannotRead("damaged") from exc
        members = self._zip.infolist()
        if sum(m.file_size for m in members) > LARGEST_EXPANDED or len(members) > _MOST_MEMBERS:
            raise CannotRead("expands")
        self._left = LARGEST_EXPANDED
        self._names = {m.filename.replace("\\", "/").lstrip("/").lower(): m for m in members}

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/").lower() in self._names

    def names(self, *beginnings: str) -> list[str]:
        """The members whose names begin so, sorted."""
        return sorted(name for name in self._names if name.startswith(beginnings))

    def read(self, name: str) -> bytes:
        """A member's bytes. What it really unpacks to counts, not what it says of itself."""
        member = self._names.get(name.lstrip("/").lower())
        if member is None:
            raise CannotRead("damaged", name)
        data = read_member(self._zip, member, self._left)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> _Element:
        """A member as XML. Raises `CannotRead` where it is none, or declares entities."""
        return parse(transitional(self.read(name)))

    def related(self, name: str = "") -> dict[str, tuple[str, str]]:
        """What a part refers to: by number the kind of the relation and the part; of the package without a name.

        What lies outside of the package is not among it.
        """
        folder, file = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{file}.rels")
        if listing not in self:
            return {}
        found = {}
        for node in self.xml(listing):
            target = node.get("Target") or ""
            if node.get("TargetMode") != "External":
                place = target if target.startswith("/") else posixpath.join(folder, target)
                kind = posixpath.basename(node.get("Type") or "")
                found[node.get("Id") or ""] = kind, posixpath.normpath(place).lstrip("/")
        return found


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of a member, at most so many. Raises `CannotRead`."""
    if member.flag_bits & 1:
        raise CannotRead("encrypted")
    try:
        with archive.open(member) as stream:
            data = stream.read(most + 1)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as exc:
        raise CannotRead("damaged") from exc
    except Exception as exc:  # zlib.error and lzma.LZMAError share no base
        raise CannotRead("damaged") from exc
    if len(data) > most:
        raise CannotRead("expands")
    return data


def transitional(data: bytes) -> bytes:
    """XML of a "strict" Open XML file with the namespaces that everybody else writes."""
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)


def has_entities(data: bytes) -> bool:
    """Whether XML declares a document type or entities, as no office program does."""
    return b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]


def parse(data: bytes) -> _Element:
    """XML without DTD, entities or network. Raises `CannotRead`."""
    from lxml import etree

    if has_entities(data):
        raise CannotRead("damaged")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as exc:
        raise CannotRead("damaged") from exc
