"""Photos, sounds, films and links on whole sites: from files in folders to pages, feeds and what lies beside them."""

from __future__ import annotations

import io
import json
import os
import re
from typing import TYPE_CHECKING, Any

import feedparser
import mf2py
import pytest
from PIL import Image, ImageOps

from voicebuilder import build
from voicebuilder.errors import ContentError, UsageError
from voicebuilder.media import cleaning

from ..conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..conftest import Output, Site

    MakeSite = Callable[[Mapping[str, str | bytes]], Site]

CANARY = "CANARY-51.5N"
SOUND = (REPOSITORY / "tests/media/files/tone.mp3").read_bytes
FILM = (REPOSITORY / "tests/media/files/film.mp4").read_bytes
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ann>The tide is in.\n"


def picture(
    size: tuple[int, int] = (800, 600), format_: str = "JPEG", *, colour: str = "#336699", **exif: str
) -> bytes:
    """A picture with private metadata: a place, and whatever else is asked for by the number of its tag."""
    made = Image.new("RGB", size, colour)
    data = Image.Exif()
    data[0x010F] = CANARY  # Make
    for tag, value in exif.items():
        data[int(tag.removeprefix("t"), 16)] = value
    data.get_ifd(0x8825)[1] = CANARY
    out = io.BytesIO()
    made.save(out, format_, exif=data)
    return out.getvalue()


def taken(at: str, offset: str = "+02:00", title: str = "") -> bytes:
    made, data, out = Image.new("RGB", (800, 600), "#446688"), Image.Exif(), io.BytesIO()
    data.get_ifd(0x8769)[0x9003], data.get_ifd(0x8769)[0x9011] = at, offset
    if title:
        data[0x010E] = title
    made.save(out, "JPEG", exif=data)
    return out.getvalue()


def entries(output: Output, url: str) -> list[dict[str, object]]:
    found = mf2py.parse(doc=output.page(url), url=f"https://example.org{url}")["items"]
    inside = [child for item in found for child in item.get("children", ())]
    return [item["properties"] for item in (*found, *inside) if "h-entry" in item["type"]]


def messages(site: Site) -> list[str]:
    return [str(problem) for problem in (*site.report.errors, *site.report.warnings)]


# Kinds.


def test_a_photo_alone_is_an_entry(make_site: MakeSite) -> None:
    site = make_site({"photos/harbour.jpg": taken("2026:07:11 20:18:05", title="The harbour at dusk")})
    output = site.build()
    entry = entries(output, "/photos/harbour/")[0]
    assert entry["photo"][0]["value"].startswith("https://example.org/")  # type: ignore[index]
    assert entry["published"] == ["2026-07-11T20:18:05+0200"]
    assert "The harbour at dusk" in output.page("/photos/harbour/"), "the caption is its text"
    assert "/photos/harbour/" in output.page("/photos/")
    assert "/photos/harbour/" in output.page("/")
    assert messages(site) == [
        (
            "photos/harbour.jpg:1: warning: the picture harbour.jpg has no alt text, so who cannot see it learns "
            'nothing of it. Type: voicebuilder new photo photos/harbour.jpg --alt "What it shows"'
        )
    ]


def test_a_text_beside_a_photo_speaks_of_it(make_site: MakeSite) -> None:
    text = '---\ntitle: Dusk\ndate: 2026-07-12\nalt: "Boats, red sky"\n---\nA quiet evening.\n'
    output = (site := make_site({"photos/harbour.jpg": picture(), "photos/harbour.md": text})).build()
    entry = entries(output, "/photos/harbour/")[0]
    photo = entry["photo"][0]  # type: ignore[index]
    assert (photo["value"], photo["alt"]) == (f"https://example.org{_shown(output)}", "Boats, red sky")
    assert entry["name"] == ["Dusk"]
    assert not messages(site)


def _shown(output: Output) -> str:
    return output.parsed("photos/harbour/index.html").xpath("//img[contains(@class, 'u-photo')]/@src")[0]


def test_the_id_of_a_photo_outlives_the_coming_of_its_text(make_site: MakeSite) -> None:
    site = make_site({"photos/harbour.jpg": taken("2026:07:11 20:18:05")})
    before = json.loads(site.build().text("photos/feed.json"))["items"][0]
    site.write({"photos/harbour.md": '---\nalt: "Boats"\n---\nHello\n'})
    after = json.loads(site.build().text("photos/feed.json"))["items"][0]
    assert before != after
    assert before["id"] == after["id"]


