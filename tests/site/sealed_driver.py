"""Build a site while an audit hook (PEP 578) writes down what the interpreter does.

Run as a script: `sealed_driver.py LOG SITE OUTPUT JOBS`. LOG gets one JSON list a line: the event and its arguments.
"""

from __future__ import annotations

import json
import os
import sys

WATCHED = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "pty.",
    "ctypes.dlopen", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "open", "os.rename", "os.mkdir",
    "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.utime", "os.chown", "shutil.",
    "tempfile.",
)  # fmt: skip


def main(log: str, site: str, output: str, jobs: str) -> None:
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(WATCHED):
            words = [os.fsdecode(a) if isinstance(a, str | bytes | os.PathLike) else a for a in arguments]
            os.write(handle, json.dumps([event, *words], default=repr).encode() + b"\n")

    sys.addaudithook(watch)  # before the first import of ours: what importing does counts too
    from voicebuilder.cli import run

    code = run(["build", site, "--output", output, "--jobs", jobs, "--now", "2026-11-24T12:00Z"], debug=True)
    os._exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:])
