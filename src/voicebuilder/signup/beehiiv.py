"""beehiiv: takes sign-ups by script only, hence a link to its sign-up page.

In: its options. Out: the link.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupLink
from voicebuilder.signup.options import Options, Service
from voicebuilder.signup.provider import Provider


class BeehiivOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: beehiiv, url: https://my-letter.beehiiv.com}`."""

    url: Annotated[Service, Meta(description="Your publication's address.", examples=["https://my-letter.beehiiv.com"])]


def _link(options: BeehiivOptions, _thanks: str) -> SignupLink:
    return SignupLink(provider="beehiiv", url=f"{options.url.rstrip('/')}/subscribe")


BEEHIIV = Provider("beehiiv", "beehiiv", BeehiivOptions, _link)
