"""Every key of `voicebuilder.yaml`, with its type, its default and its meaning.

In: nothing. Out: `Settings`, from which the loader, the JSON Schema and the reference page are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta

CONFIG_NAME = "voicebuilder.yaml"
# Dotted key -> 1-based line and column in the config file.
Places: TypeAlias = Mapping[str, tuple[int, int]]


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes here."""

    name: Annotated[str, Meta(description="As readers know you.")] = ""
    email: Annotated[str, Meta(description="Shown on the site and in feeds when given.")] = ""
    url: Annotated[str, Meta(description="Your page, when it is not this site's home.")] = ""
    photo: Annotated[str, Meta(description="A picture of you: a site path such as /images/me.jpg.")] = ""
    bio: Annotated[str, Meta(description="One or two sentences about you.")] = ""


class NavigationItem(msgspec.Struct, frozen=True, kw_only=True):
    """A link in the site's navigation."""

    label: Annotated[str, Meta(description="The word that is shown.")]
    url: Annotated[str, Meta(description="A site path such as /about/, or a whole address.")]


class Feeds(msgspec.Struct, frozen=True, kw_only=True):
    """What the feeds carry."""

    items: Annotated[int, Meta(ge=1, le=1000, examples=[50], description="Entries in each feed, the newest.")] = 50


class Markdown(msgspec.Struct, frozen=True, kw_only=True):
    """How your text is read."""

    raw_html: Annotated[bool, Meta(description="HTML in your text stays HTML; false shows it as text.")] = True
    smart_punctuation: Annotated[
        bool, Meta(description="Quotes, dashes and dots as the entry's language sets them.")
    ] = True


class Pictures(msgspec.Struct, frozen=True, kw_only=True):
    """How pictures are published."""

    widths: Annotated[
        tuple[Annotated[int, Meta(ge=16, le=8192)], ...],
        Meta(description="Widths in pixels in which a picture is offered, as far as it is that wide."),
    ] = (480, 960, 1600)
    formats: Annotated[
        tuple[Literal["avif", "webp"], ...],
        Meta(description="Formats in which it is offered beside its own; none for its own alone."),
    ] = ("avif", "webp")
    quality: Annotated[
        int, Meta(ge=1, le=100, description="From 1, small and coarse, to 100, large and fine; 70 is hard to tell.")
    ] = 70
    originals: Annotated[
        bool, Meta(description="Pictures are published as you saved them too; else only what pages show.")
    ] = False
    keep_metadata: Annotated[
        tuple[str, ...],
        Meta(description="Files whose place, time and camera may be published, as globs: static/maps/*.jpg."),
    ] = ()


class SocialCards(msgspec.Struct, frozen=True, kw_only=True):
    """The picture that other sites show of an entry that has none of its own."""

    draw: Annotated[bool, Meta(description="Such a picture is drawn for each entry, with its title.")] = False
    fonts: Annotated[
        tuple[str, ...], Meta(description="Font files in the site, for letters that the built-in one has not.")
    ] = ()


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The config file of a site."""

    title: Annotated[str, Meta(min_length=1, description="The site's name.")]
    url: Annotated[str, Meta(description="Where the site will live, such as https://me.example/ or …/blog/.")]
    description: Annotated[str, Meta(description="One sentence about the site.")] = ""
    language: Annotated[
        str,
        Meta(
            pattern="^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
            title="a language tag",
            examples=["en", "pt-BR"],
            description="The language you write in, as a BCP 47 tag.",
        ),
    ] = "en"
    timezone: Annotated[str, Meta(description="IANA name, such as Europe/Berlin, for dates without a zone.")] = "UTC"
    author: Author = Author()
    profiles: Annotated[tuple[str, ...], Meta(description="Your pages elsewhere, linked with rel=me.")] = ()
    theme: Annotated[str, Meta(min_length=1, description="A theme's name, or the path of its folder in the site.")] = (
        "letter"
    )
    theme_options: Annotated[dict[str, Any], Meta(description="The theme's own options.")] = {}
    navigation: Annotated[tuple[NavigationItem, ...], Meta(description="Links at the top of each page.")] = ()
    permalinks: Annotated[
        dict[str, str], Meta(description="URL pattern of each kind, such as posts: /{year}/{month}/{slug}/.")
    ] = {}
    signup: Annotated[dict[str, Any], Meta(description="The sign-up form: `provider:` and the provider's keys.")] = {}
    feeds: Feeds = Feeds()
    paginate: Annotated[
        int,
        Meta(ge=1, le=1000, examples=[20], description="Entries on a page; the newest page holds up to twice as many."),
    ] = 20
    output: Annotated[str, Meta(min_length=1, description="Folder of the built site.")] = "_site"
    keep: Annotated[
        tuple[str, ...], Meta(description="Files in the output folder that are yours, as globs: CNAME, .git.")
    ] = ()
    broken_links: Annotated[
        Literal["error", "warn"], Meta(description="What a link to a file that is not there is.")
    ] = "error"
    markdown: Markdown = Markdown()
    pictures: Pictures = Pictures()
    social_cards: SocialCards = SocialCards()
    search: Annotated[bool, Meta(description="The site has a search page; needs pagefind.")] = False
    related: Annotated[int, Meta(ge=0, le=12, description="Related entries below each entry, at most; 0 for none.")] = 0


def json_schema() -> bytes:
    """The JSON Schema (draft 2020-12) of the config file, for editors; the same bytes every time."""
    schema = msgspec.json.schema(Settings)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"voicebuilder's {CONFIG_NAME}",
        **schema,
    }
    for definition in schema["$defs"].values():
        definition["additionalProperties"] = False
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"
