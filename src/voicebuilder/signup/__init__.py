"""The sign-up providers, one file each.

In: the `signup:` table of the config. Out: a form that works with scripts off, or a link for a service that cannot.
To add a provider, see ADDING.md.
"""

from dataclasses import replace
from typing import Any

from voicebuilder.config.fields import Struct, parse
from voicebuilder.config.yaml import Mapping
from voicebuilder.errors import Problem, UsageError
from voicebuilder.model.signup import SignupForm, SignupLink
from voicebuilder.signup.beehiiv import BEEHIIV
from voicebuilder.signup.brevo import BREVO
from voicebuilder.signup.buttondown import BUTTONDOWN
from voicebuilder.signup.emailoctopus import EMAILOCTOPUS
from voicebuilder.signup.formspree import FORMSPREE
from voicebuilder.signup.ghost import GHOST
from voicebuilder.signup.keila import KEILA
from voicebuilder.signup.kit import KIT
from voicebuilder.signup.listmonk import LISTMONK
from voicebuilder.signup.mailchimp import MAILCHIMP
from voicebuilder.signup.mailcoach import MAILCOACH
from voicebuilder.signup.mailerlite import MAILERLITE
from voicebuilder.signup.netlify import NETLIFY
from voicebuilder.signup.options import Token
from voicebuilder.signup.own import OWN
from voicebuilder.signup.provider import Provider
from voicebuilder.signup.substack import SUBSTACK
from voicebuilder.signup.web3forms import WEB3FORMS
from voicebuilder.text.spelling import closest
from voicebuilder.text.urls import Base

PROVIDERS: tuple[Provider[Any], ...] = (
    BEEHIIV,
    BREVO,
    BUTTONDOWN,
    EMAILOCTOPUS,
    FORMSPREE,
    GHOST,
    KEILA,
    KIT,
    LISTMONK,
    MAILCHIMP,
    MAILCOACH,
    MAILERLITE,
    NETLIFY,
    OWN,
    SUBSTACK,
    WEB3FORMS,
)
BY_NAME: dict[str, Provider[Any]] = {provider.name: provider for provider in PROVIDERS}


class _Choice(Struct, frozen=True):
    """What must be known before the other keys make sense."""

    provider: Token


def read(node: Mapping | None, path: str, base: Base) -> SignupForm | SignupLink | None:
    """Make the sign-up form of the `signup:` table.

    Args:
        node: The table; None when the config has none.
        path: The config file, for problems.
        base: Where the site lives, for the thanks page and for a privacy page on the site.

    Returns:
        The form, or a button to the provider's own page; None without a table.

    Raises:
        UsageError: With every fault of the table.
    """
    if node is None:
        return None
    provider, problems = _chosen(node, path)
    form = None
    if provider is not None:
        form, problems = provider.read(node, path, base)
    if problems:
        raise UsageError(*problems)
    return form


def _chosen(node: Mapping, path: str) -> tuple[Provider[Any] | None, tuple[Problem, ...]]:
    only = replace(node, items={key: value for key, value in node.items.items() if key == "provider"})
    choice, problems = parse(only, _Choice, path, "signup")
    names = ", ".join(f"`{name}`" for name in BY_NAME)
    if choice is None:
        return None, tuple(replace(problem, hint=f"Write `provider:` and one of {names}.") for problem in problems)
    if choice.provider in BY_NAME:
        return BY_NAME[choice.provider], ()
    meant = closest(choice.provider.lower(), list(BY_NAME))
    hint = f"Did you mean `provider: {meant}`?" if meant else f"Choose one of {names}."
    value = node.items["provider"]
    message = f"there is no sign-up provider `{choice.provider}`"
    return None, (Problem(message, hint, path, value.line, value.column),)
