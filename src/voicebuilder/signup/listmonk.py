"""listmonk, on a server of one's own: a form with a honeypot.

It leads back to this site when the thanks page is among its trusted URLs; else it shows a page of its own.

In: its options. Out: the form. Source: listmonk, cmd/public.go.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import Options, Service, Uuid
from voicebuilder.signup.provider import Provider


class ListmonkOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: listmonk, url: https://list.example.org, lists: [uuid]}`."""

    url: Annotated[Service, Meta(description="Where your listmonk answers.")]
    lists: Annotated[tuple[Uuid, ...], Meta(min_length=1, description="The UUIDs of one or more public lists.")]


def _form(options: ListmonkOptions, thanks: str) -> SignupForm:
    return SignupForm(
        provider="listmonk",
        action=f"{options.url.rstrip('/')}/subscription/form",
        hidden=(*(("l", uuid) for uuid in options.lists), ("next", thanks)),
        honeypot="nonce",
    )


LISTMONK = Provider("listmonk", "listmonk", ListmonkOptions, _form)
