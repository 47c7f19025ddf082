"""Publishes a small site again and again, with a fault at its first, second, third … change of the disk.

Run as a script: `fault_driver.py FOLDER SHAPE FAULT`. Prints one JSON list: for each point the call that was hit, the
state of the published folder after the fault, how the run ended, and what was wrong with the run after it.
Each point is a process of its own (forked from this single-threaded one), and "kill" is a real SIGKILL.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import signal
import stat
import sys
from pathlib import Path

from voicebuilder.errors import MachineError
from voicebuilder.output import claim, guard, publication
from voicebuilder.report import Report

OLD = {
    "index.html": b"old home",
    "same.css": b"body {}",
    "posts/a/index.html": b"a",
    "posts/b/index.html": b"b",
    "posts/gone/index.html": b"gone",
    "flips": b"a file that becomes a folder",
}
NEW = {
    "index.html": b"new home",
    "same.css": b"body {}",
    "posts/a/index.html": b"a",
    "posts/b/index.html": b"b, edited",
    "posts/c/index.html": b"c",
    "flips/index.html": b"now a folder",
}
OLDER = {
    "index.html/was/a folder": b"1",
    "posts": b"was a file",
    "same.css": b"body {}",
    "flips/index.html": b"2",
    "x/y": b"3",
}
EDITED = {**OLD, "posts/b/index.html": b"b, edited"}
WORK = "._site.voicebuilder"
RESTING = {"spare", "site.record", "spare.record"}
KEEP = ["CNAME", ".git", "downloads/*", "link"]
FOREIGN = {"CNAME": b"example.org", ".git/config": b"[core]", ".git/refs/tags/": b"", "downloads/a.zip": b"zip"}
# What is published before, what lies beside it, and what comes. With a site before there are a spare and records.
SHAPES = {
    "first": (None, {}, NEW),
    "adopt": (None, FOREIGN, NEW),
    "change": (OLD, {}, NEW),
    "kept": (OLD, FOREIGN, NEW),
    "one": (OLD, {}, EDITED),
}
CREATING = {"open", "write", "record", "mkdir", "link", "symlink"}
# Not utime: how often the lock is touched depends on the clock.
CALLS = [
    "open",
    "write",
    "pwrite",
    "ftruncate",
    "fchmod",
    "chmod",
    "mkdir",
    "rmdir",
    "unlink",
    "rename",
    "replace",
    "link",
    "symlink",
]


def snapshot(folder: Path) -> dict[str, list[object]]:
    found = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        data = str(path.readlink()) if path.is_symlink() else path.read_text() if path.is_file() else ""
        found[path.relative_to(folder).as_posix()] = [stat.filemode(mode), data]
    return found


class Engine:
    """Who publishes: it remembers what is published, and does not read again what is intact."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.report = Report()
        self.memory: dict[str, tuple[bytes, bytes | None]] = {}

    def publish(self, files: dict[str, bytes]) -> None:
        with claim(guard(self.base / "_site", self.base / "site", []), KEEP, self.report) as claimed:
            same = {
                path
                for path in files
                if claimed.intact(path) and self.memory.get(path) == (files[path], claimed.signature(path))
            }
            claimed.publish(((path, claimed.lay(path, files[path])) for path in files if path not in same), same)
            self.memory = {path: (files[path], claimed.signature(path)) for path in files}


def prepare(base: Path, shape: str, *, spare: bool) -> Engine:
    shutil.rmtree(base, ignore_errors=True)
    (base / "site").mkdir(parents=True)
    engine = Engine(base)
    files, foreign, _ = SHAPES[shape]
    if files:
        engine.publish(files)
    for name, content in foreign.items():
        path = base / "_site" / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_bytes(content)
    if files:
        engine.publish(OLDER if shape == "kept" else {**files, "posts/b/index.html": b"b, before"})
        engine.publish(files)
        if not spare:
            shutil.rmtree(base / WORK)
    if foreign:
        (base / "_site/link").symlink_to("/nowhere")
        (base / "_site/.git").chmod(0o700)
    return engine


