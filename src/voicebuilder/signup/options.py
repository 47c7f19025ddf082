"""What a provider's keys in `signup:` are made of.

In: nothing. Out: `Options`, the keys that all providers share, and the kinds of text that may stand in a form's address
or fields. Each kind admits only what needs no quoting, so that a pasted stray character is an error at its line and not
a form that posts to nowhere.
"""

from typing import Annotated

from voicebuilder.config.fields import Meta, Struct

_CONSENT = "Once a month, no more. Every email has a link to unsubscribe."

# Ends every pattern: `$` alone also matches before a line end, and JSON Schema knows no `\Z`.
END = r"(?![\s\S])"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_PORT = r"(?::[0-9]{1,5})?"
# RFC 3986, section 3.3, without the apostrophe, and percent-encoded where it must be.
_PATH = r"[A-Za-z0-9._~!$&()*+,;=:@%/-]*"
_REST = r"(?:\?[A-Za-z0-9._~!$&()*+,;=:@%/?-]*)?(?:#[A-Za-z0-9._~!$&()*+,;=:@%/?-]*)?"
HTTPS = f"^https://{_HOST}{_PORT}"
LOCAL = rf"^http://(?:localhost|127\.0\.0\.1|\[::1\]){_PORT}"

Token = Annotated[str, Meta(pattern=rf"^[A-Za-z0-9_-]+{END}", title="letters, digits, `-` and `_`")]
Number = Annotated[str, Meta(pattern=f"^[0-9]+{END}", title="digits")]
Uuid = Annotated[
    str,
    Meta(
        pattern=f"^[0-9a-fA-F]{{8}}(?:-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}}{END}",
        title="a UUID",
        examples=["6fd0fbb2-3b1c-4e0e-9d1f-0a5d6b7c8e9f"],
    ),
]
Tag = Annotated[str, Meta(pattern=rf"^[^\s<>\"'&;][^<>\"'&;\n\r\t]*{END}", title="a tag without quotes, `;` or `&`")]
Service = Annotated[
    str,
    Meta(
        pattern=f"{HTTPS}(?:/{_PATH})?{END}",
        title="an address that begins with https://, without `?` and `#`",
        examples=["https://list.example.org"],
    ),
]
LocalService = Annotated[
    str,
    Meta(
        pattern=f"(?:{HTTPS}|{LOCAL})(?:/{_PATH})?{END}",
        title="an address that begins with https:// (http:// only for localhost), without `?` and `#`",
        examples=["https://list.example.org"],
    ),
]
Page = Annotated[
    str,
    Meta(pattern=f"{HTTPS}(?:/{_PATH})?{_REST}{END}", title="the address of a page, beginning with https://"),
]
SourceField = Annotated[
    str,
    Meta(
        pattern=rf"^[A-Za-z0-9_-]+{END}",
        title="letters, digits, `-` and `_`",
        description="A custom field of yours at the provider, which then tells on which page somebody subscribed.",
        examples=["source"],
    ),
]


class Options(Struct, frozen=True, kw_only=True):
    """The keys of `signup:` that every provider knows; each provider adds its own."""

    provider: str
    privacy: Annotated[
        str,
        Meta(
            pattern=f"(?:{HTTPS}(?:/{_PATH})?|^/(?!/)[^\\s<>\"'\\\\?#]*){_REST}{END}",
            title="a site path or an address that begins with https://",
            description="The page that says what happens with an email address.",
            examples=["/privacy/"],
        ),
    ] = ""
    consent: Annotated[
        str,
        Meta(
            min_length=1,
            description="What one agrees to, beside the button; the theme's words when not given.",
            examples=[_CONSENT],
        ),
    ] = ""
