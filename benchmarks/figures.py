"""The figures as Markdown tables.

In: a `Record`, and the programs that were run. Out: text for the page; times as ratios, since seconds hold for one
machine and one hour only.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks import machine
from benchmarks.budgets import BUDGETS
from benchmarks.layouts import FLOOR, OURS
from benchmarks.record import STARTS, Record, divided
from benchmarks.rounds import BARE_PYTHON, EDITS, NO_CHANGE, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.programs import Program

_NAMES = {OURS: OURS, FLOOR: "the floor", "hugo": "Hugo", "pelican": "Pelican", "eleventy": "Eleventy"}
_NOTHING = "–"


def figures(record: Record, programs: Sequence[Program], rounds: int) -> str:
    """All tables. Ratios are to Hugo, or when that was not run to the first generator that is not ours."""
    names = [program.name for program in programs]
    yardstick = next((name for name in ("hugo", *names) if name in names and name != OURS), OURS)
    said = [f"{_NAMES[program.name]} {program.version}" for program in programs if program.name != FLOOR]
    lines = [
        f"{heading(said)} Median of {rounds}.",
        "",
        *table(("budget", "limit", "measured", "met"), (budget.row(record) for budget in BUDGETS)),
        "",
        f"Cold builds; times in those of {_NAMES[yardstick]}:",
        "",
        *table(
            ("entries", "", "wall", "processors", "peak memory", "files", "spread"), _cold(record, names, yardstick)
        ),
        "",
        f"Our warm builds; wall time in that of {_NAMES[yardstick]}'s cold build:",
        "",
        *table(("entries", NO_CHANGE, *EDITS), _warm(record, yardstick)),
        "",
        "Growth of cold builds, time(10 n) / time(n):",
        "",
        *table(("from", "to", *(_NAMES[name] for name in names)), _growth(record, names)),
        "",
        _starts(record),
    ]
    return "\n".join(lines)


def heading(versions: Iterable[str] = ()) -> str:
    """When and where it was measured."""
    return f"Measured on {datetime.now(UTC):%Y-%m-%d}: {', '.join([machine.description(), *versions])}."


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table."""
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]


def _cold(record: Record, names: Sequence[str], yardstick: str) -> Iterator[Sequence[str]]:
    for size in record.sizes(OURS):
        for name in (name for name in names if (size, name) in record.runs):
            seconds = f" ({record.wall((size, name)):.2f} s)" if name == yardstick else ""
            yield (
                f"{size:,}",
                _NAMES[name],
                _ratio(record.wall((size, name)), record.wall((size, yardstick))) + seconds,
                _ratio(record.cpu((size, name)), record.cpu((size, yardstick))),
                f"{record.peaks[size, name] / 1e6:,.0f} MB",
                f"{record.files[size, name]:,}",
                f"{100 * record.spread((size, name)):.0f} %",
            )


def _warm(record: Record, yardstick: str) -> Iterator[Sequence[str]]:
    for size in record.sizes(NO_CHANGE):
        build = record.wall((size, yardstick))
        yield (f"{size:,}", *(_ratio(record.wall((size, what)), build) for what in (NO_CHANGE, *EDITS)))


def _growth(record: Record, names: Sequence[str]) -> Iterator[Sequence[str]]:
    for size, _ in record.steps(OURS):
        pairs = ((record.wall((10 * size, name)), record.wall((size, name))) for name in names)
        yield (f"{size:,}", f"{10 * size:,}", *(_ratio(*pair) for pair in pairs))


def _starts(record: Record) -> str:
    ours, bare = record.wall((STARTS, VERSION)), record.wall((STARTS, BARE_PYTHON))
    return f"Start: {VERSION} takes {_ratio(ours, bare)} times as long as {BARE_PYTHON}."


def _ratio(above: float | None, below: float | None) -> str:
    ratio = divided(above, below)
    return _NOTHING if ratio is None else f"{ratio:.3g}"
