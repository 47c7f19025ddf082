"""MailerLite: a form whose answer is bare data, hence a tab of its own; reCAPTCHA must be off in the form's settings.

In: its options. Out: the form. Source: the "HTML code" that MailerLite gives out for an embedded form.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import Number, Options, SourceField
from voicebuilder.signup.provider import Provider


class MailerLiteOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: mailerlite, account: 123456, form: 9876543210}`."""

    account: Annotated[Number, Meta(description="The number after /jsonp/ in the form's address.", examples=["123456"])]
    form: Annotated[Number, Meta(description="The number after /forms/ in the form's address.", examples=["9876543"])]
    source: SourceField = ""


def _form(options: MailerLiteOptions, _thanks: str) -> SignupForm:
    return SignupForm(
        provider="MailerLite",
        action=f"https://assets.mailerlite.com/jsonp/{options.account}/forms/{options.form}/subscribe",
        email_field="fields[email]",
        hidden=(("ml-submit", "1"), ("anticsrf", "true")),
        source_field=f"fields[{options.source}]" if options.source else "",
        new_tab=True,
    )


MAILERLITE = Provider("mailerlite", "MailerLite", MailerLiteOptions, _form)
