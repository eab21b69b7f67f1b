"""Where an installed package keeps what it reads and writes, and what an installation shows."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import PROJECT, environment, run


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package laid out as a wheel lays it: no project around it, prompts and seeds inside."""
    site = tmp_path_factory.mktemp("site-packages")
    for name in ("bot", "vectorstore"):
        shutil.copytree(PROJECT / name, site / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("prompts", "seeds"):
        shutil.copytree(PROJECT / name, site / "bot" / name)
    return site


def _config(site: Path, home: Path, **more: str) -> str:
    """What `yinju config` prints for somebody whose home is `home`."""
    env = environment(home, PYTHONPATH=str(site), HOME=str(home), **more)
    for name in ("DATA_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        if name not in more:
            env.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "config"],
        env=env,
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=True,
        timeout=60,
    )
    return done.stdout.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="the folders are those of the XDG rules")
def test_an_installed_package_writes_into_the_users_folders(installed: Path, tmp_path: Path) -> None:
    """Data go to the user's data folder, the first documents and prompts are the package's own."""
    shown = _config(installed, tmp_path)
    assert f"DATA_DIR={tmp_path}/.local/share/yinju\n" in shown
    assert f"DOCUMENTS={installed}/bot/seeds\n" in shown
    assert f"{tmp_path}/.config/yinju/.env（没有这个文件）\n" in shown
    assert list(tmp_path.iterdir()) == []


def test_data_dir_wins_over_the_users_folder(installed: Path, tmp_path: Path) -> None:
    """`DATA_DIR` in the environment is followed by an installed package too."""
    assert f"DATA_DIR={tmp_path}/mine\n" in _config(installed, tmp_path, DATA_DIR=str(tmp_path / "mine"))


@pytest.mark.skipif(sys.platform != "linux", reason="the folders are those of the XDG rules")
def test_the_current_folders_settings_win_over_the_users(installed: Path, tmp_path: Path) -> None:
    """`.env` of the config folder is read everywhere; the current folder's goes before it."""
    config = tmp_path / ".config" / "yinju"
    config.mkdir(parents=True)
    (config / ".env").write_text("TOP_PASSAGES=7\nYINJU_LANGUAGE=en\n", "utf-8")
    (tmp_path / ".env").write_text("TOP_PASSAGES=9\n", "utf-8")
    shown = _config(installed, tmp_path)
    assert f"{config}/.env (read)\n{tmp_path}/.env (read)\n" in shown
    assert "TOP_PASSAGES=9\n" in shown
    assert "YINJU_LANGUAGE=en\n" in shown


def test_a_checkout_keeps_its_own_folders(tmp_path: Path) -> None:
    """In the project's folder the index is in `.yinju` and the first documents are `seeds/`."""
    from bot.settings.folders import config_file, data_folder, prompts_folder, seeds_folder

    assert data_folder() == PROJECT / ".yinju"
    assert config_file() == PROJECT / ".env"
    assert (seeds_folder(), prompts_folder()) == (PROJECT / "seeds", PROJECT / "prompts")


def test_the_first_question_imports_nothing_from_where_one_stands(tmp_path: Path) -> None:
    """A folder `bot` in the current folder doesn't stop the index from being built for the first question."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").write_text("raise SystemExit('taken for ours')\n", "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "cars.txt").write_text(
        "车辆管理办法\n\n车辆每季度盘点一次,由办公室登记。\n", "utf-8"
    )
    start = "import sys; sys.path.pop(0); from bot.cli.app import run; run()"
    more = {"DOCUMENTS": str(tmp_path / "docs")}
    done = run(tmp_path / "data", "sources", more=more, folder=tmp_path, program=("-c", start))
    assert done.code == 0, done.err
    assert "车辆管理办法" in done.out
    assert "taken for ours" not in done.err


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Collecting chromadb<2,>=1.5.9 (from yinju==0.1.0)\n", "chromadb"),
        ("  Downloading numpy-2.4.6-cp311.whl (17.1 MB)\n", "downloading numpy-2.4.6-cp311.whl (17.1 MB)"),
        ("Requirement already satisfied: pip in /x\n", ""),
        ("Installing collected packages: a, b, c\n", "unpacking 3 packages, which takes a minute or two"),
    ],
)
def test_an_installation_shows_what_arrives(line: str, shown: str) -> None:
    """Of pip's output the packages that arrive are shown, and how many are unpacked at the end."""
    spec = importlib.util.spec_from_file_location("install", PROJECT / ".ci" / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.shown_line(line) == shown
