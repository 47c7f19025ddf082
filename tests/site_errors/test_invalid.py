"""Whole sites that cannot be built, each with all that is said about it.

To add one, make a folder in `tests/sites/invalid/`, run `pytest --update-golden tests/site_errors`, and read the
`expected.txt` that this writes as its author would: what is wrong, where, and what to type.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

INVALID = Path(__file__).resolve().parent.parent / "sites/invalid"
NAMES = sorted(folder.name for folder in INVALID.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_p7_says_where_and_what_to_type(
    name: str, command: Callable[..., Ran], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    out = tmp_path / "out"
    # A copy: a build leaves a cache, and the next one might speak of it.
    site = shutil.copytree(INVALID / name, tmp_path / "site", symlinks=True)
    ran = command("build", "--output", out, "--now", "2026-11-24T12:00Z", "--jobs", 1, cwd=site)
    assert ran.code in (1, 2)
    assert ran.out == ""
    said = f"exit {ran.code}\n{ran.err}"
    expected = INVALID / name / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")
    # P1: nothing was published.
    assert not out.exists()


@pytest.mark.parametrize("name", NAMES)
def test_p7_every_line_names_a_file_of_the_site(name: str) -> None:
    _, *lines = (INVALID / name / "expected.txt").read_text("utf-8").splitlines()
    for line in lines:
        if line.endswith("; nothing was published."):
            continue
        where, _, rest = line.partition(": ")
        if where == "error":
            assert rest.startswith("there is no voicebuilder.yaml in this folder")
            continue
        assert (INVALID / name / where.split(":")[0]).exists(), line
        assert rest.startswith(("error: ", "warning: "))
