"""P5: a drawing tells nothing of the machine that it was drawn on, and photographs in it nothing of their places."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest

from voicebuilder.media.cleaning import Uncleanable, clean

from . import private_pictures as private

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- Created with Inkscape -->\n'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"\n'
    '   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="40" height="20"'
)


def drawing(attributes: str = "", inside: str = "<path d='M0 0h9'/>") -> bytes:
    return f"{HEAD}{attributes}>{inside}</svg>\n".encode()


def test_a_drawing_that_tells_nothing_is_left_alone() -> None:
    data = drawing(inside="<title>Å boat > a ship</title><g id='metadata'><text>&lt;metadata></text></g>")
    assert clean(data, "svg") is data


@pytest.mark.parametrize(
    "metadata",
    [
        "<metadata/>",
        "<metadata id='m' />",
        "<metadata></metadata>",
        "<metadata\n id='a>b'><rdf:RDF xmlns:rdf='r'>CANARY<x/></rdf:RDF></metadata >",
        "<metadata><metadata>CANARY</metadata><x/></metadata>",
        "<s:metadata xmlns:s='http://www.w3.org/2000/svg'>CANARY</s:metadata>",
        "<metadata><![CDATA[</metadata>CANARY]]></metadata>",
    ],
)
def test_p5_metadata_go(metadata: str) -> None:
    before, behind = "<g>Å", "<path d='M0 0h9'/></g>"
    assert clean(drawing(inside=before + metadata + behind), "svg") == drawing(inside=before + behind)
    assert clean(drawing(inside=f"<g>{metadata}</g>"), "svg") == drawing(inside="<g></g>")


def test_p5_paths_of_files_go() -> None:
    told = (
        "\n   sodipodi:docname=\"CANARY.svg\" inkscape:export-filename = '/home/me/CANARY'\n"
        '   sodipodi:absref="/home/CANARY"'
    )
    assert clean(drawing(told), "svg") == drawing()
    # The same words in a text are nobody's path.
    data = drawing(inside='<text> sodipodi:docname="x"</text><!-- <g sodipodi:docname="x"> -->')
    assert clean(data, "svg") is data


@pytest.mark.parametrize("quote", ['"', "'"])
def test_p5_photographs_in_a_drawing_are_cleaned(quote: str) -> None:
    picture = private.saved(private.noise(20, 10), "JPEG")
    dressed = private.with_segments(picture, private.jpeg_secrets(1))
    text = b64encode(dressed).decode()
    lines = "&#10;".join(text[at : at + 76] for at in range(0, len(text), 76))
    data = drawing(inside=f"<image width='20' href={quote}data:image/jpeg;base64,{lines}{quote} />")
    cleaned = clean(data, "svg")
    found = cleaned.partition(b"base64,")[2].partition(quote.encode())[0]
    assert b64decode(found, validate=True) == picture
    assert clean(cleaned, "svg") is cleaned


def test_p5_a_photograph_that_cannot_be_cleaned_is_refused() -> None:
    cut = b64encode(private.saved(private.noise(20, 10), "JPEG")[:-4]).decode()
    with pytest.raises(Uncleanable, match="holds a photograph that is cut off"):
        clean(drawing(inside=f"<image href='data:image/jpeg;base64,{cut}'/>"), "svg")
    with pytest.raises(Uncleanable, match="damaged"):
        clean(drawing(inside="<image href='data:image/jpeg;base64,a%20b'/>"), "svg")


@pytest.mark.parametrize(
    "data",
    [
        drawing()[:-9],
        drawing(inside="<g>"),
        drawing(inside="&nbsp;"),
        drawing().decode().encode("utf-16"),
        drawing().decode().encode("utf-16-le"),
        b"<!DOCTYPE svg [<!ENTITY m '<metadata>CANARY</metadata>'>]>" + drawing(inside="&m;").partition(b"\n")[2],
        b"<?xml version='1.0' encoding='no-such'?><svg/>",
    ],
)
def test_a_drawing_that_cannot_be_followed(data: bytes) -> None:
    with pytest.raises(Uncleanable):
        clean(data, "svg")


def test_a_bomb_of_entities_does_not_go_off() -> None:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 50}'>" for n in range(1, 9))
    data = f"<!DOCTYPE svg [<!ENTITY e0 'x'>{entities}]><svg xmlns='http://www.w3.org/2000/svg'>&e8;</svg>".encode()
    with pytest.raises(Uncleanable):
        clean(data, "svg")


def test_entities_in_attributes_are_no_trouble() -> None:
    data = (
        b"<!DOCTYPE svg [<!ENTITY ns 'http://www.w3.org/2000/svg'>]><svg xmlns='&ns;'><metadata>x</metadata><g/></svg>"
    )
    assert clean(data, "svg") == data.replace(b"<metadata>x</metadata>", b"")