def test_a_gallery(make_site: MakeSite) -> None:
    site = make_site(
        {
            "photos/trip/index.md": '---\ndate: 2026-07-12\nalt: {b.jpg: "Second", a.jpg: "First"}\n---\nWe went.\n',
            "photos/trip/b.jpg": picture(colour="#112233"),
            "photos/trip/a.jpg": picture(colour="#445566"),
        }
    )
    output = site.build()
    photos = entries(output, "/photos/trip/")[0]["photo"]
    assert [photo["alt"] for photo in photos] == ["First", "Second"]  # type: ignore[attr-defined]
    assert [url for url in output.files if url.startswith("photos/") and url.endswith("index.html")] == [
        "photos/index.html",
        "photos/trip/index.html",
    ]
    assert not messages(site)


def test_an_order_of_ones_own(make_site: MakeSite) -> None:
    files = {"photos/trip/b.jpg": picture(colour="#112233"), "photos/trip/a.jpg": picture(colour="#445566")}
    text = '---\ndate: 2026-07-12\nfiles: [b.jpg, a.jpg]\nalt: {b.jpg: "B", a.jpg: "A"}\n---\n'
    output = make_site({"photos/trip/index.md": text, **files}).build()
    assert [photo["alt"] for photo in entries(output, "/photos/trip/")[0]["photo"]] == ["B", "A"]  # type: ignore[attr-defined]


def test_p7_a_file_that_is_named_and_not_there(make_site: MakeSite) -> None:
    site = make_site(
        {"photos/trip/index.md": "---\ndate: 2026-07-12\nfiles: [aa.jpg]\n---\n", "photos/trip/a.jpg": picture()}
    )
    with pytest.raises(
        ContentError, match=r"photos/trip/index\.md:3: error: `files` names aa\.jpg, which is not there"
    ):
        site.build()


def test_p7_a_photo_without_a_picture(make_site: MakeSite) -> None:
    site = make_site({"photos/x.md": "---\ndate: 2026-07-12\n---\nHello\n"})
    with pytest.raises(ContentError, match=r"photos/x\.md:1: error: this photo has no file: a picture beside it"):
        site.build()


def test_an_episode(make_site: MakeSite) -> None:
    text = "---\ntitle: The tide\ndate: 2026-07-12\n---\nListen.\n"
    site = make_site({"audio/ep1.mp3": SOUND(), "audio/ep1.md": text, "audio/ep1.vtt": CAPTIONS})
    output = site.build()
    entry = entries(output, "/audio/ep1/")[0]
    assert entry["audio"] == ["https://example.org/audio/ep1.mp3"]
    assert output.files["audio/ep1.mp3"] == SOUND()
    page = output.page("/audio/ep1/")
    assert "<p><strong>Ann</strong> The tide is in.</p>" in page, "a transcript"
    assert '<track kind="captions" src="/audio/ep1.vtt" srclang="en" label="English">' in page
    assert output.files["audio/ep1.vtt"] == CAPTIONS


def test_captions_in_several_languages(make_site: MakeSite) -> None:
    files = {"audio/e.mp3": SOUND(), "audio/e.md": "---\ndate: 2026-07-12\nlanguage: de\n---\nHi\n"}
    captions = {f"audio/{name}.vtt": CAPTIONS.replace(b"in", name.encode()) for name in ("e", "e.de", "ee", "e.fr")}
    page = make_site({**files, **captions}).build().parsed("audio/e/index.html")
    assert page.xpath("//track/@srclang") == ["de", "de", "fr"]
    assert page.xpath("//track/@src") == ["/audio/e.vtt", "/audio/e.de.vtt", "/audio/e.fr.vtt"]


