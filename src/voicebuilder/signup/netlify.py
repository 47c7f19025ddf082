"""Netlify Forms: for a site on Netlify, which finds the form in the built page and answers with the thanks page.

The addresses are kept at Netlify until you export them: a box for them, not a list that sends mail.

In: its options. Out: the form. Source: docs.netlify.com, "Forms setup" and "Spam filters".
"""

from typing import Annotated
from urllib.parse import urlsplit

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import Options, Token
from voicebuilder.signup.provider import Provider

_HONEYPOT = "bot-field"


class NetlifyOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: netlify}`."""

    form: Annotated[Token, Meta(description="The form's name at Netlify.", examples=["subscribe"])] = "subscribe"


def _form(options: NetlifyOptions, thanks: str) -> SignupForm:
    return SignupForm(
        provider="Netlify Forms",
        action=urlsplit(thanks).path,
        hidden=(("form-name", options.form),),
        source_field="source",
        honeypot=_HONEYPOT,
        attributes=(("name", options.form), ("data-netlify", "true"), ("netlify-honeypot", _HONEYPOT)),
    )


NETLIFY = Provider("netlify", "Netlify Forms", NetlifyOptions, _form)
