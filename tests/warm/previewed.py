"""A story that a preview lives through: after each change it must show what a build from nothing makes.

In: the changes of writers and designers, and time. Out: the same stories, held against a preview that never ends.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from voicebuilder.output import MANIFEST
from voicebuilder.preview.planner import Planner, Wishes
from voicebuilder.preview.renderings import Renderings
from voicebuilder.preview.watching.snapshot import Snapshot, scan
from voicebuilder.report import Report

from . import twins
from .designer import Designer
from .machine import change
from .twins import Ask
from .writer import Writer

if TYPE_CHECKING:
    from voicebuilder.build import Plan

EMPTY = Snapshot({}, {})


class Previewed(Writer, Designer):
    """One site, and one preview of it."""

    def __init__(self) -> None:
        super().__init__()
        self.planner = Planner(Wishes(self.site, with_drafts=True, clock=lambda: self.now))
        self.renderings, self.seen = Renderings(), EMPTY

    @change(minutes=st.integers(1, 3 * 24 * 60))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def build(self, ask: Ask | None = None) -> None:
        ask = Ask(self.now, drafts=True)
        self.tally["builds"] += 1
        before = self.planner.state
        self.renew()
        cold, state = self.run_cold(ask), self.planner.state
        said = {str(problem).replace(str(self.site), "SITE") for problem in (*state.errors, *state.warnings)}
        shown, faults = self.shown(state.plan)
        if cold.failed:
            assert state.errors or faults, f"cold says {cold.problems}, the preview nothing"
            assert said <= set(cold.problems), f"cold says {cold.problems}, the preview {said}"
            assert not state.errors or before.plan is None or state.plan is before.plan, "a faulty plan was taken"
            self.build_failed()
            return
        assert said == set(cold.problems), f"cold says {cold.problems}, the preview {said}"
        assert not faults, f"cold has no faults, the preview says {faults}"
        made = {path: ("", data) for path, (mode, data) in cold.tree.items() if mode[0] != "d" and path != MANIFEST}
        assert not (wrong := twins.difference(shown, made)), f"the preview shows another site:\n{wrong}"
        self.good, self.failures = twins.sources(self.site), 0

    def renew(self) -> None:
        """As a watcher does it."""
        if self.seen is EMPTY:
            self.planner.begin(Report())
            self.seen = scan(self.planner.places)
            return
        now = scan(self.planner.places)
        old, new = self.seen.files, now.files
        changed = [path for path in old.keys() | new.keys() if old.get(path) != new.get(path)]
        places = self.planner.places
        if changed:
            self.tally["revised"] += self.planner.renew(changed)
        if self.planner.due is not None and self.planner.due <= self.now:
            self.planner.renew(())
        if self.planner.places != places:
            self.planner.renew(())
        self.seen = scan(self.planner.places)

    def shown(self, plan: Plan | None) -> tuple[twins.Tree, list[str]]:
        """Every file of the plan, and why some cannot be made."""
        found: twins.Tree = {}
        faults: list[str] = []
        for route in plan.table if plan else ():
            made = self.renderings.make(plan, route)
            faults += map(str, made.problems)
            content = made.content
            if content is not None:
                data = content.read_bytes() if isinstance(content, Path) and content.exists() else content
                found[route.output_path] = ("", data if isinstance(data, bytes) else b"")
        return found, faults
