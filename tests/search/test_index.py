"""The index: the same bytes from the same records, made only when it must be, and always whole."""

from __future__ import annotations

import errno
import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import MachineError
from voicebuilder.search import Record, index, indexer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = b"one"
RECORDS = [
    Record("/posts/hello/", "<h2>Harbour</h2><p>Boats lie in the mud.</p>", "Hello", "2026-11-22", "en", ("sea",)),
    Record("/posts/größe/", "<p>Die Größe der Häfen</p>", "Größe", "2026-11-21", "de"),
    Record("/notes/2026-11-20-1200/", "<p>港の話</p>", "", "2026-11-20", "ja"),
    *(Record(f"/posts/p{n}/", f"<p>{' '.join(f'w{n * m % 97}' for m in range(50))}</p>", f"P {n}") for n in range(60)),
]


def made(folder: Path, records: list[Record] = RECORDS, key: bytes = KEY, language: str = "en-GB") -> dict[str, bytes]:
    return {url: file.path.read_bytes() for url, file in index(lambda: records, key, language, folder).items()}


def never() -> Iterator[Record]:
    raise AssertionError


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fragments(files: dict[str, bytes]) -> dict[str, dict[str, object]]:
    """What comes along with results, by their address."""
    texts = [gzip.decompress(data)[len("pagefind_dcd") :] for url, data in files.items() if "/fragment/" in url]
    return {found["url"]: found for found in map(json.loads, texts)}


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program stands where the indexer is."""
    path = folder / "pagefind"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: path)


def test_p3_the_same_records_make_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(tmp_path / "a")
    monkeypatch.setenv("TZ", "Pacific/Chatham")
    monkeypatch.chdir(tmp_path)
    for number in range(5):
        assert made(tmp_path / f"ö{number}", RECORDS[::-1] if number % 2 else RECORDS) == first


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system binds no process to a processor")
def test_p3_the_number_of_processors_plays_no_part(tmp_path: Path) -> None:
    first, processors = made(tmp_path / "a"), os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(processors)})
    try:
        assert made(tmp_path / "b") == first
    finally:
        os.sched_setaffinity(0, processors)


def test_only_what_a_search_fetches_is_published(tmp_path: Path) -> None:
    files = made(tmp_path)
    single = [url for url in files if url.count("/") == 2]
    assert [url for url in single if not url.endswith(".pf_meta")] == [
        "/pagefind/pagefind-entry.json", "/pagefind/pagefind-worker.js", "/pagefind/pagefind.js",
        "/pagefind/wasm.en.pagefind",
    ]  # fmt: skip
    assert {url.split("/")[2] for url in set(files) - set(single)} == {"index", "fragment"}
    assert len(fragments(files)) == len(RECORDS)


def test_a_language_that_the_indexer_does_not_know_has_what_it_needs(tmp_path: Path) -> None:
    assert "/pagefind/wasm.unknown.pagefind" in made(tmp_path, language="ja")


def test_one_index_holds_every_language(tmp_path: Path) -> None:
    entry = json.loads(made(tmp_path)["/pagefind/pagefind-entry.json"])
    assert {name: one["page_count"] for name, one in entry["languages"].items()} == {"en": len(RECORDS)}


def test_what_comes_along_with_a_result(tmp_path: Path) -> None:
    found = fragments(made(tmp_path))
    hello = found["/posts/hello/"]
    assert hello["content"] == "Harbour. Boats lie in the mud."
    assert hello["meta"] == {"tags": "sea", "title": "Hello"}
    assert hello["anchors"] == [{"element": "i", "id": "2026-11-22/en", "text": "", "location": 0}]
    assert found["/posts/größe/"]["meta"] == {"title": "Größe"}


def test_an_address_that_is_a_file(tmp_path: Path) -> None:
    records = [Record("/old/page.html", "<p>a</p>"), Record("/old.php", "<p>b</p>"), Record("/100%25 sure?/", "c")]
    assert set(fragments(made(tmp_path, records))) == {"/old/page.html", "/old.php", "/100%25 sure?/"}


def test_nothing_to_be_found_needs_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer, "run", never)
    assert made(tmp_path, []) == {}


def test_what_holds_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = index(lambda: RECORDS, KEY, "en", tmp_path)
    monkeypatch.setattr(indexer, "run", never)
    assert index(never, KEY, "en", tmp_path) == first


@pytest.mark.parametrize("change", ["key", "language", "program"])
def test_what_changed_is_made_again(tmp_path: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path)
    if change == "program":
        monkeypatch.setattr(indexer, "version", lambda _: "9.9")
    other = made(tmp_path, RECORDS[:2], b"two" if change == "key" else KEY, "de" if change == "language" else "en-GB")
    assert len(fragments(other)) == 2


@pytest.mark.parametrize("damage", ["a file gone", "a file cut", "a file more", "the list gone", "the list damaged"])
def test_p4_a_damaged_index_is_made_again(tmp_path: Path, damage: str) -> None:
    first = made(tmp_path)
    (place,) = tmp_path.iterdir()
    victim = place / "pagefind" / "pagefind.js" if "file" in damage else place / "files"
    if damage.endswith("gone"):
        victim.unlink()
    elif damage.endswith("more"):
        victim.with_name("more").touch()
    else:
        victim.write_bytes(victim.read_bytes()[:-1])
    assert made(tmp_path) == first


def test_the_index_before_is_kept_and_no_other(tmp_path: Path) -> None:
    for number in range(4):
        made(tmp_path, RECORDS[:3], bytes([number]))
        # The clock of a file system may stand still for so long.
        time.sleep(0.02)
    assert len(kept(tmp_path)) == 2
    before = kept(tmp_path)
    made(tmp_path, RECORDS[:3], bytes([2]))
    assert kept(tmp_path) == before


def test_drafts_of_killed_builds_are_removed_and_those_of_others_are_not(tmp_path: Path) -> None:
    for name in ("new-old", "new-young"):
        (tmp_path / name / "pages").mkdir(parents=True)
    os.utime(tmp_path / "new-old", (0, 0))
    made(tmp_path, RECORDS[:3])
    assert [name for name in kept(tmp_path) if name.startswith("new-")] == ["new-young"]


@pytest.mark.slow
def test_a_killed_build_leaves_no_half_index(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from voicebuilder.search import Record, index\n"
        "records = [Record(f'/p{n}/', '<p>' + ' '.join(f'w{n * m}' for m in range(400))) for n in range(3000)]\n"
        "index(lambda: records, b'one', 'en', Path(sys.argv[1]))"
    )
    for wait in (0.0, 0.3, 0.6):
        folder = tmp_path / str(wait)
        with subprocess.Popen([sys.executable, "-c", code, str(folder)], start_new_session=True) as process:
            while not list(folder.glob("new-*/pages/p1")):
                assert process.poll() is None
                time.sleep(0.005)
            time.sleep(wait)
            os.killpg(process.pid, signal.SIGKILL)
        assert all(name.startswith("new-") for name in kept(folder))
        assert len(fragments(made(folder))) == len(RECORDS)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("kill -9 $$", "pagefind was ended by signal 9 while it made the search index"),
        ("echo 'no room left'; exit 3",
         "pagefind failed with exit code 3 while it made the search index; it said: no room left"),
        ("exit 0", "pagefind failed with exit code 0 while it made the search index"),
    ],
)  # fmt: skip
def test_p7_a_program_that_fails(tmp_path: Path, script: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, script, monkeypatch)
    with pytest.raises(MachineError) as caught:
        made(tmp_path / "cache")
    (problem,) = caught.value.problems
    assert problem.message == said
    assert "search: true" in problem.hint
    assert kept(tmp_path / "cache") == []


def test_p7_a_program_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "exit 0", monkeypatch)
    (tmp_path / "pagefind").chmod(0o644)
    with pytest.raises(MachineError, match=r"did not start \(Permission denied\). To install it anew, type `pip"):
        made(tmp_path / "cache")


def test_p7_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    with pytest.raises(MachineError, match=r"not installed\. Type `pip install"):
        made(tmp_path)
    monkeypatch.setattr(indexer, "PACKAGE", "no-such-package")
    with pytest.raises(MachineError, match=r"not installed\. Type `pip install"):
        made(tmp_path)


def test_p7_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    # Root, who may do everything, is refused nothing by a mode.
    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(MachineError, match=r"cannot be written .*\(Permission denied\)"):
        made(tmp_path / "cache")


def test_p7_a_cache_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "search").touch()
    with pytest.raises(MachineError, match="the search index cannot be written to search in the cache"):
        made(tmp_path / "search")


def test_p8_the_program_has_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, f"env > {tmp_path}/env; pwd > {tmp_path}/pwd", monkeypatch)
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    with pytest.raises(MachineError):
        made(tmp_path / "cache")
    names = {line.partition("=")[0] for line in (tmp_path / "env").read_text().splitlines()}
    # These the shell sets by itself.
    assert names <= {"PWD", "SHLVL", "_", "OLDPWD"}
    assert (tmp_path / "pwd").read_text().startswith(f"{tmp_path}/cache/new-")


def test_p3_settings_of_the_machine_play_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(tmp_path / "a")
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    (tmp_path / "pagefind.toml").write_text('exclude_selectors = ["p"]\n')
    monkeypatch.chdir(tmp_path)
    assert made(tmp_path / "b") == first
