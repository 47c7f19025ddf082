from __future__ import annotations

import json
from pathlib import Path

import msgspec

from voicebuilder.config import schema
from voicebuilder.config.schema import Settings, json_schema

SHIPPED = Path(schema.__file__).with_name("voicebuilder.schema.json")


def test_the_schema_that_is_shipped_is_the_one_that_is_made() -> None:
    assert SHIPPED.read_bytes() == json_schema(), "the keys have changed; type: make schema"


def test_editors_are_told_of_unknown_and_missing_keys() -> None:
    made = json.loads(json_schema())
    settings = made["$defs"]["Settings"]
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert settings["required"] == ["title", "url"]
    assert all(definition["additionalProperties"] is False for definition in made["$defs"].values())


def test_every_key_says_what_it_is_for() -> None:
    made = json.loads(json_schema())
    for name, definition in made["$defs"].items():
        for key, value in definition["properties"].items():
            refers = "$ref" in value or "$ref" in value.get("items", {}) or "allOf" in value or "anyOf" in value
            assert "description" in value or refers, f"{name}.{key} has no description"


def test_the_defaults_are_those_of_the_design() -> None:
    settings = msgspec.convert({"title": "T", "url": "https://me.example/"}, Settings)
    assert (settings.language, settings.timezone, settings.theme) == ("en", "UTC", "letter")
    assert (settings.paginate, settings.feeds.items, settings.output) == (20, 50, "_site")
    assert (settings.broken_links, settings.keep, settings.navigation) == ("error", (), ())
