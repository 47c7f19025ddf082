"""Whole sample sites: one compared file by file with what it should become, one in many scripts.

After a change that is meant: `pytest tests/site/test_samples.py --update-golden`, then read the difference.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from typing import TYPE_CHECKING

import pytest

from voicebuilder import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Output, Site

# Style sheets are compared by nobody's eyes; their hash and our version change without a meaning for the pages.
SHEET = re.compile(rb"<style>.*?</style>", re.DOTALL)
HASH = re.compile(rb"(\.)[0-9a-f]{10}(\.css)")
VERSION = re.compile(rb"(voicebuilder[ /]|<generator[^>]* version=\")" + re.escape(__version__.encode()))


def comparable(output: Output) -> dict[str, bytes]:
    files = {path: data for path, data in output.files.items() if not path.startswith("assets/")}
    return {
        path: VERSION.sub(rb"\1VERSION", HASH.sub(rb"\1HASH\2", SHEET.sub(b"<style>SHEET</style>", data)))
        for path, data in files.items()
    }


def test_small_site_becomes_what_it_should(sample: Callable[[str], Site], pytestconfig: pytest.Config) -> None:
    made = comparable(sample("small").build())
    golden = pytestconfig.rootpath / "tests/sites/small.expected"
    if pytestconfig.getoption("--update-golden"):
        write(golden, made)
    expected = {path.relative_to(golden).as_posix(): path.read_bytes() for path in golden.rglob("*") if path.is_file()}
    assert sorted(made) == sorted(expected)
    for path, data in expected.items():
        assert made[path].decode(errors="replace") == data.decode(errors="replace"), path


def write(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


@pytest.fixture(scope="module")
def many_scripts(sample: Callable[[str], Site]) -> Output:
    site = sample("ünïcode")
    output = site.build(strict=True)
    assert site.report.errors == []
    return output


@pytest.mark.parametrize(
    "path",
    [
        "posts/日本語の記事/index.html", "posts/مرحبا-بالعالم/index.html", "posts/καλημέρα-κόσμε/index.html",
        "posts/café-crème/index.html", "posts/🚲/index.html", "über-mich/index.html", "старый/адрес/index.html",
        "tags/c/index.html", "tags/c-plus-plus/index.html", "tags/c-sharp/index.html", "tags/кофе/feed.xml",
        "bilder/ü ö.png", "posts/çà.png",
    ],
)  # fmt: skip
def test_addresses_are_readable_in_every_script(path: str, many_scripts: Output) -> None:
    assert path in many_scripts.files


def test_every_path_is_composed(many_scripts: Output) -> None:
    assert all(unicodedata.is_normalized("NFC", path) for path in many_scripts.files)


def test_every_address_in_every_script_exists(many_scripts: Output) -> None:
    base = "https://example.org/blog/"
    for page in many_scripts.pages:
        for value in many_scripts.parsed(page).xpath("//@href | //@src"):
            assert value.isascii(), "percent-encoded, as RFC 3986 wants it"
            if value.startswith("/"):
                assert many_scripts.at(f"https://example.org{value.partition('#')[0]}", base) in many_scripts.files


def test_names_that_a_mac_decomposed_make_the_same_site(sample: Callable[[str], Site], many_scripts: Output) -> None:
    """macOS hands file names out in NFD; git and Linux keep them so."""
    site = sample("ünïcode")
    decomposed = 0
    for path in sorted(site.folder.rglob("*"), reverse=True):
        name = unicodedata.normalize("NFD", path.name)
        decomposed += name != path.name
        path.rename(path.with_name(name))
    assert decomposed >= 5
    assert site.build(strict=True) == many_scripts


def test_tags_that_differ_in_signs_have_pages_of_their_own(many_scripts: Output) -> None:
    names = many_scripts.parsed("tags/index.html").xpath("//main//li/a/text()")
    assert {"C", "C++", "C#"} <= set(names)
    assert len(names) == len(set(names))
