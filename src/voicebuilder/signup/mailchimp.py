"""Mailchimp: a form with a honeypot named after the list; the answer page is theirs and may ask for a CAPTCHA.

In: its options. Out: the form. Source: the "embedded form" code that Mailchimp gives out.
"""

from html import unescape
from typing import Annotated
from urllib.parse import parse_qs, urlencode, urlsplit

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import END, Number, Options, SourceField, Token
from voicebuilder.signup.provider import Provider

_NEEDS = (
    "Copy the form's address from Mailchimp's embed code: `url: https://….us1.list-manage.com/subscribe/post?u=…&id=…`."
)


class MailchimpOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: mailchimp, url: "https://me.us1.list-manage.com/subscribe/post?u=…&id=…"}`.

    Or, instead of the address, its parts: `dc`, `u`, `id` and, when there is one, `f_id`.
    """

    url: Annotated[
        str,
        Meta(
            pattern=rf"^https://[A-Za-z0-9.-]+\.list-manage\.com/subscribe(?:/post)?\?[A-Za-z0-9=&;_-]+{END}",
            title="the address in Mailchimp's embed code",
            examples=["https://me.us1.list-manage.com/subscribe/post?u=1a2b3c&id=4d5e6f"],
        ),
    ] = ""
    dc: Annotated[
        str, Meta(pattern=rf"^(?:[A-Za-z0-9-]+\.)?[a-z]+[0-9]+{END}", title="a data centre", examples=["us1"])
    ] = ""
    u: Annotated[Token, Meta(description="`u=` in the form's address.", examples=["1a2b3c"])] = ""
    id: Annotated[Token, Meta(description="`id=` in the form's address.", examples=["4d5e6f"])] = ""
    f_id: Annotated[Token, Meta(description="`f_id=` in the form's address.", examples=["00a1b2"])] = ""
    tags: Annotated[tuple[Number, ...], Meta(description="The numbers of tags, from the embed code.")] = ()
    source: SourceField = ""

    def __post_init__(self) -> None:
        """Either the address or its parts, and enough of them.

        Raises:
            ValueError: With what is wrong and what to type.
        """
        parts = {"dc": self.dc, "u": self.u, "id": self.id}
        given = [name for name, value in parts.items() if value]
        if self.url:
            if given or self.f_id:
                raise ValueError("`url` already says what `dc`, `u`, `id` and `f_id` say", "Keep only `url`.")
            if not {"u", "id"} <= _query(self.url).keys():
                raise ValueError("`url` lacks `u=…` or `id=…`", _NEEDS)
        elif not given:
            raise ValueError("the key `url` is missing", _NEEDS)
        elif missing := [f"`{name}`" for name, value in parts.items() if not value]:
            message = f"{' and '.join(missing)} must stand beside `{given[0]}`"
            raise ValueError(message, _NEEDS)


def _query(url: str) -> dict[str, str]:
    """The query of an address; copied from HTML, its `&` are `&amp;`."""
    return {name: values[0] for name, values in parse_qs(urlsplit(unescape(url)).query).items()}


def _form(options: MailchimpOptions, _thanks: str) -> SignupForm:
    if options.url:
        host, query = urlsplit(options.url).netloc, _query(options.url)
    else:
        host = f"{options.dc}.list-manage.com"
        query = {"u": options.u, "id": options.id, "f_id": options.f_id}
    ids = {name: query[name] for name in ("u", "id", "f_id") if query.get(name)}
    return SignupForm(
        provider="Mailchimp",
        action=f"https://{host}/subscribe/post?{urlencode(ids)}",
        email_field="EMAIL",
        hidden=(("tags", ",".join(options.tags)),) if options.tags else (),
        source_field=options.source,
        honeypot=f"b_{ids['u']}_{ids['id']}",
    )


MAILCHIMP = Provider("mailchimp", "Mailchimp", MailchimpOptions, _form)
