"""Buttondown: a form whose answer page is theirs and may ask for a CAPTCHA, hence a real form and never a script.

In: its options. Out: the form. Source: docs.buttondown.com, "Building your subscriber base".
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import Options, Tag, Token
from voicebuilder.signup.provider import Provider


class ButtondownOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: buttondown, username: my-letter}`."""

    username: Annotated[Token, Meta(description="The last part of your newsletter's address.", examples=["my-letter"])]
    tags: Annotated[tuple[Tag, ...], Meta(description="Given to every subscriber from this site.")] = ()


def _form(options: ButtondownOptions, _thanks: str) -> SignupForm:
    return SignupForm(
        provider="Buttondown",
        action=f"https://buttondown.com/api/emails/embed-subscribe/{options.username}",
        hidden=(("embed", "1"), *(("tag", tag) for tag in options.tags)),
        source_field="metadata__source",
    )


BUTTONDOWN = Provider("buttondown", "Buttondown", ButtondownOptions, _form)
