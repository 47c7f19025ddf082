"""Kit, once ConvertKit: a form whose answer page, or where it leads, is set in the form's settings at Kit.

In: its options. Out: the form.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import Number, Options, SourceField
from voicebuilder.signup.provider import Provider


class KitOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: kit, form: 1234567}`."""

    form: Annotated[Number, Meta(description="The number in the form's address at Kit.", examples=["1234567"])]
    source: SourceField = ""


def _form(options: KitOptions, _thanks: str) -> SignupForm:
    return SignupForm(
        provider="Kit",
        action=f"https://app.kit.com/forms/{options.form}/subscriptions",
        email_field="email_address",
        source_field=f"fields[{options.source}]" if options.source else "",
    )


KIT = Provider("kit", "Kit", KitOptions, _form)
