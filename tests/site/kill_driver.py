"""Builds a site again and again, each time killed at another moment, and looks at what is published then.

Run as a script: `kill_driver.py SITE MOMENTS JOBS`. Every entry of the site has the word "red" or "blue" in it; each
turn changes all of them. A turn is a process of its own (forked from this one, which has imported everything) and its
workers; it is killed with SIGKILL. Prints one JSON list: for each turn what was published, and what was wrong after it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from voicebuilder import build, config
from voicebuilder.report import Report

NOW = datetime(2026, 11, 24, tzinfo=UTC)
COLOURS = ("red", "blue")


def paint(site: Path, colour: str) -> None:
    """Change every file, and take one away or bring it back."""
    for number in range(30):
        text = f"---\ntags: [{colour}, all]\n---\n# {colour} {number}\n\nIt is {colour}.\n"
        (site / f"posts/2026-01-{number % 28 + 1:02}-p{number}.md").write_text(text)
    extra = site / "posts/2026-02-01-only-red.md"
    extra.write_text("# Only red\n") if colour == "red" else extra.unlink(missing_ok=True)


def make(site: Path, jobs: int) -> None:
    build.build(config.load(site), build.Options(NOW, jobs=jobs), Report())


def snapshot(folder: Path) -> dict[str, str] | None:
    if not folder.exists():
        return None
    return {str(path): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def killed(site: Path, jobs: int, after: float) -> bool:
    """Start a build and kill it; False when it was done before."""
    child = os.fork()
    if child == 0:
        try:
            make(site, jobs)
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main(site: Path, moments: int, jobs: int) -> None:
    whole = {}
    for colour in COLOURS:
        paint(site, colour)
        began = time.monotonic()
        make(site, jobs)
        seconds = time.monotonic() - began
        whole[colour] = snapshot(site / "_site")
    results = []
    for moment in range(moments):
        old, new = COLOURS[(moment + 1) % 2], COLOURS[moment % 2]
        paint(site, new)
        was_killed = killed(site, jobs, seconds * 1.1 * moment / (moments - 1))
        found = snapshot(site / "_site")
        state = "old" if found == whole[old] else "new" if found == whole[new] else "broken"
        make(site, jobs)
        repaired = snapshot(site / "_site") == whole[new]
        # What makes the next build quick stays; a stage, a replaced site or a second work folder must not.
        work = site / "._site.voicebuilder"
        stays = (work.name, "site.record", "spare", "spare.record")
        left = sorted(path.name for path in [*site.glob("._site*"), *work.glob("*")] if path.name not in stays)
        results.append({"killed": was_killed, "state": state, "repaired": repaired, "left": left})
    sys.stdout.write(json.dumps(results))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
