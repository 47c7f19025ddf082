"""XMP: metadata as XML, the youngest of the three forms.

In: a packet. Out: texts by name. No entity is followed, so that a few bytes cannot become gigabytes. Source: XMP
Specification part 1 (ISO 16684-1:2019), 7.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_DC = "{http://purl.org/dc/elements/1.1/}"
_IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
TITLE, CAPTION, KEYWORDS, CREATOR = f"{_DC}title", f"{_DC}description", f"{_DC}subject", f"{_DC}creator"
ALT, LONG_ALT = f"{_IPTC}AltTextAccessibility", f"{_IPTC}ExtDescrAccessibility"
CREATED = "{http://ns.adobe.com/photoshop/1.0/}DateCreated"
TAKEN = "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal"
_WANTED = frozenset((TITLE, CAPTION, KEYWORDS, CREATOR, ALT, LONG_ALT, CREATED, TAKEN))
# Bytes. Histories of editing, thumbnails and depth maps make packets large; words do not.
_MOST: Final = 4_000_000


def texts(packet: bytes) -> dict[str, list[str]]:
    """Texts by qualified name, those of a list in order, that of the default language alone where there are several."""
    packet = packet.strip(b"\0 \t\r\n")
    # A document type is what entities need; with bytes of 0 (UTF-16, UTF-32) it could hide.
    if len(packet) > _MOST or b"\0" in packet or b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return {}
    try:
        root = ET.fromstring(packet)  # noqa: S314 -- without a document type there are no entities
    except (ET.ParseError, ValueError, LookupError):
        return {}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for description in root.iter(f"{_RDF}Description"):
        for name, text in (*description.items(), *_elements(description)):
            if name in _WANTED:
                found[name].append(text)
    return dict(found)


def _elements(description: Element) -> Iterator[tuple[str, str]]:
    for element in description:
        if element.tag not in _WANTED:
            continue
        items = list(element.iter(f"{_RDF}li"))
        if element.find(f"{_RDF}Alt") is not None:
            # The default comes first, but not every program knows.
            items = sorted(items, key=lambda item: item.get(_LANGUAGE) != "x-default")[:1]
        for one in items or [element]:
            yield element.tag, one.text or ""
