"""A personal blog as it might be, the same for whoever asks for as many entries with the same seed.

In: how many entries, and a seed. Out: `Entry`s, oldest first: 70 % posts of about 4 kB with headings, lists, quotes,
code, tables and links, 30 % short notes; one to four of 40 tags each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 1
SHARE_OF_NOTES = 0.3
TAGS = tuple(f"tag{number}" for number in range(40))
_FIRST = datetime(2010, 1, 1, 8, tzinfo=UTC)
# All entries lie in the past, however many there are: none is held back as scheduled.
_SPAN = timedelta(days=15 * 365)
_TEXT = """
answer bench book bread bridge build camera chair change city coffee conversation corner evening ferry find friend
garden harbour help home honest idea keep kitchen ladder learn letter library light listen lose map market meet morning
music network open own page paper people photograph place platform quiet question rain read reader reply river road
rope share shore simple slow small snow spring station story street summer table teach tide time train voice wait walk
water weather window winter word work write year
"""
_WORDS = tuple(_TEXT.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """One post or note, in no generator's form.

    Attributes:
        slug: `entry-<number>`.
        title: None for a note.
        date: Aware, in UTC, whole minutes.
        tags: One to four, no two the same.
        body: Markdown, with a line break at its end.
    """

    slug: str
    title: str | None
    date: datetime
    tags: tuple[str, ...]
    body: str


def entries(count: int, seed: int = SEED) -> Iterator[Entry]:
    """A blog of so many entries, spread evenly over fifteen years."""
    chance = Random(seed)  # noqa: S311 -- sample text, no secret
    gap = int(_SPAN.total_seconds() / 60 / max(count, 1))
    for number in range(count):
        is_note = chance.random() < SHARE_OF_NOTES
        yield Entry(
            slug=f"entry-{number}",
            title=None if is_note else f"Entry {number}, of {chance.choice(_WORDS)} and {chance.choice(_WORDS)}",
            date=_FIRST + timedelta(minutes=number * gap),
            tags=tuple(chance.sample(TAGS, chance.randint(1, 4))),
            body=_note(chance) if is_note else _post(chance),
        )


def _note(chance: Random) -> str:
    return f"{_sentence(chance)} {_sentence(chance)}\n"


def _post(chance: Random) -> str:
    return "\n\n".join(block for _ in range(chance.randint(3, 5)) for block in _section(chance)) + "\n"


def _section(chance: Random) -> Iterator[str]:
    yield "## " + " ".join(chance.choices(_WORDS, k=chance.randint(3, 7))).capitalize()
    for _ in range(chance.randint(2, 3)):
        yield " ".join(_sentence(chance) for _ in range(chance.randint(3, 6)))
    kind = chance.random()
    if kind < 0.25:
        yield "\n".join(f"- {_sentence(chance)}" for _ in range(4))
    elif kind < 0.4:
        yield f"> {_sentence(chance)}"
    elif kind < 0.55:
        yield f"```python\ndef rise(height):\n    return height + {chance.randint(1, 99)}\n```"
    elif kind < 0.62:
        yield f"| tide | height |\n|---|---|\n| low | {chance.randint(0, 9)} |\n| high | {chance.randint(10, 99)} |"


def _sentence(chance: Random) -> str:
    words = chance.choices(_WORDS, k=chance.randint(6, 18))
    words[0] = words[0].capitalize()
    place, kind = chance.randrange(len(words)), chance.random()
    word = words[place]
    if kind < 0.12:
        words[place] = f"*{word}*"
    elif kind < 0.2:
        words[place] = f"**{word}**"
    elif kind < 0.3:
        words[place] = f"[{word}](https://example.org/{word.lower()})"
    elif kind < 0.34:
        words[place] = f"`{word}`"
    return f"{' '.join(words)}."
