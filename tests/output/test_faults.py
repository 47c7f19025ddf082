"""P1: whatever stops a publication, and wherever, the published site is the old one or the new one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
DRIVER = Path(__file__).with_name("fault_driver.py")
SHAPES = ["first", "adopt", "change", "kept", "one"]


def strike_everywhere(folder: Path, shape: str, fault: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-B", str(DRIVER), str(folder / "base"), shape, fault]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    results: list[dict[str, Any]] = json.loads(run.stdout)
    assert len(results) > 15, "the driver found too few calls to strike"
    assert [point for point in results if point["after"]] == []
    return results


@pytest.mark.parametrize("shape", SHAPES)
def test_p1_killed_at_every_change_of_the_disk(memory_path: Path, shape: str) -> None:
    results = strike_everywhere(memory_path, shape, "kill")
    assert {point["end"] for point in results} == {"killed"}
    assert {point["state"] for point in results} == {"old", "new"}


@pytest.mark.parametrize("shape", ["change", "one"])
@pytest.mark.parametrize("before", ["bare", "forgetful"])
def test_p1_killed_without_a_spare_or_records(memory_path: Path, shape: str, before: str) -> None:
    results = strike_everywhere(memory_path, shape, f"{before}-kill")
    assert {point["state"] for point in results} == {"old", "new"}


@pytest.mark.parametrize("shape", ["kept", "one"])
def test_p1_killed_where_folders_cannot_be_exchanged(memory_path: Path, shape: str) -> None:
    results = strike_everywhere(memory_path, shape, "two-renames-kill")
    states = [point["state"] for point in results]
    assert set(states) == {"old", "new", "missing"}
    assert states.count("missing") == 1, "only between the two renames; the run after it repairs that"


def test_p1_killed_where_hard_links_are_unknown(memory_path: Path) -> None:
    results = strike_everywhere(memory_path, "kept", "no-links-kill")
    assert {point["state"] for point in results} == {"old", "new"}


@pytest.mark.parametrize("shape", ["adopt", "kept", "one"])
@pytest.mark.parametrize("fault", ["disk-full", "error-once", "error-on"])
def test_p1_refused_at_every_change_of_the_disk(memory_path: Path, shape: str, fault: str) -> None:
    results = strike_everywhere(memory_path, shape, fault)
    assert {point["end"] for point in results} <= {"refused", "warned", "done"}
    assert [point for point in results if point["state"] not in {"old", "new"}] == []
    assert [point for point in results if point["end"] == "refused" and point["state"] != "old"] == []
    if fault != "error-on":
        assert [point for point in results if point["end"] == "refused" and {"stage", "ready"} & {*point["left"]}] == []


@pytest.mark.parametrize("shape", ["adopt", "kept", "one"])
def test_p1_interrupted_at_every_change_of_the_disk(memory_path: Path, shape: str) -> None:
    results = strike_everywhere(memory_path, shape, "interrupt")
    assert {point["end"] for point in results} == {"interrupted"}
    assert [point for point in results if point["state"] not in {"old", "new"}] == []
    assert [point for point in results if point["state"] == "old" and {*point["left"]} - {"lock"}] == []
