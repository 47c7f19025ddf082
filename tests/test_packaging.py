"""What the wheel holds, and that it works on its own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "src" / "voicebuilder"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "voicebuilder/py.typed",
        "voicebuilder/__main__.py",
        "voicebuilder/config/voicebuilder.schema.json",
        "voicebuilder/scaffold/templates/voicebuilder.yaml",
        "voicebuilder/themes/base/theme.yaml",
        "voicebuilder/themes/base/base.html",
        "voicebuilder/themes/base/messages/en.yaml",
        "voicebuilder/themes/letter/assets/style.css",
    ],
)
def test_the_wheel_holds(name: str, names: set[str]) -> None:
    assert name in names


@pytest.mark.slow
def test_the_wheel_holds_all_of_the_package_and_the_themes(names: set[str]) -> None:
    sources = {path.relative_to(PACKAGE.parent).as_posix(): path for path in PACKAGE.rglob("*")}
    themes = REPOSITORY / "themes"
    sources |= {f"voicebuilder/themes/{path.relative_to(themes).as_posix()}": path for path in themes.rglob("*")}
    wanted = {name for name, path in sources.items() if path.is_file() and "__pycache__" not in name}
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == wanted


@pytest.mark.slow
def test_the_wheel_holds_its_licence_and_command(wheel: Path, names: set[str]) -> None:
    metadata = {name.rpartition("/")[2]: name for name in names if ".dist-info/" in name}
    assert {"METADATA", "WHEEL", "RECORD", "LICENSE", "entry_points.txt"} <= set(metadata)
    with zipfile.ZipFile(wheel) as archive:
        assert "voicebuilder = voicebuilder.cli:main" in archive.read(metadata["entry_points.txt"]).decode()


@pytest.mark.slow
def test_it_installs_into_an_empty_environment_and_makes_a_site(wheel: Path, tmp_path: Path) -> None:
    """The dependencies come from the package index, so this needs a network, or pip's cache."""
    environment = tmp_path / "env"
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(*command: str | Path) -> None:
        done = subprocess.run(command, cwd=tmp_path, env=outside, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    run(sys.executable, "-m", "venv", "--without-pip", environment)
    quiet = ("--quiet", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", *quiet, "--python", environment / "bin/python", "install", wheel)
    run(environment / "bin/voicebuilder", "init", "x")
    run(environment / "bin/voicebuilder", "build", "x", "--strict")
    assert "Hello" in (tmp_path / "x/_site/posts/hello/index.html").read_text("utf-8")
