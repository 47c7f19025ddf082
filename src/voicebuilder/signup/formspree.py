"""Formspree: mails each address to you, or hands it on; its answer page may ask for a CAPTCHA.

It leads back to this site on its paid plans, else it shows a page of its own.

In: its options. Out: the form. Source: help.formspree.io.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import Options, Token
from voicebuilder.signup.provider import Provider


class FormspreeOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: formspree, form: xabcdefg}`."""

    form: Annotated[Token, Meta(description="The last part of the form's address.", examples=["xabcdefg"])]


def _form(options: FormspreeOptions, thanks: str) -> SignupForm:
    return SignupForm(
        provider="Formspree",
        action=f"https://formspree.io/f/{options.form}",
        hidden=(("_next", thanks),),
        source_field="source",
        honeypot="_gotcha",
    )


FORMSPREE = Provider("formspree", "Formspree", FormspreeOptions, _form)
