"""The room knows nothing of blogs: it must serve whatever is made from facts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOM = Path(__file__).resolve().parents[2] / "src" / "voicebuilder" / "memo"
WORDS = (
    "asset", "blog", "card", "draft", "entr(?:y|ies)", "feed", "html", "markdown", "page", "post", "route", "site",
    "slug", "tag", "template", "theme", "view",
)  # fmt: skip
_BLOGS = re.compile(rf"\b_*(?:{'|'.join(WORDS)})s?\b", re.IGNORECASE)


@pytest.mark.parametrize("file", sorted(ROOM.glob("*.py")), ids=lambda file: file.name)
def test_the_memo_room_has_no_word_of_blogs(file: Path) -> None:
    text = file.read_text("utf-8").replace("Knows nothing of blogs.", "")
    # A draft is a file before it has its name, too.
    assert not [word for word in _BLOGS.findall(text) if word != "draft"]
    assert not re.findall(r"from voicebuilder\.(?!memo\b)\w+", text)
