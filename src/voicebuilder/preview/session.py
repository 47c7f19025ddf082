"""A preview from its first word to its last: the site is planned, served, watched, until Ctrl-C.

In: what the writer asked for. Out: nothing; it returns when it was told to end, and no thread is left.
"""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicebuilder import config
from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.preview.planner import Planner, Wishes
from voicebuilder.preview.serving.ports import bind
from voicebuilder.preview.serving.server import serve
from voicebuilder.preview.studio import Studio, Taste
from voicebuilder.preview.watching.snapshot import scan
from voicebuilder.preview.watching.watch import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voicebuilder.preview.watching.snapshot import Snapshot
    from voicebuilder.report import Report

# Seconds that the end waits for a plan that is just being made.
_PATIENCE = 0.5
# Seconds; a clock that is set, or a machine that wakes, is noticed after that.
_MOST_WAITED = 60.0


@dataclass(frozen=True, slots=True)
class Ask:
    """What the writer asked for.

    Attributes:
        wishes: What to show.
        taste: How.
        host: Where to listen.
        port: The first to try.
    """

    wishes: Wishes
    taste: Taste
    host: str = "127.0.0.1"
    port: int = 8000


@dataclass(frozen=True, slots=True)
class Voice:
    """Who tells the writer.

    Attributes:
        report: Of the first plan, shown progress.
        ready: Told where the site will be, before it is planned.
        renewed: Told of the state after each plan, and of the files that led to it.
        notice: Told of what else a writer should know.
    """

    report: Report
    ready: Callable[[str], None]
    renewed: Callable[..., None]
    notice: Callable[[str], None]


def preview(ask: Ask, voice: Voice) -> None:
    """Show a site while it is being written, until Ctrl-C or SIGTERM.

    Raises:
        UsageError: The folder is no site, or the host or port cannot be.
        MachineError: Nothing can be listened at.
    """
    if not (ask.wishes.site / CONFIG_NAME).exists():
        config.load(ask.wishes.site)  # says so; a config that is there may have faults, which show on the page
    with bind(ask.host, ask.port) as listener:
        voice.ready(_address(ask.host, listener.getsockname()[1]))
        planner = Planner(ask.wishes)
        before = scan(planner.places)
        planner.begin(voice.report)
        voice.renewed(planner.state, frozenset())
        # What is there now stays; to look through it for cycles again and again would delay an answer now and then.
        gc.collect()
        gc.freeze()
        studio = Studio(planner, ask.taste)
        with _watching(planner, studio, before, voice):
            serve(studio, listener, {ask.host})


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds it."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{port}/"


@contextmanager
def _watching(planner: Planner, studio: Studio, before: Snapshot, voice: Voice) -> Iterator[None]:
    """Keep the plan up to date in a thread of its own."""
    watcher = Watcher(planner.places, voice.notice)
    ended = threading.Event()
    watch = _Watch(planner, studio, watcher, voice)
    thread = threading.Thread(target=watch.run, args=(before, ended), name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        watcher.stop()
        thread.join(_PATIENCE)
        if not thread.is_alive():
            planner.save()


@dataclass(frozen=True, slots=True)
class _Watch:
    planner: Planner
    studio: Studio
    watcher: Watcher
    voice: Voice

    def run(self, before: Snapshot, ended: threading.Event) -> None:
        """Renew the plan at each change; what changed since `before` comes first."""
        with self.watcher as watcher:
            now = scan(self.planner.places).files
            old = before.files
            changed = frozenset(path for path in old.keys() | now.keys() if old.get(path) != now.get(path))
            while not ended.is_set():
                if changed or self._left() <= 0:
                    self._renew(changed)
                changed = watcher.wait(self._left())

    def _renew(self, changed: frozenset[str]) -> None:
        places = self.planner.places
        if self.studio.renew(changed):
            self.voice.renewed(self.planner.state, changed)
        if self.planner.places != places:
            self.watcher.look_at(self.planner.places)
            # Something there may have changed while nobody looked.
            self.studio.renew(())

    def _left(self) -> float:
        """Seconds until time alone changes the site; no more than after which a clock that was set is noticed."""
        due = self.planner.due
        return _MOST_WAITED if due is None else min(_MOST_WAITED, (due - self.planner.now()).total_seconds())
