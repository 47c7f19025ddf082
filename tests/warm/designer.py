"""What a designer does: templates, styles, themes, the config."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition

from . import sources as pool
from .machine import Machine, change


class Designer(Machine):
    """The look, and what the config says."""

    @change(file=pool.one_of(pool.LOOK))
    def change_look(self, file: tuple[str, str | bytes | None]) -> None:
        self.put(*file)

    @change(file=st.sampled_from(pool.ONE_THING))
    def show_one_thing(self, file: tuple[str, str]) -> None:
        """A template that reads one thing only: nothing else can bring what depends on it up to date."""
        self.put(*file)

    @change(file=st.sampled_from(pool.BROKEN_LOOK), repaired=st.booleans())
    def break_look(self, file: tuple[str, str], repaired: bool) -> None:
        path = self.site / file[0]
        right = path.read_bytes()
        self.write(*file)
        self.build()
        if repaired:
            path.write_bytes(right)

    @change(key=pool.one_of(pool.CONFIG))
    def change_config(self, key: tuple[str, str | None]) -> None:
        self.configure(*key)

    @precondition(lambda self: self.costly == "default theme")
    @change(back=st.booleans(), card=st.sampled_from(("{{ entry.name }}", "{{ entry.excerpt }} {{ entry.minutes }}")))
    def try_the_default_theme(self, back: bool, card: str) -> None:
        """With a file of one's own over it for a while."""
        self.costly = ""
        self.configure("theme", "letter")
        self.configure("theme_options", None)
        for path in self.paths("theme"):
            path.unlink()
        self.build()
        self.write("theme/partials/card.html", card)
        self.build()
        self.put("theme/partials/card.html", None)
        self.build()
        if back:
            self.configure("theme", "plain")