class Injector:
    """Counts the calls that change the disk and does harm at one of them."""

    def __init__(self, point: int, fault: str, log: int) -> None:
        self.point, self.fault, self.log, self.count = point, fault, log, 0
        for name in CALLS:
            setattr(os, name, self.wrap(name, getattr(os, name)))
        Path.write_bytes = self.wrap("record", Path.write_bytes)
        fcntl.flock = self.wrap("flock", fcntl.flock)
        swap = (lambda *_: False) if "two-renames" in fault else publication.exchange
        publication.exchange = self.wrap("exchange", swap)
        if "no-links" in fault:
            os.link = self.wrap("link", refuse_link)

    def wrap(self, name, call):
        def wrapped(*args, **options):
            if name == "open" and not args[1] & os.O_CREAT:
                return call(*args, **options)
            self.count += 1
            if self.count >= self.point:
                self.harm(name, call, args)
            return call(*args, **options)

        return wrapped

    def harm(self, name, call, args) -> None:
        once = self.count == self.point
        if once:
            REAL_WRITE(self.log, name.encode())
        if self.fault.endswith("kill") and once:
            if name in {"write", "record"}:
                call(args[0], bytes(args[1])[: len(args[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == "interrupt" and once:
            raise KeyboardInterrupt
        if self.fault == "disk-full" and name in CREATING:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.fault == "error-once" and once:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if self.fault == "error-on":
            raise OSError(errno.EIO, os.strerror(errno.EIO))


REAL_WRITE = os.write


def refuse_link(*args, **options):
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def strike(engine: Engine, files: dict[str, bytes], point: int, fault: str) -> tuple[str, str]:
    """The call that was hit, and how the run ended."""
    reader, log = os.pipe()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            Injector(point, fault, log)
            engine.publish(files)
            code = 10 if engine.report.warnings else 0
        except MachineError as error:
            code = 3 if str(engine.base) in str(error) else 71
        except KeyboardInterrupt:
            code = 130
        finally:
            os._exit(code)
    os.close(log)
    status = os.waitpid(child, 0)[1]
    name = os.read(reader, 100).decode()
    os.close(reader)
    code = os.waitstatus_to_exitcode(status)
    ends = {0: "done", 3: "refused", 10: "warned", 130: "interrupted", -signal.SIGKILL: "killed"}
    return name, ends.get(code, f"crashed ({code})")


def after(engine: Engine, files: dict[str, bytes], state: str, whole: dict[str, object]) -> str:
    """What is wrong with the next runs: one that publishes nothing, then one that does, and one that need not."""
    base = engine.base
    with claim(base / "_site", KEEP, Report()):
        pass
    found = snapshot(base / "_site")
    if found not in whole.values() or (state in whole and found != whole[state]):
        return "a run that publishes nothing changed the site"
    engine.publish(files)
    if engine.report.warnings:
        return "the next run complains"
    if snapshot(base / "_site") != whole["new"]:
        return "the next run does not bring the new site"
    engine.publish(files)
    if snapshot(base / "_site") != whole["new"]:
        return "the run after it changes the new site"
    left = {path.name for path in base.iterdir()} - {"site", "_site", WORK}
    left |= {path.name for path in (base / WORK).iterdir()} - RESTING
    return f"left over: {sorted(left)}" if left else ""


def main(base: Path, shape: str, fault: str) -> None:
    options = {"spare": not fault.startswith("bare")}
    files = SHAPES[shape][2]
    engine = prepare(base, shape, **options)
    whole = {"old": snapshot(base / "_site")}
    engine.publish(files)
    whole["new"] = snapshot(base / "_site")
    results = []
    for point in range(1, 1000):
        engine = prepare(base, shape, **options)
        name, end = strike(engine, files, point, fault)
        if not name:
            break
        found = snapshot(base / "_site")
        state = "old" if found == whole["old"] else "new" if found == whole["new"] else "mixed" if found else "missing"
        left = sorted({path.name for path in (base / WORK).iterdir()} - RESTING) if (base / WORK).exists() else []
        if fault.startswith("forgetful"):
            for record in (base / WORK).glob("*.record"):
                record.unlink()
        wrong = after(engine, files, state, whole)
        results.append({"call": name, "end": end, "state": state, "left": left, "after": wrong})
    sys.stdout.write(json.dumps(results))


if __name__ == "__main__":
    os.umask(0o077)
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
