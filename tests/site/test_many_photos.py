"""A thousand photos need hardly more memory than fifty: each is looked at, made smaller and forgotten."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from hashlib import shake_128
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..conftest import Site

BUILD = """
import json, resource, sys
from voicebuilder.cli import run
code = run(["build", sys.argv[1], "--now", "2026-11-24", "--jobs", "2"], debug=False)
peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([int(code), *peaks]))
"""


def photo(number: int) -> bytes:
    """A strip of noise, so that a thousand of them are made in seconds."""
    out = io.BytesIO()
    noise = shake_128(str(number).encode()).digest(500 * 16 * 3)
    Image.frombytes("RGB", (500, 16), noise).save(out, "JPEG", quality=60)
    return out.getvalue()


def peaks(make_site: Callable[..., Site], count: int) -> list[int]:
    """Kilobytes: of the build itself, and of the largest of its workers."""
    config = "title: T\nurl: https://example.org/\npictures: {formats: [webp]}\n"
    files = {f"photos/2026-01-01-p{number}.jpg": photo(number) for number in range(count)}
    site = make_site({"voicebuilder.yaml": config, **files})
    command = [sys.executable, "-c", BUILD, str(site.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    code, *found = json.loads(done.stdout)
    assert code == 0, done.stderr[-2_000:]
    assert len(list((site.out / "media").iterdir())) == 3 * count
    return found


@pytest.mark.slow
def test_memory_stays_flat_over_a_thousand_photos(make_site: Callable[..., Site]) -> None:
    few, many = peaks(make_site, 50), peaks(make_site, 1_000)
    # Twenty times as many; what is known of each is some kilobytes.
    assert many[0] < few[0] * 1.5
    assert many[1] < few[1] * 1.5
