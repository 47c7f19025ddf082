"""Keila, hosted or on a server of one's own: a form with a honeypot; "CSRF protection" must be off in its settings.

Where it leads afterwards is set there too.

In: its options. Out: the form. Source: Keila, public_form_controller.ex.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import Options, Service, SourceField, Token
from voicebuilder.signup.provider import Provider


class KeilaOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: keila, form: nfrm_abc123}`."""

    form: Annotated[Token, Meta(description="The last part of the form's address.", examples=["nfrm_abc123"])]
    url: Annotated[Service, Meta(description="Where your Keila answers.")] = "https://app.keila.io"
    source: SourceField = ""


def _form(options: KeilaOptions, _thanks: str) -> SignupForm:
    return SignupForm(
        provider="Keila",
        action=f"{options.url.rstrip('/')}/forms/{options.form}",
        email_field="contact[email]",
        source_field=f"contact[data][{options.source}]" if options.source else "",
        honeypot="h[url]",
    )


KEILA = Provider("keila", "Keila", KeilaOptions, _form)
