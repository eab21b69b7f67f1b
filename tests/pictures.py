"""Pictures of the terminal and of the pages: `make pictures` writes docs/pictures/ anew.

The terminal's are SVG, from what the real command prints on a terminal of 80 and of 120 columns;
the pages' are screenshots of a real Chromium: a desktop, a phone, in the dark, and on paper.
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bot.serving.running import serving
from tests.browsing import chromium, on_paper, sized
from tests.commands import COMMAND, PROJECT, SEEDS, environment, run, started
from tests.terminal_svg import terminal_svg

FOLDER = PROJECT / "docs" / "pictures"
ASKED = "济南市委政法委形成了多少份调研报告？"
LISTED = "红河州的十项机制分别是什么？"
#: What is typed into the terminal of the pictures.
SCRIPT = (("ask", ASKED), ("locate", "收集意见建议159万余条"), ("ask", "珠穆朗玛峰有多高？"))
#: Answered, declined, altered: what the commands of the script end with.
_DONE = {0, 3, 4}
_SIZES = {"desktop": (1280, 800, "light"), "phone": (390, 780, "light"), "dark": (1280, 800, "dark")}
#: Of the questions of the seeds every third is evaluated for the picture.
_EVERY = 3
#: Colours of a picture; what is shown is text and a few flat colours.
_COLOURS = 48


def on_a_terminal(data_dir: Path, columns: int, *arguments: str, cold: bool = False) -> str:
    """What a command prints on a terminal of so many columns, with its colours.

    A `cold` one comes from no process that has the models loaded: it takes as long as a person's.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = environment(data_dir, TERM="xterm-256color", COLUMNS=str(columns))
    streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": theirs, "stderr": theirs}
    process: subprocess.Popen[Any] = (
        subprocess.Popen([sys.executable, *COMMAND, *arguments], env=env, cwd=data_dir, **streams)
        if cold
        else started(arguments, env, data_dir, **streams)
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:
        pass  # the other end is closed: the command is over
    finally:
        os.close(ours)
    if process.wait() not in _DONE:
        sys.exit(shown.decode())
    return shown.decode().replace("\r\n", "\n")


def terminal_picture(data_dir: Path, columns: int) -> str:
    """The script typed into a terminal of so many columns, as SVG."""
    shown = ""
    for command, argument in SCRIPT:
        typed = f"$ yinju {command} {argument}"
        shown += f"\x1b[1;32m{typed}\x1b[0m\n{on_a_terminal(data_dir, columns, command, argument)}\n"
    return terminal_svg(shown.rstrip(), columns)


def write_png(picture: Any, name: str) -> None:
    """A picture with few colours, as small as it goes."""
    picture.convert("RGB").quantize(_COLOURS).save(FOLDER / f"{name}.png", optimize=True)


def page_pictures(browser: Any, name: str, address: str, prepare: Callable[[], None]) -> None:
    """A page on a desktop, on a phone, in the dark, and its first sheet of paper."""
    from PIL import Image

    for kind, (width, height, scheme) in _SIZES.items():
        sized(browser, width, height, scheme)
        browser.get("about:blank")
        browser.get(address)
        prepare()
        time.sleep(0.5)  # a short animation ends
        write_png(Image.open(io.BytesIO(browser.get_screenshot_as_png())), f"{name}-{kind}")
    sized(browser, 1280, 800)
    browser.get("about:blank")
    browser.get(address)
    prepare()
    with on_paper(browser) as sheet:
        import pypdfium2

        document = pypdfium2.PdfDocument(sheet.pdf)
        write_png(document[0].render(scale=1.2).to_pil(), f"{name}-print")
        document.close()


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        data_dir.mkdir()
        done = run(data_dir, "ingest", str(SEEDS))
        if done.code:
            sys.exit(done.err)
        for columns in (80, 120):
            (FOLDER / f"terminal-{columns}.svg").write_text(terminal_picture(data_dir, columns), "utf-8")
        try:
            with chromium(Path(folder) / "profile") as browser:
                _pages(browser, data_dir)
        except FileNotFoundError as exc:
            sys.exit(str(exc))
    sizes = {path.name: path.stat().st_size for path in sorted(FOLDER.iterdir())}
    for name, size in sizes.items():
        print(f"{size / 1000:7.1f} kB  {name}")
    print(f"{sum(sizes.values()) / 1000:7.1f} kB  together")


def _pages(browser: Any, data_dir: Path) -> None:
    run(data_dir, "ask", ASKED)
    opened = run(data_dir, "open", "1", "--print-path").out.strip()
    page_pictures(browser, "open", Path(opened).as_uri(), lambda: None)

    report = data_dir / "report.html"
    # A part of the questions: enough for every plot, and done in a minute.
    questions = data_dir / "seeds.jsonl"
    every = (PROJECT / "tests" / "questions" / "seeds.jsonl").read_text("utf-8").splitlines()
    questions.write_text("\n".join(every[::_EVERY]), "utf-8")
    done = run(data_dir, "eval", str(questions), "--html", str(report))
    if not report.exists():
        sys.exit(done.err)
    page_pictures(browser, "eval", report.as_uri(), lambda: None)

    with serving(data_dir) as server:
        page_pictures(browser, "serve", f"{server.url}/", lambda: _asked(browser))


def _asked(browser: Any) -> None:
    """A question asked on the page, its answer and its source opened."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait

    for question in (LISTED, ASKED):
        browser.find_element(By.ID, "question").send_keys(question, Keys.ENTER)
        WebDriverWait(browser, 120).until(
            lambda _: browser.execute_script("return !document.querySelector('[aria-busy]')")
        )
    time.sleep(1)  # the source beside it is fetched


if __name__ == "__main__":
    main()
