"""The sign-up form as a value: what any provider comes down to.

In: nothing. Out: `SignupForm` (a form that works with scripts off) or `SignupLink` (for services that need scripts).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignupForm:
    """A plain `<form method="post">`.

    Attributes:
        provider: The provider's name for people: "Buttondown".
        action: Where it posts to, absolute https (or a path on this site).
        email_field: Name of the address field.
        hidden: Hidden fields in order, as (name, value).
        source_field: Name of the hidden field that says on which page the form stood; "" when there is none.
        honeypot: Name of the field that people leave empty and robots fill; "" when the provider has none.
        attributes: Further attributes of `<form>`, as (name, value): `data-netlify`, `accept-charset`.
        new_tab: The provider's answer page offers no way back, so it opens in a tab of its own.
        privacy: URL of the page that says what happens with an address; "" when there is none.
        consent: The line beside the button: how often one hears, and how to leave.
    """

    provider: str
    action: str
    email_field: str = "email"
    hidden: tuple[tuple[str, str], ...] = ()
    source_field: str = ""
    honeypot: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    new_tab: bool = False
    privacy: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class SignupLink:
    """A button to the provider's own sign-up page.

    Attributes:
        provider: The provider's name for people.
        url: Its page, absolute https.
        privacy: As in `SignupForm`.
        consent: As in `SignupForm`.
    """

    provider: str
    url: str
    privacy: str = ""
    consent: str = ""
