"""Your own list, kept by `voicebuilder subscribers serve`.

In: its options. Out: the form.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import END, LocalService, Options
from voicebuilder.signup.provider import Provider


class OwnOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: own, url: https://list.example.org}`."""

    url: Annotated[LocalService, Meta(description="Where your list service answers.")]
    language: Annotated[
        str,
        Meta(
            pattern=rf"^[A-Za-z]{{2,8}}(?:-[A-Za-z0-9]{{1,8}})*{END}",
            title="a language tag",
            description="Language of the mails to subscribers.",
            examples=["en"],
        ),
    ] = ""


def _form(options: OwnOptions, _thanks: str) -> SignupForm:
    return SignupForm(
        provider="Own list",
        action=f"{options.url.rstrip('/')}/subscribe",
        hidden=(("lang", options.language),) if options.language else (),
        source_field="src",
        honeypot="hp_url",
    )


OWN = Provider("own", "Own list", OwnOptions, _form)
