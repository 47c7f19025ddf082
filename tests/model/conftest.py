"""Documents without files: what `content.read` would have made of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from voicebuilder.kinds import BY_FOLDER
from voicebuilder.model.document import Document, FrontMatter, Moment
from voicebuilder.model.library import Library, Rules
from voicebuilder.report import Report
from voicebuilder.text.dated_names import date_from_path

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def moment(text: str) -> Moment:
    """`2026-01-02` or `2026-01-02 15:30:10`, in UTC unless it names a zone."""
    at = datetime.fromisoformat(text)
    return Moment.of(at if at.tzinfo else at.replace(tzinfo=UTC), has_time=len(text) > len("2026-01-02"))


def _document(path: str, **front: Any) -> Document:
    for key in ("date", "updated", "expires"):
        if key in front:
            front[key] = moment(front[key])
    # Each key on a line of its own, below the fence.
    lines = {key: number for number, key in enumerate(front, start=2)}
    folder, *between = path.split("/")[:-1]
    matter = FrontMatter(**front, lines=lines)
    return Document(path, BY_FOLDER[folder], matter, b"", 1, date_from_path(path).stem, "drafts" in between)


@pytest.fixture
def document() -> Callable[..., Document]:
    """`document("posts/hello.md", date="2026-01-02", tags=("boats",))`."""
    return _document


@pytest.fixture
def report() -> Report:
    return Report()


@pytest.fixture
def library(report: Report) -> Callable[..., Library]:
    """`library(document, document, with_drafts=True)`; problems are in `report`."""

    def make(*documents: Document, **rules: Any) -> Library:
        return Library.of(documents, Rules(**{"now": NOW, **rules}), report)

    return make
