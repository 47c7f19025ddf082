"""Names that come to one address, such as `Small Repairs` and `small-repairs`: the first speller names them.

In: names as written, each with its entry, in the order in which they count. Out: slugs, the name of each, problems.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, Severity
from voicebuilder.text.slugs import slugify

if TYPE_CHECKING:
    from voicebuilder.model.entry import Entry


class Spellings:
    """The names of one key of front matter."""

    def __init__(self, key: str, what: str, share: str) -> None:
        """Begin with none.

        Args:
            key: Of front matter, for lines: `tags`.
            what: What a name is of, for messages: "tag".
            share: What two spellings share: "both share one page".
        """
        self._key, self._what, self._share = key, what, share
        self._first: dict[str, tuple[str, Entry]] = {}
        self._odd: dict[str, Problem] = {}

    def slug(self, written: str, entry: Entry) -> str:
        """The slug of a name; "" when nothing in it can stand in a URL."""
        slug = slugify(written)
        if slug:
            name, first = self._first.setdefault(slug, (written, entry))
            if name != written and slug not in self._odd:
                self._odd[slug] = self._spelled_twice(written, entry, name, first)
        return slug

    def name(self, slug: str) -> str:
        """As its first user spelled it."""
        return self._first[slug][0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """A warning for each name that is spelled in two ways."""
        return tuple(self._odd.values())

    def _spelled_twice(self, written: str, entry: Entry, name: str, first: Entry) -> Problem:
        return Problem(
            f"the {self._what} `{written}` is spelled `{name}` in {first.path}; {self._share}",
            f"Write `{name}` here too, or keep both.",
            path=entry.path,
            line=entry.front_matter.line(self._key),
            severity=Severity.WARNING,
        )
