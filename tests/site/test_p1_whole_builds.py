"""P1: whatever stops a build, wherever, the old site or the new one is published, and the next build is as a clean one.

Each call that changes the disk is hit in turn, with the cache of the build before in play (see `strike_driver`).
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from voicebuilder.errors import ContentError

from .trees import changed, files_below, stamps

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Output, Ran, Site

DRIVER = Path(__file__).with_name("strike_driver.py")
MEMORY = "/dev/shm"  # noqa: S108 -- a disk in memory, where Linux has one
# A refusal that ends a build names what it could not write, and that is never the cache.
REFUSED = re.compile(
    r"error: cannot use \S*/(_site|\._site\.voicebuilder)\S*: the disk .+; the published site is as it was\. .+\."
)
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's seccomp")

SITE = {
    "posts/2026-01-01-quay.md": "---\ntags: [sea]\n---\n# Quay\n\nIt is old.\n",
    "posts/2026-02-01-sea.md": "---\ntags: [sea]\n---\n# Sea\n\n" + "It is **wide**.\n" * 20,
    "static/hello.txt": "hello\n",
}


@pytest.fixture(scope="module")
def clean(make_site: Callable[..., Site]) -> Callable[[str], Output]:
    """The site as built from nothing, without one of its files."""
    return functools.cache(lambda gone: make_site({path: SITE[path] for path in SITE if path != gone}).build())


def strike_everywhere(shape: str, fault: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        command = [sys.executable, "-B", str(DRIVER), f"{folder}/base", shape, fault]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    points: list[dict[str, Any]] = json.loads(run.stdout)
    assert len(points) > 40, "the driver found too few calls to strike"
    assert [point for point in points if "Traceback" in point["said"]] == []
    assert [point for point in points if point["after"] or point["left"]] == []
    assert {point["state"] for point in points} == {"old", "new"}
    return points


@pytest.mark.slow
@linux_only
@pytest.mark.parametrize("shape", ["move", "hurt", "edit", "undone", "first"])
def test_p1_killed_at_every_call_that_changes_the_disk(shape: str, fixed_clock: None) -> None:
    points = strike_everywhere(shape, "kill")
    assert {point["end"] for point in points} == {-signal.SIGKILL}
    states = [point["state"] for point in points]
    assert states == sorted(states, reverse=True), "once the new site is out, it stays"


@pytest.mark.slow
@linux_only
@pytest.mark.parametrize(("shape", "fault"), [("move", "full"), ("move", "error"), ("first", "full")])
def test_p1_refused_at_every_call_that_changes_the_disk(shape: str, fault: str, fixed_clock: None) -> None:
    for point in strike_everywhere(shape, fault):
        assert (point["end"], point["state"]) in {(3, "old"), (0, "new")}
        assert point["end"] == 0 or REFUSED.fullmatch(point["said"].splitlines()[-1]), point


@pytest.mark.parametrize("name", [".voicebuilder", ".voicebuilder/cache", ".voicebuilder/cache/html"])
@pytest.mark.parametrize("old", [False, True], ids=["a first build", "a rebuild"])
def test_p1_a_cache_that_cannot_be_written_fails_nothing(
    name: str, old: bool, make_site: Callable[..., Site], command: Callable[..., Ran], clean: Callable[[str], Output]
) -> None:
    site = make_site(SITE)
    if old:
        site.write({"posts/2026-01-01-quay.md": "# Another quay\n"}).build()
        shutil.rmtree(site.folder / name)
    site.write({**SITE, name: "a file where a folder must be"})
    for _ in range(2):
        ran = command("build", site.folder)
        assert ran.code == 0
        assert "warning" not in ran.err
        assert site.output() == clean("")
    assert (site.folder / name).read_text() == "a file where a folder must be"


def test_p1_a_build_that_fails_in_the_middle_of_rendering_touches_nothing(make_site: Callable[..., Site]) -> None:
    site = make_site(SITE)
    for text in ("# Quay, once\n", "# Quay\n"):
        site.write({"posts/2026-01-01-quay.md": text}).build()
    site.write({"posts/2026-01-01-quay.md": "# Another quay\n", "theme/archive.html": "{{ nothing.here }}"})
    before = stamps(site.folder)
    with pytest.raises(ContentError, match=r"theme/archive\.html:1"):
        site.build()
    # The cache takes note of the new text. What the next publication begins with is still there.
    assert [path for path in changed(before, stamps(site.folder)) if not path.startswith(".voicebuilder/")] == []


CACHE_FILES = ["files", "texts", "pages", "html/index", "html/data"]
HARMS: dict[str, Callable[[bytes], bytes | None]] = {
    "flipped": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "cut": lambda data: data[: len(data) // 2],
    "deleted": lambda _: None,
}


def test_a_second_build_with_no_change_writes_nothing_anywhere(make_site: Callable[..., Site]) -> None:
    site = make_site(SITE)
    site.build()
    assert sorted(path.relative_to(site.folder).as_posix() for path in files_below(site.folder / ".voicebuilder")) == [
        f".voicebuilder/cache/{name}" for name in sorted(CACHE_FILES)
    ]
    before = stamps(site.folder)
    site.build()
    assert changed(before, stamps(site.folder)) == []


@pytest.mark.parametrize("gone", ["", "posts/2026-02-01-sea.md"], ids=["", "and the long text is gone"])
@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("name", CACHE_FILES)
def test_one_build_repairs_a_hurt_cache_and_the_next_writes_nothing(
    name: str, harm: str, gone: str, make_site: Callable[..., Site], clean: Callable[[str], Output]
) -> None:
    site = make_site(SITE)
    site.build()
    file = site.folder / ".voicebuilder/cache" / name
    data = HARMS[harm](file.read_bytes())
    if data is None:
        file.unlink()
    else:
        file.write_bytes(data)
    if gone:
        (site.folder / gone).unlink()  # most of what is kept is dead then, and the rest moves to a new file
    assert site.build() == clean(gone)
    before = stamps(site.folder)
    assert site.build() == clean(gone)
    assert changed(before, stamps(site.folder)) == []


@pytest.mark.slow
def test_p1_two_builds_at_once(make_site: Callable[..., Site], spawn: Callable, command: Callable[..., Ran]) -> None:
    site = make_site({f"posts/2026-01-01-p{n}.md": f"# Post {n}\n" + "A *paragraph*.\n\n" * 50 for n in range(200)})
    first = spawn("build", site.folder)
    held = site.folder / "._site.voicebuilder/lock"
    while not (held.exists() and held.read_text() == f"{first.pid}\n"):
        assert first.poll() is None, "the build was over before it was seen"
        time.sleep(0.001)
    first.send_signal(signal.SIGSTOP)
    second = command("build", site.folder)
    assert second.code == 3
    assert f"another build (process {first.pid}) is writing to {site.out}. Wait for it or stop it." in second.err
    assert not site.out.exists()
    first.kill()
    first.wait()
    assert command("build", site.folder).code == 0
    assert len(site.output().files) > 200


@pytest.mark.slow
def test_p1_many_builds_at_once_give_one_site(make_site: Callable[..., Site], spawn: Callable) -> None:
    site = make_site(SITE)
    builds = [spawn("build", site.folder, "--jobs", "1") for _ in range(4)]
    pids = {build.pid for build in builds}
    for build in builds:
        said = build.communicate()[1]
        named = re.search(r"another build \(process (\d+)\)", said)
        assert build.returncode == 0 or (build.returncode == 3 and named and int(named[1]) in pids - {build.pid}), said
    assert 0 in {build.returncode for build in builds}
    assert site.output() == make_site(SITE).build()
    before = stamps(site.folder)
    site.build()
    assert changed(before, stamps(site.folder)) == []
