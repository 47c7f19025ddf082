"""The machine in a line: what a figure depends on. No name of the host, no path.

Out: processor, cores, memory, system, Python; and whether it has other work.
"""

from __future__ import annotations

import os
import platform
from contextlib import suppress
from pathlib import Path

# Programs that wanted to run in the last minute, on average; a machine at rest has next to none.
_QUIET = 0.5


def description() -> str:
    """Such as `AMD EPYC, 2 cores, 24 GB, Debian GNU/Linux 12 (bookworm), Linux 6.1, CPython 3.11.7`."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kernel = f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    known = (_processor(), f"{os.cpu_count()} cores", f"{memory:.0f} GB", _system(), kernel, python)
    return ", ".join(part for part in known if part)


def busy() -> str | None:
    """A warning when other programs compete: what is spread over all cores then suffers most, so ratios are off too."""
    load = os.getloadavg()[0]
    return f"The machine has other work (load {load:.1f}): the figures will be off." if load > _QUIET else None


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _system() -> str:
    with suppress(OSError):
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    return ""
