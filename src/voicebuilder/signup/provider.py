"""The contract of a sign-up provider: what every file of this room fills in.

In: the `signup:` table of the config. Out: `Provider`, which reads its options and makes a form or a link of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from voicebuilder.config.fields import parse
from voicebuilder.signup.options import Options
from voicebuilder.text.urls import decode_path, is_web_address, split_suffix

if TYPE_CHECKING:
    from collections.abc import Callable

    from voicebuilder.config.yaml import Mapping
    from voicebuilder.errors import Problem
    from voicebuilder.model.signup import SignupForm, SignupLink
    from voicebuilder.text.urls import Base

K = TypeVar("K", bound=Options)
THANKS = "/subscribe/thanks/"


@dataclass(frozen=True, slots=True)
class Provider(Generic[K]):
    """A service that keeps a list of subscribers.

    Attributes:
        name: As in `provider: name`.
        label: Its name for people.
        options: The keys it takes.
        form: From checked options, and the absolute URL of the page that says thanks, to the form. `privacy` and
            `consent` are not its business: they are filled in for every provider alike.
    """

    name: str
    label: str
    options: type[K]
    form: Callable[[K, str], SignupForm | SignupLink]

    def read(self, node: Mapping, path: str, base: Base) -> tuple[SignupForm | SignupLink | None, tuple[Problem, ...]]:
        """Read the `signup:` table; see `voicebuilder.signup.read`."""
        options, problems = parse(node, self.options, path, "signup")
        if options is None:
            return None, problems
        form = self.form(options, base.absolute(THANKS))
        return replace(form, privacy=_href(options.privacy, base), consent=options.consent), ()


def _href(url: str, base: Base) -> str:
    """A site path gains the site's base path; an address stays."""
    if not url or is_web_address(url):
        return url
    site_path, suffix = split_suffix(url)
    return base.href(decode_path(site_path)) + suffix
