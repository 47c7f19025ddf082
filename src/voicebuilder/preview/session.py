"""A preview from its first word to its last: the site is planned, served, watched, until Ctrl-C.

In: what the writer asked for. Out: nothing; it returns when it was told to end, and no thread is left.
"""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager, suppress
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

    from voicebuilder.preview.state import State
    from voicebuilder.preview.watching.snapshot import Places, Snapshot
    from voicebuilder.report import Report

# An address that stands for all of this machine's: that of this machine alone.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 -- only when it is asked for
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
        ready: Told where the site will be, before it is planned, and whether other machines may see it.
        renewed: Told of the state after each plan, and of the files that led to it.
        notice: Told of what else a writer should know.
    """

    report: Report
    ready: Callable[[str, bool], None]
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
        here, port = listener.getsockname()[:2]
        voice.ready(_address(here, port), here in _EVERYWHERE)
        planner = Planner(ask.wishes)
        places = planner.places
        before = places, scan(places)
        planner.begin(voice.report)
        voice.renewed(planner.state, frozenset())
        # What is there now stays; to look through it for cycles again and again would delay an answer now and then.
        gc.collect()
        gc.freeze()
        studio = Studio(planner, ask.taste)
        with _watching(planner, studio, before, voice):
            serve(studio, listener, {ask.host, here})


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds it."""
    name = _EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}/"


def _between(before: Snapshot, places: Places) -> frozenset[str]:
    """What changed in the places since that snapshot of them."""
    old, now = before.files, scan(places).files
    return frozenset(path for path in old.keys() | now.keys() if old.get(path) != now.get(path))


@contextmanager
def _watching(planner: Planner, studio: Studio, before: tuple[Places, Snapshot], voice: Voice) -> Iterator[None]:
    """Keep the plan up to date in a thread of its own."""
    told = _Told(voice)
    watcher = Watcher(planner.places, told.notice)
    ended = threading.Event()
    watch = _Watch(planner, studio, watcher, told, before[0])
    thread = threading.Thread(target=watch.run, args=(before[1], ended), name="watch", daemon=True)
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
class _Told:
    """The voice, for a thread that must go on when the terminal is gone."""

    voice: Voice

    def renewed(self, state: State, changed: frozenset[str]) -> None:
        with suppress(OSError):
            self.voice.renewed(state, changed)

    def notice(self, text: str) -> None:
        with suppress(OSError):
            self.voice.notice(text)


@dataclass(frozen=True, slots=True)
class _Watch:
    planner: Planner
    studio: Studio
    watcher: Watcher
    told: _Told
    places: Places  # before the first plan

    def run(self, before: Snapshot, ended: threading.Event) -> None:
        """Renew the plan at each change; what changed since `before` comes first."""
        with self.watcher as watcher:
            changed = _between(before, self.places)
            while not ended.is_set():
                try:
                    if changed or self._left() <= 0:
                        self._renew(changed)
                except Exception as error:  # noqa: BLE001 -- the next save may find a way again
                    self.told.notice(f"voicebuilder itself failed ({type(error).__name__}: {error}). Please report it.")
                changed = watcher.wait(max(0.0, self._left()))

    def _renew(self, changed: frozenset[str]) -> None:
        places = self.planner.places
        if self.studio.renew(changed):
            self.told.renewed(self.planner.state, changed)
        if self.planner.places != places:
            self.watcher.look_at(self.planner.places)
            # Something there may have changed while nobody looked.
            self.studio.renew(())
            self.told.renewed(self.planner.state, changed)

    def _left(self) -> float:
        """Seconds until time alone changes the site; no more than after which a clock that was set is noticed."""
        due = self.planner.due
        return _MOST_WAITED if due is None else min(_MOST_WAITED, (due - self.planner.now()).total_seconds())
