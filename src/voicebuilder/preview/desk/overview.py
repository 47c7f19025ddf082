"""The writer's desk at /_preview/: what is unfinished, what is due, what is wrong, and the way to any entry.

In: the preview's state, a request's path and query. Out: `Answer`, or None for an address that is not the desk's. What
a query names is looked up among the entries of the plan and never joined to a folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voicebuilder.errors import ContentError
from voicebuilder.model.status import Status
from voicebuilder.preview.desk import proof, stub
from voicebuilder.preview.desk.sheet import STYLE, missing, sheet, style
from voicebuilder.preview.desk.shelf import ENTRY, Shelf, counts
from voicebuilder.preview.desk.sources import faults
from voicebuilder.preview.desk.when import counted, took
from voicebuilder.preview.dressing import DESK, SIGNUP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.build import Plan
    from voicebuilder.config import Config
    from voicebuilder.preview.desk.proof import Render
    from voicebuilder.preview.serving.answer import Answer
    from voicebuilder.preview.state import State

_RECENT, _FOUND, _LISTED, _PROBLEMS = 20, 50, 50, 100
# Characters of what is looked for; more is nobody's question.
_LONGEST_QUESTION = 200


def answer(state: State, path: str, query: Mapping[str, str], editor: str, render: Render) -> Answer | None:
    """Answer a request to one of the desk's addresses; its pages keep themselves fresh.

    Args:
        state: Of the preview.
        path: Decoded, from the server's root.
        query: As it came.
        editor: Pattern of links to the editor, as in `Dressing`.
        render: Makes the bytes of a page of the site.
    """
    if path == DESK:
        return _desk(state, query.get("q", "")[:_LONGEST_QUESTION].strip(), editor)
    if path in (ENTRY, proof.ITEM):
        return _proof(state, path, query.get("path", ""), (editor, render))
    if path == SIGNUP:
        return stub.page(state, query)
    return style() if path == STYLE else None


def _proof(state: State, path: str, wanted: str, means: tuple[str, Render]) -> Answer:
    try:
        return proof.entry(state, wanted, *means) if path == ENTRY else proof.item(state, wanted)
    except ContentError as error:  # its file has changed since the plan was made; the next one is on its way
        return missing(state, f"This entry cannot be shown just now. {error}")


def _desk(state: State, question: str, editor: str) -> Answer:
    problems = (*state.errors, *state.warnings)
    values: dict[str, Any] = {
        "question": question,
        "errors": len(state.errors),
        "faults": faults(state, problems[:_PROBLEMS], editor),
        "more_faults": max(len(problems) - _PROBLEMS, 0),
        "status": _status(state),
        "has_plan": state.plan is not None,
    }
    if state.plan is not None and state.config is not None:
        values |= _lists(Shelf(state, state.plan, state.config, editor), question)
        values |= {"figures": _figures(state, state.plan, state.config), "zone": state.config.zone.key}
    return sheet("desk.html", state, values)


def _lists(shelf: Shelf, question: str) -> dict[str, Any]:
    return {
        "is_empty": shelf.is_empty,
        "drafts": shelf.with_status(Status.DRAFT, _LISTED),
        "scheduled": shelf.with_status(Status.SCHEDULED, _LISTED),
        "expired": shelf.with_status(Status.EXPIRED, _LISTED),
        "recent": shelf.newest(_RECENT),
        "found": shelf.found(question, _FOUND) if question else None,
    }


def _status(state: State) -> str:
    errors, warnings = len(state.errors), len(state.warnings)
    if errors and state.plan is None:
        return f"{counted(errors, 'error')}: there is nothing to show until {_it(errors)} put right."
    if errors:
        return f"{counted(errors, 'error')}: the pages stay as they were until {_it(errors)} put right."
    if warnings:
        return f"{counted(warnings, 'warning')}. The pages are as you saved them."
    return "All is well. The pages are as you saved them."


def _it(number: int) -> str:
    return "it is" if number == 1 else "they are"


def _figures(state: State, plan: Plan, config: Config) -> list[tuple[str, str]]:
    """What the last renewal made, as (name, value)."""
    pages = sum(route.renderer == "page" for route in plan.table)
    statuses = [*(entry.status for entry in plan.facts.library.entries), *plan.facts.library.withheld.values()]
    feeds = {feed.folder for feed in plan.facts.feeds}
    at = state.at.astimezone(config.zone)
    return [
        ("Pages in all", f"{pages:,}"),
        *((label, f"{number:,}") for label, number in counts(plan)),
        ("Drafts", f"{statuses.count(Status.DRAFT):,}"),
        ("Scheduled", f"{statuses.count(Status.SCHEDULED):,}"),
        ("Feeds", f"{len(feeds):,}"),
        ("Renewed at", f"{at:%H:%M:%S}"),
        ("It took", took(state.seconds)),
    ]
