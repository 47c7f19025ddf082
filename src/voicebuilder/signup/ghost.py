"""Ghost: takes sign-ups by script only, hence a link to its own sign-up window.

In: its options. Out: the link. Source: Ghost, apps/portal.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupLink
from voicebuilder.signup.options import Options, Service
from voicebuilder.signup.provider import Provider


class GhostOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: ghost, url: https://letter.example.org}`."""

    url: Annotated[Service, Meta(description="The address of your Ghost site.")]


def _link(options: GhostOptions, _thanks: str) -> SignupLink:
    return SignupLink(provider="Ghost", url=f"{options.url.rstrip('/')}/#/portal/signup")


GHOST = Provider("ghost", "Ghost", GhostOptions, _link)
