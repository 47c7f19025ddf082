"""The kinds of entry, one file each. A folder's name is its kind.

In: a folder's name, or a kind's. Out: its `Kind`. To add one, see ADDING.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.errors import Problem, UsageError
from voicebuilder.kinds.audio import AUDIO
from voicebuilder.kinds.link import LINK
from voicebuilder.kinds.note import NOTE
from voicebuilder.kinds.page import PAGE
from voicebuilder.kinds.photo import PHOTO
from voicebuilder.kinds.post import POST
from voicebuilder.kinds.video import VIDEO
from voicebuilder.model.permalinks import TOKENS, unknown_tokens
from voicebuilder.text.spelling import closest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.config.schema import Places
    from voicebuilder.model.kind import Kind

KINDS: tuple[Kind, ...] = (POST, NOTE, PHOTO, AUDIO, VIDEO, LINK, PAGE)

BY_FOLDER: dict[str, Kind] = {kind.folder: kind for kind in KINDS}
BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def checked_permalinks(patterns: Mapping[str, str], places: Places) -> Mapping[str, str]:
    """The config's `permalinks:`, known to name kinds and to use words that mean something.

    Raises:
        UsageError: With every pattern that does not.
    """
    problems = []

    def fault(message: str, hint: str) -> None:
        problems.append(Problem(message, hint, CONFIG_NAME, *places.get(f"permalinks.{folder}", (0, 0))))

    for folder, pattern in patterns.items():
        if folder not in BY_FOLDER:
            near = closest(folder, tuple(BY_FOLDER))
            hint = f"Did you mean `{near}`?" if near else f"Folders with a pattern: {', '.join(BY_FOLDER)}."
            fault(f"`permalinks` names `{folder}`, which is no kind's folder", hint)
        for token in unknown_tokens(pattern):
            hint = "Known are " + ", ".join(f"{{{known}}}" for known in TOKENS) + "."
            fault(f"the permalink pattern of {folder} has {{{token}}}", hint)
        if not pattern.startswith("/") or "{slug}" not in pattern:
            hint = f"Write it as {BY_FOLDER.get(folder, POST).permalink}"
            fault(f"the permalink pattern `{pattern}` must begin with / and have {{slug}}", hint)
    if problems:
        raise UsageError(*problems)
    return patterns
