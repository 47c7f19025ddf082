"""Mailcoach, hosted or on a server of one's own: a form that leads back to this site.

"Allow form subscriptions" must be on in the list's settings, where a honeypot can be named too.

In: its options. Out: the form. Source: mailcoach.app, "Using subscription forms".
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import END, HTTPS, Options, Tag, Token
from voicebuilder.signup.provider import Provider

_REDIRECTS = ("redirect_after_subscribed", "redirect_after_subscription_pending", "redirect_after_already_subscribed")


class MailcoachOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: mailcoach, url: https://me.mailcoach.app/subscribe/uuid}`."""

    url: Annotated[
        str,
        Meta(
            pattern=f"{HTTPS}(?:/[A-Za-z0-9._-]+)*/subscribe/[0-9a-fA-F-]{{36}}{END}",
            title="the address in Mailcoach's form code",
            examples=["https://me.mailcoach.app/subscribe/6fd0fbb2-3b1c-4e0e-9d1f-0a5d6b7c8e9f"],
        ),
    ]
    tags: Annotated[tuple[Tag, ...], Meta(description="Tags that the list's settings allow in forms.")] = ()
    honeypot: Annotated[Token, Meta(description="The honeypot's name in the list's settings.")] = ""


def _form(options: MailcoachOptions, thanks: str) -> SignupForm:
    tags = (("tags", ";".join(options.tags)),) if options.tags else ()
    return SignupForm(
        provider="Mailcoach",
        action=options.url,
        hidden=(*tags, *((name, thanks) for name in _REDIRECTS)),
        honeypot=options.honeypot,
    )


MAILCOACH = Provider("mailcoach", "Mailcoach", MailcoachOptions, _form)
