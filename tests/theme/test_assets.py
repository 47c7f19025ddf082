from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from voicebuilder.report import Report
from voicebuilder.text.urls import Base
from voicebuilder.theme import Theme, assets, find

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voicebuilder.model.asset import Asset

    Publish = Callable[..., dict[str, Asset]]
    Refused = Callable[..., list[str]]


ADDRESS = "https://example.org/blog/"


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """The assets of the theme `mine` in a site of these files."""

    def run(files: dict[str, str | bytes], name: str = "mine") -> dict[str, Asset]:
        report = Report()
        found = assets(_theme(tmp_path, files, name), Base.of(ADDRESS).href, report)
        assert report.errors == []
        return found

    return run


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """What is said of the theme `mine` in a site of these files."""

    def run(files: dict[str, str | bytes]) -> list[str]:
        report = Report()
        assets(_theme(tmp_path, files, "mine"), Base.of(ADDRESS).href, report)
        return [str(problem) for problem in report.errors]

    return run


def _theme(site: Path, files: dict[str, str | bytes], name: str) -> Theme:
    for path, content in {"mine/theme.yaml": "", **files}.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return find(name, site)


def test_names_carry_the_hash_of_the_content(publish: Publish) -> None:
    found = publish(
        {"mine/assets/icon.svg": "<svg/>", "mine/assets/fonts/a.b.woff2": b"\x00", "mine/assets/LICENSE": "x"}
    )
    digest = {text: hashlib.sha256(text).hexdigest()[:10] for text in (b"<svg/>", b"\x00", b"x")}
    assert {name: asset.url for name, asset in found.items()} == {
        "icon.svg": f"/assets/icon.{digest[b'<svg/>']}.svg",
        "fonts/a.b.woff2": f"/assets/fonts/a.b.{digest[bytes(1)]}.woff2",
        "LICENSE": f"/assets/LICENSE.{digest[b'x']}",
    }
    assert found["icon.svg"].data == b"<svg/>"
    assert found["icon.svg"].source == "mine/assets/icon.svg"


def test_p3_the_same_content_has_the_same_name(publish: Publish) -> None:
    files = {"mine/assets/a.css": "a{background:url(b.png)}", "mine/assets/b.png": "1"}
    first, again = publish(files), publish(files)
    assert first == again
    # What a style sheet shows is part of it.
    changed = publish({**files, "mine/assets/b.png": "2"})
    assert changed["a.css"].url != first["a.css"].url


def test_an_upper_layers_file_wins(publish: Publish) -> None:
    found = publish(
        {
            "mine/theme.yaml": "extends: below\n",
            "below/theme.yaml": "",
            "below/assets/a.txt": "below",
            "below/assets/b.txt": "below",
            "below/assets/c.css": "c{background:url('b.txt')}",
            "mine/assets/b.txt": "mine",
            "mine/assets/d.txt": "mine",
            "theme/assets/d.txt": "site",
        }
    )
    assert {name: asset.data for name, asset in found.items() if name != "c.css"} == {
        "a.txt": b"below", "b.txt": b"mine", "d.txt": b"site",
    }  # fmt: skip
    # The style sheet below shows the file that won.
    assert found["b.txt"].url.encode() in found["c.css"].data


def test_hidden_files_are_no_assets(publish: Publish) -> None:
    assert publish({"mine/assets/.DS_Store": "", "mine/assets/.git/x": ""}) == {}


@pytest.mark.parametrize(
    ("sheet", "css", "shown"),
    [
        ("a.css", "url(x.png)", "x.png"),
        ("a.css", "url('x.png')", "x.png"),
        ("a.css", 'url( "x.png" )', "x.png"),
        ("a.css", "url(img/y.png)", "img/y.png"),
        ("a.css", "url(./x.png)", "x.png"),
        ("css/a.css", "url(../x.png)", "x.png"),
        ("css/a.css", "url('../img/y.png')", "img/y.png"),
        ("css/a.css", "url(z.png)", "css/z.png"),
    ],
)
def test_a_style_sheet_follows_the_new_names(publish: Publish, sheet: str, css: str, shown: str) -> None:
    files = dict.fromkeys((f"mine/assets/{name}" for name in ("x.png", "img/y.png", "css/z.png", "css/b.css")), "x")
    found = publish({**files, f"mine/assets/{sheet}": f"a {{}}\n{css};"})
    data = found[sheet].data.decode()
    match = re.search(r"""["'(]([^"'()]*[0-9a-f]{10}[^"'()]*)""", data)
    assert match is not None, data
    # Right in a page of any depth, where the sheet may stand, and wherever the site lives.
    assert match[1] == "/blog" + found[shown].url


