"""P8: where the config asks for search, a build runs one program, by name, once; and it makes no connection."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pagefind_bin
import pytest

from voicebuilder.search import Record, index

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

DRIVER = Path(__file__).with_name("sealed_driver.py")


@pytest.mark.slow
def test_p8_one_program_by_name_and_once(tmp_path: Path) -> None:
    command = [sys.executable, str(DRIVER), str(tmp_path / "cache")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event[:2] for event in events] == [["subprocess.Popen", str(pagefind_bin.get_executable())]]
    # No shell stands between, and nothing of the machine's environment goes along.
    assert events[0][2][0] == events[0][1]
    assert events[0][4] == {}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no strace")
def test_p8_the_program_makes_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strace = shutil.which("strace")
    assert strace, "this test needs strace; on Debian or Ubuntu type: sudo apt-get install strace"
    log, script = tmp_path / "log", tmp_path / "pagefind"
    real = pagefind_bin.get_executable()
    script.write_text(f'#!/bin/sh\nexec {strace} -f -e trace=network,execve -o {log} {real} "$@"\n')
    script.chmod(0o755)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: script)
    assert index(lambda: [Record("/a/", "<p>A word</p>")], b"key", "en", tmp_path / "cache")
    called = [line.split(maxsplit=1)[1] for line in log.read_text().splitlines() if "(" in line]
    # It wakes its own threads through a pair of sockets that have no address.
    outward = [call for call in called if not call.startswith("socketpair(AF_UNIX")]
    assert [call.partition("(")[0] for call in outward] == ["execve"]


@pytest.mark.slow
def test_p8_a_build_without_search_does_not_even_know_the_program(make_site: Callable[..., Site]) -> None:
    site = make_site({"posts/a.md": "# A\n"})
    code = (
        "import sys; from voicebuilder.cli import run\n"
        "code = run(['build', sys.argv[1]], debug=True)\n"
        "sys.exit(int(code) or 9 * ('pagefind_bin' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, site.folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
