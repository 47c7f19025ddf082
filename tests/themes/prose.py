"""A site of a hundred entries whose words are those of content-example: real prose, for it is packed as such.

Out: files, as `make_site` takes them. Each paragraph stands in one entry only, as long as there are enough.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """title: Slack Water
url: https://example.org/
description: Essays and small notes from a harbour town in the south of Portugal, by a retired reader of tides.
language: en-GB
author:
  name: Wenna Tregear
  email: wenna@example.org
  bio: I looked after tide gauges in Cornwall and now look at the tide in Olhão.
profiles: [https://example.social/@wenna]
navigation:
  - {label: Posts, url: /posts/}
  - {label: Notes, url: /notes/}
  - {label: About, url: /about/}
  - {label: Subscribe, url: /subscribe/}
signup: {provider: buttondown, username: slackwater, privacy: /about/}
paginate: 10
"""
# Words, code and notes of the post that is weighed.
WORDS = 1_500
CODE = (
    """```python
from math import cos, pi

def height(hours, high=3.4, low=0.6):
    # Twelve hours and twenty-five minutes from one high water to the next.
    middle, reach = (high + low) / 2, (high - low) / 2
    return middle + reach * cos(2 * pi * hours / 12.42)

for hour in range(0, 13):
    print(f"{hour:2} h  {'#' * round(10 * height(hour))}")
```
""",
    """```sh
# Every night, before the machine goes to sleep.
set -eu
cd "$HOME/slack-water"
git pull --quiet && voicebuilder build --strict
rsync --archive --delete _site/ harbour:/srv/www/ || echo "not sent: $?" >&2
```
""",
)
_UNPLAIN = ("#", "!", ">", "|", "-", "*", "[", "<", "`", ":", "{", "    ")
LEAST_LATIN = 0.98


def paragraphs(posts: Path) -> list[str]:
    """Plain paragraphs of the posts, in Latin letters, without links and notes."""
    found = []
    for file in sorted(posts.rglob("*.md")):
        body = re.sub(r"\A---\n.*?\n---\n|```.*?```", "", file.read_text("utf-8"), flags=re.DOTALL)
        for part in re.split(r"\n{2,}", body):
            text = re.sub(r"\[\^[^\]]*\]|\[([^\]]*)\]\([^)]*\)", r"\1", part.strip())
            latin = sum(letter < "\u0250" or "\u2010" <= letter <= "\u2030" for letter in text)
            if len(text) > 120 and not text.startswith(_UNPLAIN) and latin > LEAST_LATIN * len(text):
                found.append(text)
    return found


def site(posts: Path) -> dict[str, str]:
    """Fifty entries of 2025 under one tag: the long post, and after it notes (every third) and posts."""
    texts = itertools.cycle(paragraphs(posts))
    files = {"voicebuilder.yaml": CONFIG, "pages/about.md": f"---\ntitle: About\n---\n{next(texts)}\n"}
    files["posts/long.md"] = _long(texts)
    for number in range(1, 50):
        date = f"2025-{1 + number // 5:02}-{1 + 5 * (number % 5):02}"
        text = next(texts)
        if number % 3 == 2:
            files[f"notes/{date}-1530.md"] = f"---\ndate: {date} 15:30\ntags: [tides]\n---\n{_opening(text, 280)}\n"
        else:
            head = f"title: {_title(text)}\ndate: {date}\ntags: [tides]\ndescription: >-"
            head += f"\n  {_opening(next(texts), 110)}"
            files[f"posts/{date}.md"] = f"---\n{head}\n---\n{text}\n"
    return files


def _long(texts: Iterator[str]) -> str:
    parts, notes = [], []
    while sum(len(part.split()) for part in [*parts, *notes]) < WORDS:
        text = next(texts)
        if len(notes) < 4 and len(parts) % 3 == 2:
            notes.append(f"[^{len(notes) + 1}]: {_opening(text, 120)}\n")
            text = f"{next(texts)}[^{len(notes)}]"
        if len(parts) % 5 == 4:
            text = f"## {_title(text)}\n\n{text}"
        parts.append(text)
    body = "\n\n".join([*parts[:4], CODE[0], *parts[4:8], CODE[1], *parts[8:], *notes])
    return f"---\ntitle: What the gauge said\ndate: 2025-01-01\ntags: [tides]\ndescription: {_title(body)}\n---\n{body}"


def _opening(text: str, length: int) -> str:
    """Of a text, about that many characters, up to a word's end."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def _title(text: str) -> str:
    words = re.findall(r"[\w’'-]+", text.split(".", maxsplit=1)[0])
    return " ".join(words[1:7]).capitalize()
