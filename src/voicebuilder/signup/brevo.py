"""Brevo, once Sendinblue: a form with a honeypot; the answer page is theirs.

In: its options. Out: the form. Source: the "simple HTML" code that Brevo gives out.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import END, Options, SourceField
from voicebuilder.signup.provider import Provider


class BrevoOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: brevo, url: https://….sibforms.com/serve/…}`."""

    url: Annotated[
        str,
        Meta(
            pattern=rf"^https://[A-Za-z0-9-]+\.sibforms\.com/serve/[A-Za-z0-9_=-]+(?:\?[A-Za-z0-9=&_.-]*)?{END}",
            title="the address in Brevo's HTML code",
            examples=["https://1a2b3c4d.sibforms.com/serve/MUIFAbc"],
        ),
    ]
    locale: Annotated[
        str, Meta(pattern=f"^[a-z]{{2}}{END}", title="two letters", description="Language of the answer page.")
    ] = "en"
    source: SourceField = ""


def _form(options: BrevoOptions, _thanks: str) -> SignupForm:
    return SignupForm(
        provider="Brevo",
        # Its query says how their script wants the answer; a form without script wants a page.
        action=options.url.partition("?")[0],
        email_field="EMAIL",
        hidden=(("locale", options.locale), ("html_type", "simple")),
        source_field=options.source,
        honeypot="email_address_check",
    )


BREVO = Provider("brevo", "Brevo", BrevoOptions, _form)
