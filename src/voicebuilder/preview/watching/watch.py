"""Every change of the writer's files, as soon as it is whole, and none twice.

In: `Places`, and whom to tell what a writer should know. Out: the paths that changed.

A scan is the truth; events only say where to look first. Scans come once a second, further apart where they take long.
"""

from __future__ import annotations

import math
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING

from voicebuilder.preview.watching.breaker import REST, Breaker
from voicebuilder.preview.watching.burst import Burst
from voicebuilder.preview.watching.events import Ears, deaf_to
from voicebuilder.preview.watching.ledger import Ledger
from voicebuilder.preview.watching.snapshot import scan

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from voicebuilder.preview.watching.burst import Heard
    from voicebuilder.preview.watching.snapshot import Places

_BETWEEN_SCANS = 1.0  # seconds, at least,
_SHARE = 20  # and this many times what a scan takes: a twentieth of a core at most.
_SHARE_ON_DEMAND = 2  # The same for scans that events of folders ask for.
_PAUSE = 0.01  # seconds between a scan that found something and the one that says what
_OVERDUE = 2.0  # seconds that a scan may stand back behind saves
_LONGEST = 1.0  # seconds of listening to events that come faster than they can be taken in


class Watcher:
    """Says which files changed. What is there on entering is no news, so enter first and read the files then.

    All but `stop` belong to one thread.
    """

    def __init__(self, places: Places, told: Callable[[str], None]) -> None:
        """Take where to look, and who gets a plain line when a writer should know something."""
        self._places, self._told = places, told
        self._heard: SimpleQueue[Heard | None] = SimpleQueue()
        self._breaker = Breaker()
        self._is_stopped = False
        self._has_advised = self._was_deaf = False
        self._unheard: set[str] = set()
        self._scanned = self._cost = 0.0
        self._scan_due = math.inf

    def __enter__(self) -> Self:
        """Begin: what changes from now on is told."""
        self._snapshot = scan(self._places)
        self._ledger = Ledger(self._snapshot)
        self._listen()
        self._scan_due = monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        """End: no thread stays."""
        self.stop()
        self._ears.close()

    def stop(self) -> None:
        """End `wait` at once and for good; from any thread or signal handler."""
        self._is_stopped = True
        self._heard.put(None)

    def wait(self, timeout: float | None = None) -> frozenset[str]:
        """Wait until files changed and are whole.

        Args:
            timeout: Seconds; None waits for ever. Changes that have just begun are awaited.

        Returns:
            Paths, each beginning with a place as it was given, that were added or removed or whose time, size, inode
            or attributes changed since they were last returned; none after the timeout or `stop`. Whether the bytes
            of a file changed too, only a look at them can tell.
        """
        until = math.inf if timeout is None else monotonic() + timeout
        while not self._is_stopped:
            changed = self._look(self._gather(min(until, self._scan_due)))
            if changed and not self._is_stopped:
                return self._counted(changed)
            if monotonic() >= until:
                break
        return frozenset()

    def look_at(self, places: Places) -> None:
        """Exchange the places, before the files in them are read.

        What lies in places that are new is no news; changes in those that stay are still told.
        """
        self._ears.close()
        old, self._places = self._places, places
        self._snapshot = scan(places)
        self._ledger.turn(old, places, self._snapshot)
        self._listen()
        self._scan_due = monotonic()

    def _listen(self) -> None:
        self._unheard.clear()
        self._heard = SimpleQueue()  # what was heard of other places is of no interest
        self._ears = Ears(self._places, self._heard.put)
        self._advise(self._ears.open() or self._ears.tend(self._snapshot.roots))

    def _gather(self, until: float) -> Burst:
        """Take in a burst of events that begins before a time, to its end."""
        burst, ripe, latest = Burst(), until, until + _LONGEST
        while not self._is_stopped and (now := monotonic()) <= latest:
            try:
                heard = self._heard.get(timeout=max(0.0, ripe - now))
            except Empty:
                break
            if heard is not None and heard.path not in self._breaker.held:
                if burst.is_empty:
                    latest = now + _LONGEST
                burst.add(heard)
                ripe = burst.ripe
        return burst

    def _look(self, burst: Burst) -> set[str]:
        """Look where events say; and at everything when it is time to."""
        self._unheard -= burst.paths
        changed, is_unsure = self._ledger.look(burst.paths)
        if burst.has_folder or is_unsure:
            self._unheard.clear()
            self._scan_due = min(self._scan_due, self._scanned + _SHARE_ON_DEMAND * self._cost)
        late = monotonic() - self._scan_due
        if late >= 0 and (not changed or burst.has_folder or late > _OVERDUE):
            changed |= self._scan(burst)
        return changed

    def _scan(self, burst: Burst) -> set[str]:
        """Look at everything."""
        if self._unheard:
            self._hear_again()
        begun = monotonic()
        resting = self._breaker.resting(begun)
        old, self._snapshot = self._snapshot, scan(self._places)
        changed: set[str] = set()
        if not burst.has_folder and self._ledger.differs(self._snapshot, resting):
            # It may have come upon the middle of a save.
            burst = self._gather(monotonic() + _PAUSE)
            changed, _ = self._ledger.look(burst.paths)
            self._snapshot = scan(self._places)
        found = self._ledger.compare(self._snapshot, resting)
        changed |= found
        self._breaker.calm(changed, begun)
        if not burst.has_folder:
            expected = found & old.files.keys() & self._snapshot.files.keys()
            # What a link leads to is heard of by its own path.
            self._unheard = {path for path in expected - self._breaker.held.keys() if not Path(path).is_symlink()}
        self._advise(self._ears.tend(self._snapshot.roots))
        self._scanned = monotonic()
        self._cost = self._scanned - begun
        self._scan_due = self._scanned + max(_BETWEEN_SCANS, _SHARE * self._cost)
        return changed

    def _hear_again(self) -> None:
        """A file changed and a second later no event has told it: listen anew, and the second time say so."""
        folder = self._name(str(Path(min(self._unheard)).parent))
        if self._was_deaf:
            self._advise(deaf_to(folder))
            self._unheard.clear()
            return
        self._was_deaf = True
        self._ears.close()
        self._listen()

    def _counted(self, changed: set[str]) -> frozenset[str]:
        for path in self._breaker.note(changed, monotonic()):
            self._told(
                f"{self._name(path)} changes again and again: some program keeps writing it. From now on it is looked"
                f" at every {REST:.0f} seconds, until it calms down."
            )
        return frozenset(changed)

    def _advise(self, advice: str) -> None:
        if advice and not self._has_advised:
            self._has_advised = True
            self._told(advice)

    def _name(self, path: str) -> str:
        """A path as messages name it."""
        place = Path(path)
        return place.relative_to(self._places.site).as_posix() if place.is_relative_to(self._places.site) else path
