"""What else befalls a site: time, other ways to build it, kills, and hands on the cache and the output."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import precondition

from . import sources as pool
from . import twins
from .machine import Machine, change, step
from .twins import CACHE, Ask

if TYPE_CHECKING:
    from collections.abc import Callable


class Trouble(Machine):
    """Whatever is neither writing nor design."""

    # Time, and other ways to build.

    @change(minutes=st.sampled_from(pool.MINUTES))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @step(
        drafts=st.booleans(),
        jobs=st.sampled_from((1, 1, 1, 2)),
        out=st.sampled_from(("_site", "_site", "_other")),
        base=st.sampled_from((None, None, "https://b.io/x/")),
    )
    def build_otherwise(self, drafts: bool, jobs: int, out: str, base: str | None) -> None:
        self.build(Ask(self.now, drafts, jobs, out, base))

    @precondition(lambda self: self.costly == "another process")
    @step(hash_seed=st.integers(1, 9))
    def build_in_another_process(self, hash_seed: int) -> None:
        self.costly = ""
        twins.run_elsewhere(self.site, Ask(self.now), hash_seed)
        self.build()

    @change(change=st.integers(1, 80), call=st.integers(1, 200_000), anywhere=st.booleans())
    def kill(self, change: int, call: int, anywhere: bool) -> None:
        """At a change of the disk, or in the middle of whatever is done just then."""
        before = twins.tree(self.out)
        when = {"at_call": call} if anywhere else {"at_change": change}
        self.tally["killed"] += twins.run_killed(self.site, Ask(self.now), **when)
        after = twins.tree(self.out)
        if after != before:
            wrong = twins.difference(after, self.run_cold(Ask(self.now)).tree)
            assert not wrong, f"P1: a killed build left neither the old site nor the new:\n{wrong}"

    # The cache, behind the builder's back.

    @change(in_form=st.booleans())
    def let_another_version_build(self, in_form: bool) -> None:
        """One that makes other pages, and keeps what it made in the same place; perhaps in another form."""
        self.cache_is_strange = True
        with twins.another_version(in_form=in_form):
            twins.run(self.site, Ask(self.now))

    @change(number=st.integers(0, 60), place=st.floats(0, 1), how=st.sampled_from(pool.HURT))
    def hurt_cache(self, number: int, place: float, how: str) -> None:
        """Or what the output room noted of what is published; or delete one file of it, or all."""
        files = [*twins.files(self.site / CACHE), *self.site.glob("._*.voicebuilder/*.record")]
        if files:
            self.cache_is_strange = True
            file = files[number % len(files)]
            data = bytearray(file.read_bytes())
            spot = int(place * max(0, len(data) - 1))
            if how == "flip" and data:
                data[spot] ^= 1 << (number % 8)
            file.write_bytes({"flip": bytes(data), "cut": bytes(data[:spot])}.get(how, b""))
            if how == "one":
                file.unlink()
            elif how == "all":
                shutil.rmtree(self.site / CACHE, ignore_errors=True)

    @change(whole=st.booleans(), number=st.integers(0, 60))
    def bring_older_cache_back(self, whole: bool, number: int) -> None:
        """As a whole, or one file of it among newer ones."""
        kept = [path.relative_to(self.home / "kept") for path in twins.files(self.home / "kept")]
        if kept:
            self.cache_is_strange = True
            if whole:
                shutil.rmtree(self.site / CACHE, ignore_errors=True)
            for path in kept if whole else kept[number % len(kept) :][:1]:
                self.write(f"{CACHE}/{path}", (self.home / "kept" / path).read_bytes())

    # The output.

    @change(number=st.integers(0, 60), how=st.sampled_from(pool.MEDDLING))
    def meddle_with_output(self, number: int, how: str) -> None:
        """Not in disguise: who sets a published file's time back after an edit does not want it seen."""
        files = twins.published(self.out)
        if files:
            file = files[number % len(files)]
            meddle: dict[str, Callable[[], object]] = {
                "touch": file.touch,
                "append": lambda: file.write_bytes(file.read_bytes() + b"more"),
                "retype": lambda: file.write_bytes(pool.disguised(file.read_bytes())),
                "empty": lambda: file.write_bytes(b""),
                "chmod": lambda: file.chmod(0o600),
                "delete": file.unlink,
                "delete all": lambda: shutil.rmtree(self.out),
            }
            meddle[how]()
