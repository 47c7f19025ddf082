"""P1: a failed or killed build never changes the published site, and the next build works."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

DRIVER = Path(__file__).with_name("kill_driver.py")


@pytest.mark.slow
@pytest.mark.parametrize(("jobs", "moments"), [(1, 30), (2, 10)], ids=["one process", "two processes"])
def test_p1_killed_at_many_moments_of_a_rebuild(jobs: int, moments: int, make_site: Callable[..., Site]) -> None:
    site = make_site({"posts/2026-01-01-p0.md": "# First\n"})
    command = [sys.executable, str(DRIVER), str(site.folder), str(moments), str(jobs)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    results = json.loads(done.stdout)
    assert len(results) == moments
    assert {result["state"] for result in results} <= {"old", "new"}
    assert results[0] == {"killed": True, "state": "old", "repaired": True, "left": []}
    assert all(result["repaired"] for result in results)
    assert [result["left"] for result in results if result["left"]] == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_p1_workers_of_a_killed_build_end_too(make_site: Callable, spawn: Callable) -> None:
    files = {f"posts/2026-01-01-p{n}.md": f"# Post {n}\n" + "A *paragraph*.\n\n" * 100 for n in range(300)}
    site = make_site(files)
    process = spawn("build", site.folder, "--jobs", "2")
    assert eventually(lambda: len(members(process.pid)) == 3), "two workers come"
    process.kill()
    process.wait()
    try:
        assert eventually(lambda: members(process.pid) == []), "orphans are left"
        assert not site.out.exists()
        assert "posts/p0/index.html" in site.build().files
    finally:
        if members(process.pid):
            os.killpg(process.pid, signal.SIGKILL)


def eventually(holds: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def members(session: int) -> list[int]:
    """Living processes of a session: proc(5), stat, fields 3 and 6."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found
