"""Whole sites: made from a dict of files, built in this process or by the command line, read back as bytes.

`pytest --update-golden` writes what the golden tests compare with; look at the difference before you commit it.
"""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from voicebuilder import build, config
from voicebuilder.cli import run
from voicebuilder.output import MANIFEST
from voicebuilder.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element as Element
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).resolve().parent.parent
# The clock of every test that does not say otherwise.
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CONFIG = "title: Harbour notes\nurl: https://example.org/\n"
# Of the browser, on the systems that have it.
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@dataclass(frozen=True)
class Output:
    """A built site: output path -> bytes, the manifest aside."""

    files: Mapping[str, bytes]

    @classmethod
    def read(cls, folder: Path) -> Output:
        found = (path for path in sorted(folder.rglob("*")) if path.is_file())
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
        files.pop(MANIFEST, None)
        return cls(files)

    @property
    def pages(self) -> list[str]:
        """Output paths of all HTML files."""
        return [path for path in self.files if path.endswith(".html")]

    @property
    def redirects(self) -> list[str]:
        return [path for path in self.pages if b'http-equiv="refresh"' in self.files[path]]

    def text(self, path: str) -> str:
        return self.files[path].decode()

    def page(self, url: str) -> str:
        """The HTML at a site path such as `/posts/hello/`."""
        return self.text(output_path(url))

    def parsed(self, path: str) -> Element:
        """The document element, as a browser would make it."""
        tree = html5lib.parse(self.text(path), treebuilder="lxml", namespaceHTMLElements=False)
        return tree.getroot()

    def at(self, address: str, base: str) -> str | None:
        """The output path that a host serves at an absolute address below the base; None for other sites."""
        origin, prefix = split_base(base)
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != origin:
            return None
        path = unquote(parts.path)
        assert path.startswith(prefix), f"{address} is above the base {base}"
        return output_path(path.removeprefix(prefix))


def png(width: int = 1, height: int = 1) -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "PNG")
    return out.getvalue()


def output_path(url: str) -> str:
    return url.removeprefix("/") + ("index.html" if url.endswith("/") or url == "" else "")


def split_base(base: str) -> tuple[str, str]:
    """`https://me.github.io/blog/` -> (`https://me.github.io`, `/blog`)."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}", parts.path.removesuffix("/")


@dataclass
class Site:
    """A site folder, and its output."""

    folder: Path
    out: Path = field(init=False)
    report: Report = field(default_factory=Report)

    def __post_init__(self) -> None:
        self.out = self.folder / "_site"

    def write(self, files: Mapping[str, str | bytes]) -> Site:
        for path, content in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def build(
        self, *, now: datetime = NOW, drafts: bool = False, jobs: int = 1, base: str | None = None, strict: bool = False
    ) -> Output:
        """Build in this process; every call begins a new report."""
        self.report = Report(strict=strict)
        asked = config.load(self.folder, config.Overrides(base, self.out))
        self.outcome = build.build(asked, build.Options(now, drafts, jobs), self.report)
        return self.output()

    def output(self) -> Output:
        return Output.read(self.out)


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def pytest_configure() -> None:
    # A shell that starts us in the background has Ctrl-C ignored, and what we start would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write the golden files instead of comparing.")


@pytest.fixture(scope="session")
def make_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Site]:
    """A site of these files; a config is added unless they hold one."""

    def make(files: Mapping[str, str | bytes]) -> Site:
        return Site(tmp_path_factory.mktemp("made") / "site").write({"voicebuilder.yaml": CONFIG, **files})

    return make


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """A copy of one of the whole sites in `tests/sites/`, or of `content-example`."""

    def copy(name: str) -> Site:
        source = REPOSITORY / name if name == "content-example" else REPOSITORY / "tests/sites" / name
        folder = tmp_path_factory.mktemp("sample") / name
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("_site", "._site.*", ".voicebuilder"))
        if name == "content-example":
            # Its pictures in every format would take longer than all else that is built here.
            with (folder / "voicebuilder.yaml").open("a", encoding="utf-8") as config_file:
                config_file.write("\npictures: {formats: [], widths: [480]}\n")
        return Site(folder)

    return copy


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """`content-example`, built where it lies into a folder elsewhere."""
    return _built_example(tmp_path_factory, None)


@pytest.fixture(scope="session")
def example_below_path(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """The same, to live at https://me.github.io/blog/."""
    return _built_example(tmp_path_factory, "https://me.github.io/blog/")


def _built_example(folders: pytest.TempPathFactory, base: str | None) -> Output:
    site = Site(REPOSITORY / "content-example")
    site.out = folders.mktemp("example") / "_site"
    return site.build(base=base)


@pytest.fixture
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in this test, in this process or another, takes it to be `NOW`, unless `--now` says otherwise."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def command(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, fixed_clock: None
) -> Callable[..., Ran]:
    """Run a command in this process: `command("build", site.folder, cwd=…)`."""

    def call(*words: object, cwd: Path | None = None) -> Ran:
        if cwd is not None:
            monkeypatch.chdir(cwd)
        capfd.readouterr()
        code = int(run([str(word) for word in words], debug=False))
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)

    return call


@pytest.fixture
def spawn(fixed_clock: None) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command as a process of its own, in a session of its own: `spawn("build", site.folder)`."""
    processes: list[subprocess.Popen[str]] = []

    def start(*words: object) -> subprocess.Popen[str]:
        arguments = [sys.executable, "-m", "voicebuilder", *map(str, words)]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        processes.append(subprocess.Popen(arguments, **pipes, encoding="utf-8", start_new_session=True))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, NAMES)), playwright.chromium.executable_path)
        assert Path(program).exists(), "these tests need Chromium; to have it, type: .ci/tools"
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()
