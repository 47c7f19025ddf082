"""Web3Forms: mails each address to you and leads back to this site.

In: its options. Out: the form. Source: docs.web3forms.com, "API reference"; the access key is meant to be public.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import Options, Uuid
from voicebuilder.signup.provider import Provider


class Web3FormsOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: web3forms, access_key: uuid}`."""

    access_key: Annotated[Uuid, Meta(description="From the mail that Web3Forms sent you; it may be seen by all.")]
    subject: Annotated[str, Meta(min_length=1, description="Subject of the mail to you.")] = "New subscriber"


def _form(options: Web3FormsOptions, thanks: str) -> SignupForm:
    return SignupForm(
        provider="Web3Forms",
        action="https://api.web3forms.com/submit",
        hidden=(("access_key", options.access_key), ("subject", options.subject), ("redirect", thanks)),
        source_field="source",
        honeypot="botcheck",
    )


WEB3FORMS = Provider("web3forms", "Web3Forms", Web3FormsOptions, _form)
