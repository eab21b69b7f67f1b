"""Files as offices have them, made from text by the programs that make them there.

LibreOffice and Chromium run as programs; OFD, which no free program writes, is written here as
GB/T 33190 has it: every row of a page a text object with its place.
"""

from __future__ import annotations

import atexit
import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from tests.scanner import set_rows
from vectorstore.documents.formats.office import KEEPS_ITS_MEMORY

_PATIENCE = 300
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def has_office() -> bool:
    """Whether LibreOffice is there."""
    return bool(shutil.which("soffice"))


def has_browser() -> bool:
    """Whether Chromium is there."""
    return bool(shutil.which("chromium"))


def converted(sources: Sequence[Path], target: str, folder: Path) -> list[Path]:
    """The files that LibreOffice makes of others, in `folder`; `target` is an ending or `ending:filter`."""
    command = ["soffice", f"-env:UserInstallation={_profile().as_uri()}", "--headless"]
    if sources[0].suffix == ".txt":
        command.append("--infilter=Text (encoded):UTF8")
    command += ["--convert-to", target, "--outdir", str(folder), *map(str, sources)]
    subprocess.run(
        command, env=os.environ | KEEPS_ITS_MEMORY, check=True, capture_output=True, timeout=_PATIENCE
    )
    return [folder / f"{source.stem}.{target.split(':')[0]}" for source in sources]


@cache
def _profile() -> Path:
    """The settings of LibreOffice for this process: it takes a quarter of a second to make new ones."""
    folder = tempfile.mkdtemp(prefix="yinju-tests-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def printed(page: Path, target: Path, profile: Path) -> Path:
    """The PDF that Chromium prints of an HTML page."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
               "--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
    return target


def html(text: str, titled: bool = True) -> str:
    """A page with a paragraph for each line; `titled` where the first line is its title."""
    lines = [escape(line.strip()) for line in text.splitlines() if line.strip()]
    title = f"<title>{lines[0]}</title>" if titled else ""
    first = f"<h1>{lines[0]}</h1>" if titled else f"<p>{lines[0]}</p>"
    body = "\n".join([first, *(f"<p>{line}</p>" for line in lines[1:])])
    return f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8">{title}</head><body>\n{body}\n</body></html>\n'


def ofd(text: str, attachment: str = "") -> bytes:
    """An OFD file of a text, A4, set in rows as a printer does; perhaps with an attachment of that name."""
    size, leading, left, top = 5.6, 10.0, 28.0, 37.0
    out = io.BytesIO()
    pages = set_rows(text)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {_OFD} Version="1.1"><ofd:DocBody>'
                         "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>")  # fmt: skip
        listed = "".join(
            f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
        )
        attached = "<ofd:Attachments>Attachments.xml</ofd:Attachments>" if attachment else ""
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {_OFD}><ofd:Pages>{listed}</ofd:Pages>{attached}</ofd:Document>",
        )
        if attachment:
            archive.writestr(
                "Doc_0/Attachments.xml",
                f'<ofd:Attachments {_OFD}><ofd:Attachment ID="1" Name="{escape(attachment)}"/></ofd:Attachments>',
            )
        for number, rows in enumerate(pages):
            objects = []
            for count, (begins, row) in enumerate(rows):
                steps = " ".join("3.1" if char < "\u2000" else f"{size}" for char in row[:-1])
                objects.append(
                    f'<ofd:TextObject ID="{count + 1}" Boundary="{left + 2 * size * begins} {top + count * leading} 160 7" '
                    f'Size="{size}"><ofd:TextCode X="0" Y="5" DeltaX="{steps}">{escape(row)}</ofd:TextCode></ofd:TextObject>'
                )
            archive.writestr(
                f"Doc_0/Pages/Page_{number}/Content.xml",
                f"<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>",
            )
    return out.getvalue()