def test_p5_a_film_says_no_place_by_a_better_cleaner_too(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    film = (REPOSITORY / "tests/media/files/walk-keys.mov").read_bytes()
    site = make_site({"video/walk.mov": film, "video/walk.md": "---\ndate: 2026-07-12\n---\nHi\n"})
    real = cleaning.film_patches
    monkeypatch.setattr(cleaning, "film_patches", lambda *of: real(*of)[:1])
    poor = site.build().files["video/walk.mov"]
    monkeypatch.undo()
    monkeypatch.setattr(build, "code_version", lambda *_: "a later one")
    good = site.build().files["video/walk.mov"]
    assert poor != good != film
    assert len(good) == len(film)
    assert b"+51" not in good


def test_a_film_with_its_poster(make_site: MakeSite) -> None:
    text = "---\ntitle: Waves\ndate: 2026-07-12\n---\nLook.\n"
    site = make_site({"video/waves.mp4": FILM(), "video/waves.md": text, "video/waves.jpg": picture((640, 360))})
    output = site.build()
    assert entries(output, "/video/waves/")[0]["video"] == ["https://example.org/video/waves.mp4"]
    film = output.parsed("video/waves/index.html").xpath("//video")[0]
    assert film.get("poster").removeprefix("/") in output.files
    assert '"@type":"VideoObject"' in output.page("/video/waves/")


def test_a_link(make_site: MakeSite) -> None:
    text = "---\ntitle: On tides\ndate: 2026-07-12\nlink: https://other.example/tides\n---\nWorth it.\n"
    output = make_site({"links/tides.md": text}).build()
    for url in ("/links/tides/", "/links/", "/"):
        entry = entries(output, url)[0]
        assert entry["bookmark-of"] == ["https://other.example/tides"], url
        assert entry["url"] == ["https://example.org/links/tides/"], url


def test_p7_a_link_that_leads_nowhere(make_site: MakeSite) -> None:
    site = make_site({"links/a.md": "Hello\n", "links/b.md": "---\nlink: tides\n---\n"})
    with pytest.raises(ContentError) as caught:
        site.build()
    assert [str(problem) for problem in caught.value.problems] == [
        "links/a.md:1: error: a link needs a `link:`. Write `link: https://…` above the text.",
        (
            'links/b.md:2:7: error: `link` must hold web addresses; "tides" is none. '
            "Write the whole address, beginning with https://."
        ),
    ]


@pytest.mark.parametrize(
    ("key", "property_"),
    [
        ("in-reply-to", "in-reply-to"),
        ("like_of", "like-of"),
        ("repost_of", "repost-of"),
        ("bookmark_of", "bookmark-of"),
    ],
)
def test_answers(make_site: MakeSite, key: str, property_: str) -> None:
    text = f"---\ndate: 2026-07-12 10:00\n{key}: https://other.example/post\n---\nYes.\n"
    output = make_site({"notes/a.md": text}).build()
    for url in ("/notes/2026-07-12-1000/", "/"):
        assert entries(output, url)[0][property_] == ["https://other.example/post"]


def test_an_answer_to_an_invitation(make_site: MakeSite) -> None:
    text = "---\ndate: 2026-07-12 10:00\nin_reply_to: https://other.example/party\nrsvp: yes\n---\nSee you there.\n"
    output = make_site({"notes/a.md": text}).build()
    assert entries(output, "/notes/2026-07-12-1000/")[0]["rsvp"] == ["yes"]
    with pytest.raises(ContentError, match=r'notes/a\.md:2:7: error: `rsvp`: "perhaps" is no answer'):
        make_site({"notes/a.md": "---\nrsvp: perhaps\n---\nHm\n"}).build()


# Pictures.


@pytest.mark.parametrize("where", ["a bundle", "beside", "static", "static alone", "a gallery", "a card", "the avatar"])
def test_p5_no_place_leaves_the_machine(make_site: MakeSite, where: str) -> None:
    data = {
        "a bundle": {"posts/a/index.md": "---\ndate: 2026-01-01\n---\n![x](p.jpg)\n", "posts/a/p.jpg": picture()},
        "beside": {"posts/a.md": "---\ndate: 2026-01-01\n---\n[x](p.jpg) ![x](p.jpg)\n", "posts/p.jpg": picture()},
        "static": {"posts/a.md": "---\ndate: 2026-01-01\n---\n![x](/p.jpg)\n", "static/p.jpg": picture()},
        "static alone": {
            "static/p.jpg": picture(),
            "static/p.png": picture(format_="PNG"),
            "static/p.webp": picture(format_="WEBP"),
        },
        "a gallery": {"photos/a/index.md": "---\nalt: {p.jpg: x}\n---\n", "photos/a/p.jpg": picture()},
        "a card": {"posts/a.md": "---\ndate: 2026-01-01\nimage: p.jpg\n---\nHi\n", "posts/p.jpg": picture()},
        "the avatar": {
            "voicebuilder.yaml": "title: T\nurl: https://example.org/\nauthor: {name: A, photo: /me.jpg}\n",
            "static/me.jpg": picture(),
        },
    }[where]
    for originals in (False, True):
        config = data.get("voicebuilder.yaml", "title: T\nurl: https://example.org/\n")
        site = make_site({**data, "voicebuilder.yaml": f"{config}pictures: {{originals: {str(originals).lower()}}}\n"})  # type: ignore[str-bytes-safe]
        output = site.build()
        assert [path for path, content in output.files.items() if CANARY.encode() in content] == []
        assert any(path.endswith((".jpg", ".avif")) for path in output.files)


def test_what_a_file_may_keep(make_site: MakeSite) -> None:
    config = "title: T\nurl: https://example.org/\npictures: {keep_metadata: [static/map.*]}\n"
    site = make_site({"voicebuilder.yaml": config, "static/map.jpg": picture(), "static/other.jpg": picture()})
    output = site.build()
    assert CANARY.encode() in output.files["map.jpg"]
    assert CANARY.encode() not in output.files["other.jpg"]
    # And the other way round, in a warm build.
    site.write({"voicebuilder.yaml": config.replace("map", "other")})
    output = site.build()
    assert CANARY.encode() not in output.files["map.jpg"]
    assert CANARY.encode() in output.files["other.jpg"]


def test_a_picture_comes_in_sizes_and_formats(make_site: MakeSite) -> None:
    text = "---\ndate: 2026-01-01\n---\nHi\n\n![Boats](boats.jpg)\n"
    output = make_site({"posts/a/index.md": text, "posts/a/boats.jpg": picture((2000, 1500))}).build()
    page = output.parsed("posts/a/index.html")
    assert page.xpath("//article//picture/source/@type") == ["image/avif", "image/webp"]
    image = page.xpath("//article//picture/img")[0]
    assert (image.get("width"), image.get("height"), image.get("alt")) == ("2000", "1500", "Boats")
    assert image.get("data-tint")[:3] == "#33"
    for srcset in (*page.xpath("//article//source/@srcset"), image.get("srcset")):
        widths = []
        for candidate in srcset.split(", "):
            url, width = candidate.split(" ")
            with Image.open(io.BytesIO(output.files[url.removeprefix("/")])) as found:
                assert f"{found.width}w" == width
                widths.append(found.width)
        assert widths == [480, 960, 1600]
    assert "posts/a/boats.jpg" not in output.files, "nobody links to what came from the camera"


def test_a_small_picture_stays_as_it_is(make_site: MakeSite) -> None:
    data = picture((300, 200), "PNG")
    output = make_site({"posts/a/index.md": "---\ndate: 2026-01-01\n---\n![x](i.png)\n", "posts/a/i.png": data}).build()
    assert '<img src="/posts/a/i.png" alt="x" width="300" height="200"' in output.page("/posts/a/")
    assert not [path for path in output.files if path.startswith("media/")]


def test_a_picture_that_is_linked_is_published_as_it_is(make_site: MakeSite) -> None:
    text = "---\ndate: 2026-01-01\n---\n[![x](i.jpg)](i.jpg)\n"
    output = make_site({"posts/a/index.md": text, "posts/a/i.jpg": picture((2000, 1500))}).build()
    assert CANARY.encode() not in output.files["posts/a/i.jpg"]
    with Image.open(io.BytesIO(output.files["posts/a/i.jpg"])) as found:
        assert found.size == (2000, 1500)


def test_a_turned_picture_stands_upright(make_site: MakeSite) -> None:
    made, data, out = Image.new("RGB", (2000, 1000), "red"), Image.Exif(), io.BytesIO()
    data[0x0112] = 6
    made.save(out, "JPEG", exif=data)
    output = make_site(
        {"posts/a/index.md": "---\ndate: 2026-01-01\n---\n![x](i.jpg)\n", "posts/a/i.jpg": out.getvalue()}
    ).build()
    image = output.parsed("posts/a/index.html").xpath("//article//img")[0]
    assert (image.get("width"), image.get("height")) == ("1000", "2000")
    with Image.open(io.BytesIO(output.files[image.get("src").removeprefix("/")])) as found:
        upright = ImageOps.exif_transpose(found)
        assert upright.width < upright.height
        assert set(found.getexif()) <= {0x0112}


@pytest.mark.parametrize("data", [b"no picture", b"", picture()[:2000], b"\x89PNG\r\n\x1a\n"])
def test_p7_a_broken_picture(make_site: MakeSite, data: bytes) -> None:
    site = make_site({"posts/a/index.md": "---\ndate: 2026-01-01\n---\nHi\n\n![x](i.jpg)\n", "posts/a/i.jpg": data})
    for _ in range(2):
        with pytest.raises(ContentError, match=r"posts/a/index\.md:6: error: the picture posts/a/i\.jpg "):
            site.build()


def test_p7_a_picture_that_would_burst_the_memory(make_site: MakeSite) -> None:
    bomb = bytearray(picture((16, 16), "PNG"))
    header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + bytes(bomb[24:29])
    import zlib

    bomb[12:33] = header + zlib.crc32(header).to_bytes(4, "big")
    site = make_site({"posts/a/index.md": "---\ndate: 2026-01-01\n---\n![x](i.png)\n", "posts/a/i.png": bytes(bomb)})
    with pytest.raises(ContentError, match=r"posts/a/index\.md:4: error: the picture posts/a/i\.png .*pixels"):
        site.build()


def test_no_picture_is_made_twice(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    from voicebuilder.media import pixels

    site = make_site(
        {"posts/a/index.md": "---\ndate: 2026-01-01\n---\n![x](i.jpg)\n", "posts/a/i.jpg": picture((1000, 800))}
    )
    cold = site.build()

    def refuse(*_: object) -> None:
        raise AssertionError("encoded once more")

    monkeypatch.setattr(pixels, "encode", refuse)
    assert site.build().files == cold.files
    assert site.outcome.written == 0
    site.write({"posts/a/index.md": "---\ndate: 2026-01-01\n---\nHello\n\n![x](i.jpg)\n"})
    site.build()
    # Also when all that is published is gone: a move to another machine, a checkout.
    for path in sorted(site.out.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (site.out).rmdir()
    site.build()


def test_p4_a_picture_that_changes_is_seen(make_site: MakeSite) -> None:
    files = {"posts/a/index.md": "---\ndate: 2026-01-01\n---\n![x](i.jpg)\n"}
    site = make_site({**files, "posts/a/i.jpg": picture((1000, 800))})
    before = site.build()
    site.write({"posts/a/i.jpg": picture((1000, 700), colour="#ff0000")})
    after = site.build()
    clean = make_site({**files, "posts/a/i.jpg": picture((1000, 700), colour="#ff0000")}).build()
    assert after.files == clean.files != before.files


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("![](i.png)", "4:5"),
        ('<img src="i.png">', "4:1"),
        ("Hello ![](i.png)", "4:11"),
    ],
)
def test_missing_alt_text_is_a_warning(make_site: MakeSite, text: str, where: str) -> None:
    site = make_site(
        {"posts/a/index.md": f"---\ndate: 2026-01-01\n---\n{text}\n", "posts/a/i.png": picture((8, 8), "PNG")}
    )
    site.build()
    assert [problem.where for problem in site.report.warnings] == [f"posts/a/index.md:{where}"]
    with pytest.raises(ContentError, match="no alt text"):
        site.build(strict=True)


@pytest.mark.parametrize("text", ['![](i.png){alt=""}', '<img src="i.png" alt="">', "<img alt='' src=i.png>"])
def test_what_only_decorates_says_so(make_site: MakeSite, text: str) -> None:
    site = make_site(
        {"posts/a/index.md": f"---\ndate: 2026-01-01\n---\n{text}\n", "posts/a/i.png": picture((8, 8), "PNG")}
    )
    output = site.build(strict=True)
    assert output.parsed("posts/a/index.html").xpath("//article//img/@alt") == [""]


def test_p3_the_same_bytes_with_any_number_of_processes(make_site: MakeSite) -> None:
    files = {f"photos/p{number}.jpg": picture((700, 500), colour=f"#33{number:02}99") for number in range(6)}
    one, many = make_site(files).build(jobs=1), make_site(files).build(jobs=os.cpu_count() or 2)
    assert one.files == many.files


# Feeds and cards.


def items(output: Output, folder: str) -> list[dict[str, Any]]:
    return json.loads(output.text(f"{folder}feed.json"))["items"]


def test_feeds_carry_the_files_of_entries(make_site: MakeSite) -> None:
    files = {
        "photos/p.jpg": picture((1200, 800)),
        "photos/p.md": '---\ndate: 2026-07-12\nalt: "Boats & sky"\n---\nHi\n',
        "audio/a.mp3": SOUND(),
        "audio/a.md": "---\ntitle: A\ndate: 2026-07-13\n---\nListen.\n",
        "video/v.mp4": FILM(),
        "video/v.md": "---\ntitle: V\ndate: 2026-07-14\n---\nLook.\n",
    }
    output = make_site({"voicebuilder.yaml": "title: T\nurl: https://example.org/blog/\n", **files}).build()
    film, sound, photo = items(output, "")
    assert sound["attachments"] == [
        {
            "url": "https://example.org/blog/audio/a.mp3",
            "mime_type": "audio/mpeg",
            "size_in_bytes": len(output.files["audio/a.mp3"]),
            "duration_in_seconds": 1,
        }
    ]
    assert film["attachments"][0]["size_in_bytes"] == len(output.files["video/v.mp4"])
    assert '<audio controls preload="none" src="https://example.org/blog/audio/a.mp3">' in sound["content_html"]
    shown = re.search(r'<img src="https://example.org/blog/([^"]+)" alt="Boats &amp; sky"', photo["content_html"])
    assert shown
    assert shown[1] in output.files
    rss = feedparser.parse(output.text("feed.xml"))
    assert rss.entries[1].enclosures[0]["length"] == str(len(SOUND()))
    atom = feedparser.parse(output.text("atom.xml"))
    assert atom.entries[1].enclosures[0]["href"] == "https://example.org/blog/audio/a.mp3"


def test_a_link_in_feeds_points_where_it_should(make_site: MakeSite) -> None:
    text = "---\ntitle: On tides\ndate: 2026-07-12\nlink: https://other.example/tides?a=1&b=2\n---\nWorth it.\n"
    output = make_site({"links/tides.md": text}).build()
    (item,) = items(output, "links/")
    assert (item["url"], item["external_url"]) == (
        "https://example.org/links/tides/",
        "https://other.example/tides?a=1&b=2",
    )
    rss = feedparser.parse(output.text("links/feed.xml")).entries[0]
    assert rss.link == "https://other.example/tides?a=1&b=2"
    assert '<a href="https://example.org/links/tides/">' in rss.content[0].value
    atom = feedparser.parse(output.text("atom.xml")).entries[0]
    assert atom.link == "https://example.org/links/tides/"


CARDS = "title: T\nurl: https://example.org/\nsocial_cards: {draw: true}\n"


def test_a_card_for_what_has_no_picture(make_site: MakeSite) -> None:
    files = {
        "posts/a.md": "---\ntitle: Of itself\ndate: 2026-01-01\n---\nHi\n",
        "posts/b.md": "---\ntitle: With one\ndate: 2026-01-02\nimage: p.jpg\n---\nHi\n",
        "posts/p.jpg": picture(),
    }
    site = make_site({"voicebuilder.yaml": CARDS, **files})
    output = site.build(strict=True)
    (drawn,) = output.parsed("posts/a/index.html").xpath("//meta[@property='og:image']/@content")
    with Image.open(io.BytesIO(output.files[drawn.removeprefix("https://example.org/")])) as found:
        assert (found.format, found.size) == ("PNG", (1200, 630))
    assert "/cards/" not in output.page("/posts/b/")
    assert site.build().files == output.files
    assert site.outcome.written == 0
    other = {"posts/a.md": "---\ntitle: Of another\ndate: 2026-01-01\n---\nHi\n"}
    site.write(other)
    after = site.build()
    assert drawn.removeprefix("https://example.org/") not in after.files
    assert after.files == make_site({"voicebuilder.yaml": CARDS, **files, **other}).build().files
    assert not [path for path in make_site(files).build().files if path.startswith("cards/")]


def test_letters_that_no_typeface_has_are_told_every_time(make_site: MakeSite) -> None:
    site = make_site({"voicebuilder.yaml": CARDS, "posts/a.md": "---\ntitle: שלום\ndate: 2026-01-01\n---\nHi\n"})
    for _ in range(2):
        site.build()
        (problem,) = site.report.warnings
        assert (problem.where, "Noto Sans Hebrew" in problem.hint) == ("posts/a.md:1", True)


def test_p7_a_font_that_is_none(make_site: MakeSite) -> None:
    for name, message in (("gone.ttf", "gone.ttf"), ("../x.ttf", "lies outside of the site folder")):
        config = CARDS.replace("draw: true", f"draw: true, fonts: [{name}]")
        with pytest.raises(UsageError, match=message):
            make_site({"voicebuilder.yaml": config, "posts/a.md": "# A\n"}).build()