@pytest.mark.parametrize(
    ("css", "suffix"), [("url(x.svg#icon)", "#icon"), ("url(x.svg?v=2)", "?v=2"), ("url('x.svg?#iefix')", "?#iefix")]
)
def test_a_fragment_or_query_stays(publish: Publish, css: str, suffix: str) -> None:
    found = publish({"mine/assets/x.svg": "", "mine/assets/a.css": css})
    assert f'{found["x.svg"].url}{suffix}"'.encode() in found["a.css"].data


@pytest.mark.parametrize(
    "css",
    [
        "url(data:image/png;base64,AAAA)",
        "url(https://example.org/x.png)",
        "url(//example.org/x.png)",
        "url(/x.png)",
        "url(#clip)",
        "url()",
        "a{content:'import'}",
    ],
)
def test_what_names_no_neighbour_stays(publish: Publish, css: str) -> None:
    assert publish({"mine/assets/a.css": css})["a.css"].data == css.encode()


def test_comments_and_needless_space_go(publish: Publish) -> None:
    css = "/* url(old.png) and @import 'gone.css' */\na {\n  color: red;\n}\n"
    assert publish({"mine/assets/a.css": css})["a.css"].data == b"a{color:red}"


def test_an_imported_style_sheet_becomes_a_part(publish: Publish) -> None:
    found = publish({"mine/assets/a.css": '@import "css/b.css";\na{x:y}', "mine/assets/css/b.css": "b{x:y}"})
    assert found["a.css"].data == b"b{x:y}a{x:y}"
    # And stays a file of its own: who knows what a template asks for.
    assert found.keys() == {"a.css", "css/b.css"}


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("@import url(b.css);", b"b{x:y}"),
        ("@import url( 'b.css' );", b"b{x:y}"),
        ("@import 'b.css' print;", b"@media print{b{x:y}}"),
        ("@import 'b.css' screen and (width > 9px);", b"@media screen and (width>9px){b{x:y}}"),
        ("@import 'b.css' layer;", b"@layer{b{x:y}}"),
        ("@import 'b.css' LAYER(z);", b"@layer z{b{x:y}}"),
        (
            "@import 'b.css' layer(y) supports((display:grid) and (not (x:y))) screen;",
            b"@media screen{@supports((display:grid) and (not (x:y))){@layer y{b{x:y}}}}",
        ),
        ("@import url('b.css') layer(own.part) print;", b"@media print{@layer own.part{b{x:y}}}"),
        ("@import 'b.css' supports(display: grid) screen;", b"@media screen{@supports(display:grid){b{x:y}}}"),
    ],
)
def test_the_conditions_of_an_import_stay(publish: Publish, written: str, becomes: bytes) -> None:
    """Behind the theme's colours, which come first, an `@import` would count no more."""
    found = publish({"mine/assets/a.css": f"{written}\na{{x:y}}", "mine/assets/b.css": "b{x:y}"})
    assert found["a.css"].data.replace(b" {", b"{").replace(b"@supports ", b"@supports") == becomes + b"a{x:y}"


def test_p7_an_import_without_its_end(refused: Refused) -> None:
    said = refused({"mine/assets/a.css": "\n@import 'b.css'\nbody { color: red }", "mine/assets/b.css": "b{x:y}"})
    assert said == ["mine/assets/a.css:2: error: there is no `;` behind this `@import`. Add it."]


@pytest.mark.parametrize(
    "css", ["@layer own{.post *:not(p){x:y}}", "@container (width>9px){.a *:is(h2){x:y}}", ".a{b *:hover{x:y}}"]
)
def test_a_space_that_means_something_stays(publish: Publish, css: str) -> None:
    written = css.replace(" *:", " :").replace(">9px", " > 9px")
    assert publish({"mine/assets/a.css": written})["a.css"].data.decode() == css


def test_a_declaration_is_no_selector(publish: Publish) -> None:
    css = "a { color :red; b :hover { x: y } }"
    assert publish({"mine/assets/a.css": css})["a.css"].data == b"a{color:red;b *:hover{x:y}}"


def test_a_byte_order_mark_goes(publish: Publish) -> None:
    bom = b"\xef\xbb\xbf"
    found = publish({"mine/assets/a.css": bom + b'@import "b.css";a{x:y}', "mine/assets/b.css": bom + b"b{x:y}"})
    assert found["a.css"].data == b"b{x:y}a{x:y}"


