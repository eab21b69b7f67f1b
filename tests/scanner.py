"""A scanner: pages of text as a printer sets them, with what a scanner's glass adds; as pictures or as a PDF.

It needs Pillow and a Chinese font, nothing that reads text.
"""

from __future__ import annotations

import io
import random
import subprocess
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

_WIDE, _HIGH = 8.27, 11.69  # A4 in inches
_SIZE, _LEADING = 15 / 72, 28 / 72  # 三号 letters and official line spacing, roughly
_MARGIN = 1.1
#: How high a strip of paper is with room for three rows.
SLIP = 3.0


@cache
def font_file() -> str:
    """A serif font with Chinese characters; empty where the machine has none."""
    try:
        done = subprocess.run(
            ["fc-match", "-f", "%{file}", "serif:lang=zh-cn"], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout if "cjk" in done.stdout.lower() or "wqy" in done.stdout.lower() else ""


def scanned(text: str, dpi: int, seed: int = 7, high: float = _HIGH) -> list[Image]:
    """The pages of a text, a paragraph a line, as a scanner at this many dots an inch sees them.

    Looking for rows takes as long as a page is large: a few rows stand on a sheet that is `high` inches only.
    """
    return [
        _seen(page, dpi, high, random.Random(seed + number)) for number, page in enumerate(set_rows(text))
    ]


def scanned_pdf(text: str, dpi: int, seed: int = 7, high: float = _HIGH) -> bytes:
    """The same as a PDF of pictures, as office scanners send it."""
    first, *rest = scanned(text, dpi, seed, high)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=80)
    return out.getvalue()


def set_rows(text: str) -> list[list[tuple[bool, str]]]:
    """The rows of each page: whether a row begins a paragraph, and its characters."""
    across = int((_WIDE - 2 * _MARGIN) / _SIZE)
    rows: list[tuple[bool, str]] = []
    for paragraph in filter(None, (line.strip() for line in text.splitlines())):
        row, width, begins = "", 2.0, True
        for char in paragraph:
            step = 0.55 if char < "\u2000" else 1.0
            # A closing mark never begins a row.
            if width + step > across and char not in "，。；：、！？）》”,.;:)":
                rows.append((begins, row))
                row, width, begins = "", 0.0, False
            row, width = row + char, width + step
        rows.append((begins, row))
    down = int((_HIGH - 2 * _MARGIN) / _LEADING)
    return [rows[at : at + down] for at in range(0, len(rows), down)]


def _seen(rows: Sequence[tuple[bool, str]], dpi: int, high: float, chance: random.Random) -> Image:
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    page = Image.new("L", (round(_WIDE * dpi), round(high * dpi)), 250)
    draw = ImageDraw.Draw(page)
    size = _SIZE * dpi
    font = ImageFont.truetype(font_file(), round(size))
    for number, (begins, row) in enumerate(rows):
        x = (_MARGIN + 2 * _SIZE * begins) * dpi
        for char in row:
            draw.text((x, (_MARGIN + number * _LEADING) * dpi), char, 20, font)
            x += size * (0.55 if char < "\u2000" else 1.0)
    # The sheet lies a little askew, the lens is a little soft, the glass is not clean.
    page = page.rotate(chance.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=250)
    page = page.filter(ImageFilter.GaussianBlur(dpi / 400))
    noise = Image.effect_noise(page.size, 26)
    page = Image.blend(page, noise, 0.12)
    draw = ImageDraw.Draw(page)
    for _ in range(40):
        x, y = chance.uniform(0, page.width), chance.uniform(0, page.height)
        draw.ellipse((x, y, x + dpi / 120, y + dpi / 120), fill=90)
    return page
