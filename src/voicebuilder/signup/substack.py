"""Substack: a form to an address that Substack uses itself but does not document, so that it may end one day.

In: its options. Out: the form. Source: the forms of sites that use it.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup.options import END, Options
from voicebuilder.signup.provider import Provider


class SubstackOptions(Options, frozen=True, kw_only=True):
    """`signup: {provider: substack, publication: my-letter}`."""

    publication: Annotated[
        str,
        Meta(
            pattern=rf"^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?{END}",
            title="a name such as my-letter, or the domain of the publication when it has its own",
            description="`my-letter` for my-letter.substack.com.",
            examples=["my-letter"],
        ),
    ]


def _form(options: SubstackOptions, _thanks: str) -> SignupForm:
    host = options.publication if "." in options.publication else f"{options.publication}.substack.com"
    return SignupForm(
        provider="Substack",
        action=f"https://{host}/api/v1/free?nojs=true",
        source_field="source",
        new_tab=True,
    )


SUBSTACK = Provider("substack", "Substack", SubstackOptions, _form)
