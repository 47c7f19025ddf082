"""`python -m benchmarks`: measure, print the figures, write them into the page. `make bench` calls it.

In: options. Out: tables on stdout, and the page's blocks renewed. What it installs and builds stays in `.cache/` beside
this file, which may be deleted at any time.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import hotspots, machine, previews, programs, rounds
from benchmarks.figures import figures, heading, preview_figures, table
from benchmarks.layouts import OURS
from benchmarks.meter import RunError
from benchmarks.page import renew
from benchmarks.programs import Program, UnavailableError

MEASURED = ("builds", "preview")
LEAST_SHARE = 0.005
CACHE = Path(__file__).resolve().parent / ".cache"


def main() -> None:
    """Measure what the options ask for."""
    options = _options()
    sites = CACHE / "sites"
    sites.mkdir(parents=True, exist_ok=True)
    sizes = sorted(set(options.sizes))
    alone = [10 * sizes[-1]] if options.growth else []
    ran, left_out = _programs(options.peers)
    if warning := machine.busy():
        rounds.say(warning)
    plan = rounds.Plan(ran, sites, sizes, alone, options.rounds)
    try:
        if "builds" in options.measure:
            told = figures(rounds.measure(plan), ran, options.rounds)
            _tell(options.page, "figures", "\n\n".join([told, *left_out]))
        if "preview" in options.measure:
            _tell(options.page, "preview", preview_figures(previews.measure(plan), ran, options.rounds))
        if options.profile:
            shares = hotspots.profiled(rounds.site_of(sites, OURS, sizes[-1]))
            _tell(options.page, "profile", _profile(shares, sizes[-1]))
    except RunError as error:
        sys.exit(str(error))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Time builds and previews.")
    parser.add_argument("--measure", nargs="+", choices=MEASURED, default=MEASURED, help="what to measure")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="entries of the sites")
    parser.add_argument("--rounds", type=int, default=3, help="timed runs of each")
    parser.add_argument("--peers", nargs="*", choices=programs.PEERS, default=[], help="generators to run beside ours")
    parser.add_argument("--growth", action="store_true", help="ours alone at ten times the largest size, too")
    parser.add_argument("--profile", action="store_true", help="say where the time of a cold build goes")
    parser.add_argument("--page", type=Path, help="page whose figures are renewed")
    return parser.parse_args()


def _programs(peers: list[str]) -> tuple[list[Program], list[str]]:
    """Ours, those of the peers that can be had, and the floor; and a sentence on each that cannot."""
    found, left_out = [programs.ours()], []
    for name in peers:
        try:
            found.append(programs.peer(name, CACHE))
        except UnavailableError as error:
            left_out.append(f"Without {name}: {error}.")
            rounds.say(left_out[-1])
    return [*found, programs.floor()], left_out


def _profile(shares: list[hotspots.Share], size: int) -> str:
    rows = [
        (share.room, *(f"{100 * part:.0f} %" for part in (share.own, share.called, share.whole)))
        for share in shares
        if share.whole >= LEAST_SHARE
    ]
    heads = ("room", "own code", "what it calls", "together")
    return "\n".join([heading(), f"{size:,} entries, cold, `--jobs 1`.", "", *table(heads, rows)])


def _tell(page: Path | None, block: str, text: str) -> None:
    rounds.say(f"\n{text}\n")
    if page:
        renew(page, block, text)


if __name__ == "__main__":
    main()
