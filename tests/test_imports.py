"""Each module can be imported alone in a fresh interpreter, and starting up stays cheap."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src"
HEAVY = ("jinja2", "markdown_it", "feedgen", "lxml", "pygments", "yaml", "rich", "msgspec", "asyncio", "email")


def names() -> list[str]:
    found = []
    for path in sorted((SRC / "voicebuilder").rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return [name for name in found if not name.endswith("__main__")]


@pytest.mark.slow
def test_each_module_imports_alone() -> None:
    # One process that forks for each module: a fresh interpreter's modules without its start-up, 100 times.
    program = """
import os, sys
for name in sys.argv[1:]:
    pid = os.fork()
    if pid == 0:
        try:
            __import__(name)
        except BaseException as error:
            print(f"{name}: {type(error).__name__}: {error}", flush=True)
            os._exit(1)
        os._exit(0)
    os.waitpid(pid, 0)
"""
    done = subprocess.run([sys.executable, "-c", program, *names()], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert done.stderr == ""


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_start_up_loads_nothing_heavy(argument: str) -> None:
    program = (
        "import sys\n"
        "from voicebuilder.cli import run\n"
        f"assert run([{argument!r}], debug=True) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"