@pytest.mark.parametrize(
    "css",
    [
        '@import url("https://example.org/css2?family=Inter:wght@400;700&display=swap");',
        "@import 'https://example.org/x;y.css' print;",
    ],
)
def test_an_address_elsewhere_may_hold_what_ends_a_rule(publish: Publish, css: str) -> None:
    files = {
        "mine/assets/style.css": f"{css}\np{{content:'}}@import x;y'}}",
        "mine/theme.yaml": "colours: {light: {bg: red}}",
    }
    data = publish(files)["style.css"].data.decode()
    assert data.startswith(f"{css}:root{{")
    assert data.endswith("p{content:'}@import x;y'}")


def test_what_is_imported_from_elsewhere_comes_first(publish: Publish) -> None:
    css = '@import "b.css";\n@import url(https://example.org/x.css);\na{x:y}'
    files = {
        "mine/assets/style.css": css,
        "mine/assets/b.css": "b{x:y}",
        "mine/theme.yaml": "colours: {light: {bg: red}}",
    }
    assert publish(files)["style.css"].data.startswith(b"@import url(https://example.org/x.css);:root{")


def test_an_override_imports_what_it_replaces(publish: Publish) -> None:
    found = publish(
        {
            "mine/theme.yaml": "extends: below\n",
            "below/theme.yaml": "extends: ground\n",
            "ground/theme.yaml": "",
            "ground/assets/base.css": "g{x:y}",
            "below/assets/style.css": "@import 'base.css';b{x:y}",
            "theme/assets/style.css": '@import "mine/style.css";s{x:y}',
            "theme/assets/base.css": '@import "below/base.css";t{x:y}',
        }
    )
    # A theme's own file is the one of its chain; what it imports may be overridden in its turn.
    assert found["style.css"].data == b"g{x:y}t{x:y}b{x:y}s{x:y}"


def test_a_theme_s_old_name_leads_to_its_sheet(publish: Publish) -> None:
    found = publish(
        {"mine/theme.yaml": "extends: letter", "mine/assets/style.css": '@import "default/style.css";s{x:y}'}
    )
    assert found["style.css"].data.endswith(b"s{x:y}")
    assert b".masthead{" in found["style.css"].data


@pytest.mark.parametrize("target", ["gone.png", "../gone.png", "img/gone.png", "../../theme.yaml"])
def test_p7_a_style_sheet_that_names_a_file_that_is_not_there(refused: Refused, target: str) -> None:
    files = {"mine/assets/x.png": "", "mine/assets/css/a.css": f"a {{}}\n\nb {{ background: url({target}) }}"}
    assert refused(files) == [
        f"mine/assets/css/a.css:3: error: `{target}` is not among the theme's assets. Correct the name."
    ]


def test_p7_style_sheets_that_import_each_other(refused: Refused) -> None:
    (said,) = refused({"mine/assets/a.css": "@import 'b.css';", "mine/assets/b.css": "\n@import url(a.css);"})
    assert said == "mine/assets/b.css:2: error: `a.css` imports this style sheet itself. Take one `@import` out."


def test_p7_all_faults_at_once(refused: Refused) -> None:
    said = refused({"mine/assets/a.css": "url(x)\nurl(y)", "mine/assets/b.css": "url(z)"})
    assert [line.partition(" error: ")[0] for line in said] == [
        "mine/assets/a.css:1:", "mine/assets/a.css:2:", "mine/assets/b.css:1:",
    ]  # fmt: skip


@pytest.mark.parametrize("target", ["../../../outside.txt", "{outside}", "../../posts/secret.md"])
def test_a_link_out_of_the_theme_is_refused(refused: Refused, tmp_path: Path, target: str) -> None:
    canary = tmp_path.parent / "outside.txt"
    canary.write_text("canary")
    (tmp_path / "mine/assets").mkdir(parents=True)
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/secret.md").write_text("canary")
    (tmp_path / "mine/assets/x.txt").symlink_to(target.format(outside=canary))
    assert refused({}) == ["mine/assets/x.txt: error: this link leads out of the theme's folder. Copy the file here."]


def test_a_dangling_link_is_no_asset(publish: Publish, tmp_path: Path) -> None:
    (tmp_path / "mine/assets").mkdir(parents=True)
    (tmp_path / "mine/assets/x.txt").symlink_to("gone")
    assert publish({}) == {}


def test_a_linked_folder_is_not_followed(publish: Publish, tmp_path: Path) -> None:
    (tmp_path / "mine/assets").mkdir(parents=True)
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/secret.md").write_text("canary")
    (tmp_path / "mine/assets/posts").symlink_to("../../posts")
    (tmp_path / "mine/assets/loop").symlink_to(".")
    assert publish({"mine/assets/a.txt": "x"}).keys() == {"a.txt"}


def test_a_theme_that_comes_along(publish: Publish) -> None:
    found = publish({}, name="letter")
    assert "style.css" in found
    assert all(re.fullmatch(r"/assets/[\w./-]+", asset.url) for asset in found.values())
