"""Where the sign-up form leads in the preview: it shows what the provider would get, and sends nothing.

In: the preview's state, the fields of a form that was submitted. Out: `Answer`. Anybody may write such an address, so
what it says is shown as text, cut, and leads nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from voicebuilder.model.signup import SignupForm
from voicebuilder.preview.desk.sheet import sheet
from voicebuilder.preview.dressing import ACTION_FIELD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.preview.serving.answer import Answer
    from voicebuilder.preview.state import State

_THANKS = "/subscribe/thanks/"
_MOST_FIELDS = 50
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form.

    Attributes:
        name: As the provider gets it.
        value: As the provider gets it, cut.
        note: What it is, in words; "" for a field that says it itself.
    """

    name: str
    value: str
    note: str


def page(state: State, query: Mapping[str, str]) -> Answer:
    """Show a form that was submitted."""
    form = state.plan.facts.signup if state.plan else None
    action = query.get(ACTION_FIELD, "")
    fields = {name: value for name, value in query.items() if name != ACTION_FIELD}
    values = {
        "provider": form.provider if form else "the provider",
        "action": _cut(action),
        "is_old": bool(action) and not (isinstance(form, SignupForm) and form.action == action),
        "email": _cut(fields.get(form.email_field if isinstance(form, SignupForm) else "email", "").strip()),
        "fields": [Field(_cut(name), _cut(value), _note(form, name)) for name, value in _first(fields)],
        "left_out": max(len(fields) - _MOST_FIELDS, 0),
        "is_caught": isinstance(form, SignupForm) and bool(form.honeypot and fields.get(form.honeypot)),
        "thanks": _thanks(state),
    }
    return sheet("signup.html", state, values)


def _first(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    return list(islice(fields.items(), _MOST_FIELDS))


def _note(form: object, name: str) -> str:
    if not isinstance(form, SignupForm):
        return ""
    if name == form.email_field:
        return "the address"
    if name == form.source_field:
        return "hidden: the page that the form stands on"
    if name == form.honeypot:
        return "left empty by people, filled by robots"
    return "hidden" if name in dict(form.hidden) else ""


def _thanks(state: State) -> str:
    plan = state.plan
    return plan.facts.base.href(_THANKS) if plan and plan.table.route(_THANKS) else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
