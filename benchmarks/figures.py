"""The figures as Markdown tables.

In: a `Record`, and the programs that were run. Out: text for the page; times of builds as ratios, since seconds hold
for one machine and one hour only, and waits for a preview in milliseconds too, since that is what a writer feels.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks import machine
from benchmarks.budgets import BUDGETS, PREVIEW_BUDGETS
from benchmarks.layouts import FLOOR, OURS
from benchmarks.previews import SAVES, WORDS
from benchmarks.record import STARTS, Record, divided
from benchmarks.rounds import BARE_PYTHON, EDITS, NO_CHANGE, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.programs import Program
    from benchmarks.record import Case

_NAMES = {OURS: OURS, FLOOR: "the floor", "hugo": "Hugo", "pelican": "Pelican", "eleventy": "Eleventy"}
_NOTHING = "–"


def figures(record: Record, programs: Sequence[Program], rounds: int) -> str:
    """All tables. Ratios are to Hugo, or when that was not run to the first generator that is not ours."""
    names = [program.name for program in programs]
    yardstick = next((name for name in ("hugo", *names) if name in names and name != OURS), OURS)
    lines = [
        f"{heading(_versions(programs))} Median of {rounds}.",
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


def preview_figures(record: Record, programs: Sequence[Program], rounds: int) -> str:
    """All tables of the previews."""
    ran = [program for program in programs if program.preview]
    names = [program.name for program in ran]
    lines = [
        f"{heading(_versions(ran))} {rounds} sessions of each.",
        "",
        *table(("budget", "limit", "measured", "met"), (budget.row(record) for budget in PREVIEW_BUDGETS)),
        "",
        "Medians:",
        "",
        *table(
            ("entries", "", "start, warm", *SAVES, f"{WORDS}, fastest to slowest", "peak memory"),
            _previews(record, names),
        ),
    ]
    if others := [name for name in names if name != OURS]:
        heads = ("entries", "in those of", "start, warm", *SAVES)
        lines += ["", "Our times as ratios:", "", *table(heads, _previews_beside(record, others))]
    return "\n".join(lines)


def heading(versions: Iterable[str] = ()) -> str:
    """When and where it was measured."""
    return f"Measured on {datetime.now(UTC):%Y-%m-%d}: {', '.join([machine.description(), *versions])}."


def _versions(programs: Sequence[Program]) -> list[str]:
    return [f"{_NAMES[program.name]} {program.version}" for program in programs if program.name != FLOOR]


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


def _previews(record: Record, names: Sequence[str]) -> Iterator[Sequence[str]]:
    for size, name in _seen(record, names):
        case = size, name
        quickest, *_, slowest = record.waits(case, WORDS)
        peak = max(session.peak for session in record.sessions[case])
        yield (
            f"{size:,}",
            _NAMES[name],
            f"{record.started(case):.2f} s",
            *(_milliseconds(record.waited(case, what)) for what in SAVES),
            f"{_milliseconds(quickest)} to {_milliseconds(slowest)}",
            f"{peak / 1e6:,.0f} MB" if peak else _NOTHING,
        )


def _previews_beside(record: Record, others: Sequence[str]) -> Iterator[Sequence[str]]:
    for size, name in _seen(record, others):
        ours, theirs = (size, OURS), (size, name)
        waits = (_ratio(record.waited(ours, what), record.waited(theirs, what)) for what in SAVES)
        yield (f"{size:,}", _NAMES[name], _ratio(record.started(ours), record.started(theirs)), *waits)


def _seen(record: Record, names: Sequence[str]) -> list[Case]:
    """The cases of the previews by size, and for each in the order of the names."""
    sizes = sorted({size for size, _ in record.sessions})
    return [(size, name) for size in sizes for name in names if (size, name) in record.sessions]


def _milliseconds(seconds: float | None) -> str:
    return _NOTHING if seconds is None else f"{1000 * seconds:,.0f} ms"


def _ratio(above: float | None, below: float | None) -> str:
    ratio = divided(above, below)
    return _NOTHING if ratio is None else f"{ratio:.3g}"
