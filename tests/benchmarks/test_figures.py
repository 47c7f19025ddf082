from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.budgets import BUDGETS, PREVIEW_BUDGETS
from benchmarks.figures import figures, preview_figures
from benchmarks.meter import Run
from benchmarks.page import renew
from benchmarks.previews import FILE, TAG, WORDS
from benchmarks.programs import Program
from benchmarks.record import STARTS, Record, Session
from benchmarks.rounds import BARE_PYTHON, EDITS, NO_CHANGE, VERSION

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "performance.md"
PROGRAMS = [
    Program("voicebuilder", (), "1.2", ("preview",)),
    Program("hugo", (), "1.2", ("server",)),
    Program("floor", (), "1.2"),
]


@pytest.fixture
def record() -> Record:
    """Ours takes 6 s at 10,000 entries, Hugo 10 s, the floor 3 s; the median of three runs is the middle one."""
    made = Record()
    for size, share in ((1_000, 0.1), (10_000, 1.0)):
        for name, seconds in {"voicebuilder": 6.0, "hugo": 10.0, "floor": 3.0}.items():
            made.runs[size, name] += [Run(share * seconds * part, 2 * share * seconds) for part in (1, 0.5, 1.5)]
            made.peaks[size, name], made.files[size, name] = int(share * 500e6), size
        for what in (NO_CHANGE, *EDITS):
            made.runs[size, what].append(Run(0.5, 0.5))
        made.runs[size, "one title edited"].append(Run(2.5, 0.5))
    made.runs[STARTS, VERSION].append(Run(0.2, 0.1))
    made.runs[STARTS, BARE_PYTHON].append(Run(0.02, 0.02))
    return made


def test_budgets_are_held_against_what_was_measured(record: Record) -> None:
    rows = [budget.row(record) for budget in BUDGETS]
    assert [row[2:] for row in rows] == [
        ("0.60 × Hugo", "yes"),
        ("2.00 × the floor", "**no**"),
        ("0.15 × Hugo's build", "**no**"),
        ("10.00 ×", "yes"),
        ("not in this run", "–"),
        ("not in this run", "–"),
        ("0.20 s", "**no**"),
    ]


def test_tables_hold_ratios(record: Record) -> None:
    text = figures(record, PROGRAMS, rounds=3)
    assert "voicebuilder 1.2, Hugo 1.2." in text
    assert "| 10,000 | voicebuilder | 0.6 | 0.6 | 500 MB | 10,000 | 100 % |" in text
    assert "| 10,000 | Hugo | 1 (10.00 s) | 1 | 500 MB | 10,000 | 100 % |" in text
    assert "| 1,000 | 0.5 | 0.5 | 0.5 | 1.5 |" in text
    assert "| 1,000 | 10,000 | 10 | 10 | 10 |" in text
    assert "takes 10 times as long" in text


def test_without_peers_the_floor_is_the_measure(record: Record) -> None:
    text = figures(record, [PROGRAMS[0], PROGRAMS[2]], rounds=3)
    assert "| 10,000 | voicebuilder | 2 |" in text
    assert "in those of the floor" in text


def test_a_size_that_only_we_were_run_at_has_no_ratio(record: Record) -> None:
    record.runs[100_000, "voicebuilder"].append(Run(66.0, 100.0))
    record.peaks[100_000, "voicebuilder"], record.files[100_000, "voicebuilder"] = 1_100_000_000, 100_000
    text = figures(record, PROGRAMS, rounds=3)
    assert "| 100,000 | voicebuilder | – | – | 1,100 MB | 100,000 | 0 % |" in text
    assert "| 10,000 | 100,000 | 11 | – | – |" in text
    assert "| Peak memory, 100,000 entries | ≤ 1 GB | 1.10 GB | **no** |" in text


@pytest.fixture
def previews() -> Record:
    """Ours serves words after 20 ms at 1,000 entries and after 80 ms at 10,000, Hugo after 800 ms at both."""
    made = Record()
    for size, seconds in ((1_000, 0.02), (10_000, 0.08)):
        for part in (0.5, 1, 3):
            ours = {WORDS: [seconds * part, seconds], TAG: [2 * seconds], FILE: [4 * seconds]}
            made.sessions[size, "voicebuilder"].append(Session(1.5 * part, ours, int(part * 50e6)))
            hugos = {WORDS: [0.8], TAG: [1.6], FILE: [0.8]}
            made.sessions[size, "hugo"].append(Session(3 * part, hugos, int(part * 200e6)))
    return made


def test_budgets_of_the_preview_are_absolute(previews: Record) -> None:
    rows = [budget.row(previews) for budget in PREVIEW_BUDGETS]
    assert [row[1:] for row in rows] == [
        ("≤ 30 ms", "20 ms", "yes"),
        ("≤ 60 ms", "80 ms", "**no**"),
        ("≤ 2 s", "1.50 s", "yes"),
    ]
    assert [budget.row(Record())[2:] for budget in PREVIEW_BUDGETS] == 3 * [("not in this run", "–")]


def test_tables_of_the_preview_hold_milliseconds_and_ratios(previews: Record) -> None:
    text = preview_figures(previews, PROGRAMS, rounds=3)
    assert "voicebuilder 1.2, Hugo 1.2. 3 sessions of each." in text
    assert "| 10,000 | voicebuilder | 1.50 s | 80 ms | 160 ms | 320 ms | 40 ms to 240 ms | 150 MB |" in text
    assert "| 10,000 | Hugo | 3.00 s | 800 ms | 1,600 ms | 800 ms | 800 ms to 800 ms | 600 MB |" in text
    assert "| 1,000 | Hugo | 0.5 | 0.025 | 0.025 | 0.1 |" in text
    assert text.index("| 1,000 | voicebuilder") < text.index("| 1,000 | Hugo") < text.index("| 10,000 | voicebuilder")


def test_our_preview_alone_has_no_ratios(previews: Record) -> None:
    text = preview_figures(previews, [PROGRAMS[0], PROGRAMS[2]], rounds=3)
    assert "Hugo" not in text
    assert "ratios" not in text
    assert "| 1,000 | voicebuilder | 1.50 s |" in text


def test_a_block_of_the_page_is_renewed_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- bench: x -->\nold\n<!-- end of x -->\nb\n", "utf-8")
    renew(page, "x", "new")
    renew(page, "x", "newer")
    assert page.read_text("utf-8") == "a\n<!-- bench: x -->\nnewer\n<!-- end of x -->\nb\n"
    with pytest.raises(ValueError, match="has no lines"):
        renew(page, "y", "new")


@pytest.mark.parametrize("block", ["figures", "preview", "profile"])
def test_the_page_has_the_blocks(block: str, tmp_path: Path) -> None:
    copy = tmp_path / "page.md"
    copy.write_text(PAGE.read_text("utf-8"), "utf-8")
    renew(copy, block, "what was measured")
    assert "what was measured" in copy.read_text("utf-8")
