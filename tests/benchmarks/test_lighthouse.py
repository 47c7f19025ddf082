from __future__ import annotations

import pytest

from benchmarks import lighthouse


def report(points: float, audit: float | None = 1) -> dict[str, object]:
    references = [{"id": "contrast", "weight": 3}, {"id": "told", "weight": 0}]
    audits = {"contrast": {"title": "Contrast", "score": audit}, "told": {"title": "Told", "score": 0}}
    categories = {name: {"score": points, "auditRefs": references} for name in lighthouse.CATEGORIES}
    return {"categories": categories, "audits": audits}


def test_the_median_counts() -> None:
    found = lighthouse.scores(("letter", "home"), [report(0.5), report(1), report(0.98)])
    assert found.points == (98,) * 4
    assert not found.is_full
    assert lighthouse.scores(("letter", "home"), [report(1), report(0.4), report(1)]).is_full


def test_what_cost_points_is_told_and_what_weighs_nothing_is_not() -> None:
    found = lighthouse.scores(("letter", "home"), [report(0.9, 0.5)])
    assert found.losses == tuple(sorted(f"{name}: Contrast" for name in lighthouse.CATEGORIES))
    assert lighthouse.scores(("letter", "home"), [report(1, None)]).losses == ()


def test_without_node_it_says_so(tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["lighthouse", "--themes", "letter"])
    with pytest.raises(SystemExit) as ended:
        lighthouse.main()
    assert ended.value.code == 3
    assert "there is no npm on this machine" in capsys.readouterr().out
