"""`voicebuilder build`: P7 (every error, where it is, what to type), exit codes, --json, interruption."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran, Site

FAULTY = {
    "posts/2026-01-01-date.md": "---\ndate: 2024-02-30\n---\n# A\n",
    "posts/2026-01-02-twice.md": "---\ntitle: One\ndraft: no\ntitle: Two\n---\n",
    "posts/2026-01-03-link.md": "# C\n\nText.\n\n[there](gone.md) and ![that](gone.png)\n",
    "posts/2026-01-04-flag.md": "---\ntitle: D\ndraft: perhaps\n---\n",
    "notes/2026-01-05-bytes.md": b"caf\xe9\n",
    "pages/one.md": "---\nslug: same\n---\n# One\n",
    "pages/two.md": "---\npermalink: /Same/\n---\n# Two\n",
    "theme/tags.html": "{% extends 'base.html' %}\n{% block main %}\n{{ nonesuch }}\n{% endblock %}\n",
    "posts/2026-01-06-tagged.md": "---\ntags: [a]\n---\n# T\n",
}
MESSAGE = re.compile(r"(?P<path>[^:]+)(?::(?P<line>\d+)(?::(?P<column>\d+))?)?: (?P<severity>error|warning): .+\. .+")


@pytest.fixture(scope="module")
def healthy(make_site: Callable[..., Site]) -> Site:
    site = make_site({"posts/2026-01-01-hello.md": "# Hello\n"})
    site.build()
    return site


class TestP7:
    @pytest.fixture
    def ran(self, make_site: Callable[..., Site], command: Callable[..., Ran]) -> tuple[Site, Ran]:
        site = make_site({"posts/2026-01-01-fine.md": "# Fine\n"})
        self.before = site.build()
        site.write(FAULTY)
        return site, command("build", site.folder)

    @pytest.mark.parametrize(
        "where",
        [
            "posts/2026-01-01-date.md:2:",
            "posts/2026-01-02-twice.md:4:",
            "posts/2026-01-03-link.md:5",
            "posts/2026-01-04-flag.md:3:",
            "notes/2026-01-05-bytes.md:1",
            "pages/",
            "theme/tags.html:3: ",
        ],
    )
    def test_p7_every_fault_is_named_in_one_run(self, where: str, ran: tuple[Site, Ran]) -> None:
        assert where in ran[1].err

    def test_p7_each_message_has_a_place_and_a_remedy(self, ran: tuple[Site, Ran]) -> None:
        *messages, last = ran[1].err.splitlines()
        assert [message for message in messages if not MESSAGE.match(message)] == []
        assert messages == sorted(messages, key=lambda line: line.split(":")[0])
        assert last == f"{len(messages)} errors; nothing was published."

    def test_p7_both_links_of_one_line_are_named(self, ran: tuple[Site, Ran]) -> None:
        assert "gone.md" in ran[1].err
        assert "gone.png" in ran[1].err

    def test_p7_a_name_in_other_letter_case_is_what_was_meant(
        self, make_site: Callable[..., Site], command: Callable[..., Ran]
    ) -> None:
        ran = command("build", make_site({"posts/2026-01-01-a.md": "![x](Pic.PNG)\n", "posts/pic.png": png()}).folder)
        assert ran.code == 1
        assert "posts/2026-01-01-a.md:1: error: " in ran.err
        assert "Did you mean `pic.png`?" in ran.err

    def test_p1_p7_nothing_was_published(self, ran: tuple[Site, Ran]) -> None:
        site, result = ran
        assert result.code == 1
        assert site.output() == self.before

    def test_p7_every_fault_of_the_config_too(
        self, make_site: Callable[..., Site], command: Callable[..., Ran]
    ) -> None:
        text = "titel: X\nurl: ftp://example.org\ntimezone: Mars/Olympus\npaginate: many\n"
        ran = command("build", make_site({"voicebuilder.yaml": text}).folder)
        assert ran.code == 2
        assert "voicebuilder.yaml:1:1: error: unknown key `titel`. Did you mean `title`?" in ran.err
        assert "voicebuilder.yaml:4:" in ran.err

    def test_p7_address_and_zone_are_checked_together(
        self, make_site: Callable[..., Site], command: Callable[..., Ran]
    ) -> None:
        text = "title: X\nurl: ftp://example.org\ntimezone: Mars/Olympus\n"
        ran = command("build", make_site({"voicebuilder.yaml": text}).folder)
        assert ran.code == 2
        assert "voicebuilder.yaml:2:1: error: `url" in ran.err
        assert "voicebuilder.yaml:3:1: error: `timezone" in ran.err

    def test_p7_an_unknown_provider_names_the_key(
        self, make_site: Callable[..., Site], command: Callable[..., Ran]
    ) -> None:
        text = "title: X\nurl: https://example.org\nsignup:\n  provider: butondown\n"
        ran = command("build", make_site({"voicebuilder.yaml": text}).folder)
        assert ran.code == 2
        assert "voicebuilder.yaml:4:" in ran.err
        assert "Did you mean `provider: buttondown`?" in ran.err


class TestExitCodes:
    def test_0_done(self, healthy: Site, command: Callable[..., Ran]) -> None:
        ran = command("build", healthy.folder)
        assert ran.code == 0
        assert re.fullmatch(r"\d+ pages in \d+\.\d s: 0 written, \d+ unchanged, 0 removed\.\n", ran.err)
        assert ran.out == ""

    def test_0_in_the_current_folder(self, healthy: Site, command: Callable[..., Ran]) -> None:
        assert command("build", cwd=healthy.folder).code == 0

    def test_1_warnings_when_strict(self, make_site: Callable[..., Site], command: Callable[..., Ran]) -> None:
        site = make_site({"posts/2026-01-01-a.md": "---\ntilte: A\n---\n[x](/nowhere/)\n"})
        relaxed, strict = command("build", site.folder), command("build", site.folder, "--strict")
        assert (relaxed.code, strict.code) == (0, 1)
        assert "posts/2026-01-01-a.md:2:1: warning: unknown key `tilte`. Did you mean `title`?" in relaxed.err
        assert "posts/2026-01-01-a.md:4: warning: nothing on this site answers at /nowhere/" in relaxed.err
        assert strict.err.count("error: ") == 2

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["biuld"], "Did you mean `build`?"),
            (["frobnicate"], "Commands: init, new, note, build"),
            (["build", "--now", "soon"], "Write --now 2026-11-22T15:30"),
            (["build", "--base-url", "example.org"], "Write https://me.example/"),
            (["build", "--jobs", "-1"], "--jobs"),
            (["build", "--wat"], "--wat"),
            (["build", "nowhere"], "there is no voicebuilder.yaml in nowhere"),
            (["build", "--output", "."], "is the site folder"),
            (["build", "--output", "posts"], 'is inside "posts"'),
            (["build", "--output", "/"], "is the whole disk"),
        ],
    )
    def test_2_wrong_usage(self, words: list[str], says: str, healthy: Site, command: Callable[..., Ran]) -> None:
        ran = command(*words, cwd=healthy.folder)
        assert ran.code == 2
        assert says in ran.err

    def test_2_a_clock_that_is_no_number(
        self, healthy: Site, command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
        ran = command("build", healthy.folder)
        assert ran.code == 2
        assert "SOURCE_DATE_EPOCH" in ran.err

    def test_2_foreign_files_in_the_output(self, make_site: Callable[..., Site], command: Callable[..., Ran]) -> None:
        site = make_site({"posts/a.md": "# A\n", "_site/letter.txt": "dear"})
        ran = command("build", site.folder)
        assert ran.code == 2
        assert "letter.txt" in ran.err
        assert (site.out / "letter.txt").read_text() == "dear"

    @pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
    def test_3_a_folder_that_cannot_be_made(self, healthy: Site, command: Callable[..., Ran]) -> None:
        # Nobody can make a folder in /proc, root neither.
        ran = command("build", healthy.folder, "--output", "/proc/public")
        assert ran.code == 3
        assert "cannot use /proc/" in ran.err

    def test_p1_3_the_disk_is_full(self, make_site: Callable[..., Site]) -> None:
        site = make_site({"posts/2026-01-01-hello.md": "# Hello\n"})
        before = site.build()
        site.write({"posts/2026-01-01-hello.md": "# Hello again\n"})
        # A limit on the size of files stands for a full disk, and holds for root too.
        program = (
            "import resource, sys\nfrom voicebuilder.cli import main\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\nmain(sys.argv[1:])\n"
        )
        arguments = [sys.executable, "-B", "-c", program, "build", str(site.folder), "--now", "2026-11-24"]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert done.returncode == 3
        assert "File too large" in done.stderr
        assert "Traceback" not in done.stderr
        assert site.output() == before

    def test_3_another_build_is_writing(self, healthy: Site, command: Callable[..., Ran]) -> None:
        program = (
            "import sys, pathlib\nfrom voicebuilder.output import claim\nfrom voicebuilder.report import Report\n"
            "with claim(pathlib.Path(sys.argv[1]), [], Report()):\n"
            "    print('held', flush=True)\n    sys.stdin.read()\n"
        )
        arguments = [sys.executable, "-c", program, str(healthy.out)]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout
            other.stdout.readline()
            ran = command("build", healthy.folder)
            other.communicate()
        assert ran.code == 3
        assert f"another build (process {other.pid}) is writing" in ran.err


class TestStreams:
    """Nobody has to listen."""

    def run(self, site: Site, shell: str) -> subprocess.CompletedProcess[str]:
        command = ["sh", "-c", shell, "sh", sys.executable, "-m", "voicebuilder", "build", str(site.folder), "--json"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_3_the_reader_of_the_output_has_left(self, healthy: Site) -> None:
        for unbuffered in ("", "PYTHONUNBUFFERED=1"):
            ran = self.run(healthy, f'{{ {unbuffered} "$@"; echo $? >&2; }} | exec 0<&-')
            assert ran.stderr == "3\n"

    @pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
    def test_3_the_disk_that_takes_the_output_is_full(self, healthy: Site) -> None:
        ran = self.run(healthy, '"$@" > /dev/full')
        assert (ran.returncode, ran.stderr) == (3, "error: No space left on device.\n")

    def test_0_without_stderr_or_stdout(self, healthy: Site) -> None:
        without_stderr, without_stdout = self.run(healthy, '"$@" 2>&-'), self.run(healthy, '"$@" >&-')
        assert without_stderr.returncode == without_stdout.returncode == 0
        assert json.loads(without_stderr.stdout)["errors"] == []
        assert without_stdout.stderr == ""


class TestJson:
    def test_of_a_build(self, healthy: Site, command: Callable[..., Ran]) -> None:
        ran = command("build", healthy.folder, "--json")
        told = json.loads(ran.out)
        assert set(told) == {"pages", "written", "unchanged", "removed", "seconds", "warnings", "errors"}
        assert (told["pages"], told["written"], told["removed"]) == (len(healthy.output().pages), 0, 0)
        assert told["warnings"] == told["errors"] == []
        assert ran.out.count("\n") == 1
        assert ran.err == ""

    def test_p7_of_faults(self, make_site: Callable[..., Site], command: Callable[..., Ran]) -> None:
        ran = command("build", make_site(FAULTY).folder, "--json")
        told = json.loads(ran.out)
        assert ran.code == 1
        assert (told["pages"], told["written"], told["unchanged"], told["removed"]) == (0, 0, 0, 0)
        first = next(error for error in told["errors"] if "twice" in error["path"])
        assert (first["path"], first["line"]) == ("posts/2026-01-02-twice.md", 4)
        assert first["severity"] == "error"
        assert first["text"].startswith("posts/2026-01-02-twice.md:4:")

    def test_p7_of_a_wrong_config(self, make_site: Callable[..., Site], command: Callable[..., Ran]) -> None:
        ran = command("build", make_site({"voicebuilder.yaml": "title: X\n"}).folder, "--json")
        assert ran.code == 2
        assert [error["path"] for error in json.loads(ran.out)["errors"]] == ["voicebuilder.yaml"]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_p1_130_when_interrupted(
    jobs: int, make_site: Callable[..., Site], spawn: Callable[..., subprocess.Popen[str]]
) -> None:
    files = {f"posts/2026-01-01-p{n}.md": f"# Post {n}\n" + "A *paragraph*.\n\n" * 100 for n in range(400)}
    site = make_site(files)
    process = spawn("build", site.folder, "--jobs", jobs)
    work = site.folder / "._site.voicebuilder"
    while not work.exists():
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.3)
    # All its processes get the signal, as from Ctrl+C at a terminal.
    os.killpg(process.pid, signal.SIGINT)
    err = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert err.strip() == "Interrupted; nothing was published."
    assert not site.out.exists()
    assert not work.exists()
