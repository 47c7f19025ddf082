"""EmailOctopus: its forms need its script, hence a link to the form's hosted page.

In: its options. Out: the link.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupLink
from voicebuilder.signup.options import Options, Page
from voicebuilder.signup.provider import Provider


class EmailOctopusOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: emailoctopus, url: https://eocampaign1.com/form/…}`."""

    url: Annotated[
        Page, Meta(description="The hosted page of your form.", examples=["https://eocampaign1.com/form/1a2b3c"])
    ]


def _link(options: EmailOctopusOptions, _thanks: str) -> SignupLink:
    return SignupLink(provider="EmailOctopus", url=options.url)


EMAILOCTOPUS = Provider("emailoctopus", "EmailOctopus", EmailOctopusOptions, _link)
