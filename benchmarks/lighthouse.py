"""`python -m benchmarks.lighthouse`: Lighthouse on five pages of each theme. `make lighthouse` calls it.

In: options; Node's npm, which brings Lighthouse, and Chromium. Out: a table on stdout and what cost points; ends with 1
unless every score is 100, with 3 where it cannot run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks import showcase
from benchmarks.figures import table
from benchmarks.meter import RunError
from benchmarks.programs import UnavailableError
from benchmarks.rounds import say

if TYPE_CHECKING:
    from collections.abc import Sequence

CACHE = Path(__file__).resolve().parent / ".cache"
PACKAGE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = ("home", "post", "note", "tag", "subscribe")
# It simulates a slow network from what it measured, and a busy machine costs points.
RUNS = 3
_LONGEST = 180
_FLAGS = "--headless=new --no-sandbox --disable-gpu"


@dataclass(frozen=True, slots=True)
class Scores:
    """What Lighthouse gave a page.

    Attributes:
        where: Theme and page.
        points: Of each category, 0 to 100: the median of all runs.
        losses: What cost points in any run, one line each.
    """

    where: tuple[str, str]
    points: tuple[int, ...]
    losses: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether nothing is left to win."""
        return all(point == 100 for point in self.points)


def scores(where: tuple[str, str], reports: Sequence[dict[str, Any]]) -> Scores:
    """What several runs say of a page.

    Args:
        where: Theme and page.
        reports: Lighthouse's JSON.
    """
    points = tuple(
        round(100 * median(report["categories"][name]["score"] or 0 for report in reports)) for name in CATEGORIES
    )
    losses = {line for report in reports for name in CATEGORIES for line in _losses(report, name)}
    return Scores(where, points, tuple(sorted(losses)))


def _losses(report: dict[str, Any], category: str) -> list[str]:
    lines = []
    for reference in report["categories"][category]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            lines.append(f"{category}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return lines


def installed(folder: Path) -> Path:
    """Lighthouse's program, installed below the folder unless it is there.

    Raises:
        UnavailableError: Why it cannot be had.
    """
    program = folder / "node_modules" / ".bin" / "lighthouse"
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("there is no npm on this machine; Lighthouse comes with it. Install Node.js")
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _run([npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--loglevel=error", PACKAGE], {})
    return program


def _report(program: Path, url: str, browser: str) -> dict[str, Any]:
    words = [str(program), url, "--quiet", "--output=json", f"--chrome-flags={_FLAGS}"]
    words.append(f"--only-categories={','.join(CATEGORIES)}")
    found: dict[str, Any] = json.loads(_run(words, {"CHROME_PATH": browser}))
    return found


def _run(command: Sequence[str], environment: dict[str, str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 -- fixed words
            command, capture_output=True, text=True, check=False, timeout=_LONGEST, env={**os.environ, **environment}
        )
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"`{command[0]}` took longer than {_LONGEST} s") from None
    if done.returncode:
        raise UnavailableError(f"`{' '.join(command)}` failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def _judged(theme: str, pages: Sequence[str], runs: int) -> list[Scores]:
    program, browser = installed(CACHE / "lighthouse"), showcase.chromium()
    if browser is None:
        raise UnavailableError("there is no Chromium on this machine. Type: .ci/tools")
    found = []
    folder = CACHE / "lighthouse-sites"
    with showcase.served(folder / theme / "_site") as address:
        showcase.built(theme, folder, f"{address}/")
        for page in pages:
            url = address + showcase.PAGES[page]
            found.append(scores((theme, page), [_report(program, url, browser) for _ in range(runs)]))
            say(f"{theme}, {page}: {' '.join(map(str, found[-1].points))}")
    return found


def main() -> None:
    """Judge what the options ask for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.lighthouse", description="Run Lighthouse on the themes."
    )
    parser.add_argument("--themes", nargs="+", choices=showcase.THEMES, default=showcase.THEMES, help="which themes")
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=PAGES, help="which pages")
    parser.add_argument("--runs", type=int, default=RUNS, help="of each page; the median counts")
    options = parser.parse_args()
    try:
        found = [one for theme in options.themes for one in _judged(theme, options.pages, options.runs)]
    except (UnavailableError, RunError) as error:
        say(f"Lighthouse cannot run: {error}.")
        sys.exit(3)
    say("\n".join(table(("theme", "page", *CATEGORIES), [(*one.where, *map(str, one.points)) for one in found])))
    lost = {f"{' '.join(one.where)}: {line}" for one in found for line in one.losses if not one.is_full}
    say("\n".join(sorted(lost)))
    sys.exit(0 if all(one.is_full for one in found) else 1)


if __name__ == "__main__":
    main()
