from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from benchmarks.meter import RunError, timed, weighed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEGABYTE = 10**6
HOLD = "import time; held = bytearray({size}); held[::512] = bytes(len(held[::512])); time.sleep(1.5)"


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", code)


def test_time_is_of_the_program_and_of_its_children(tmp_path: Path) -> None:
    asleep = timed(python("import time; time.sleep(0.2)"), tmp_path)
    assert asleep.wall > 0.2
    assert asleep.wall > asleep.cpu
    busy = "import time; end = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
    parent = timed(python(f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {busy!r}])"), tmp_path)
    assert parent.cpu >= 0.2


def test_memory_is_of_the_whole_tree(tmp_path: Path) -> None:
    hold = HOLD.format(size=40 * MEGABYTE)
    alone = weighed(python(hold), tmp_path)
    assert 40 * MEGABYTE < alone < 80 * MEGABYTE
    if sys.platform == "linux":
        child = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-S', '-c', {hold!r}]); {hold}"
        assert weighed(python(f"{child}; child.wait()"), tmp_path) > 80 * MEGABYTE


@pytest.mark.parametrize("measure", [timed, weighed])
def test_a_failed_run_tells_what_the_program_said(measure: Callable[..., object], tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"ended with 3:\n.*no disk"):
        measure(python("import sys; print('no disk'); sys.exit(3)"), tmp_path)
