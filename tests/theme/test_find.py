from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder.config import yaml
from voicebuilder.errors import UsageError
from voicebuilder.report import Report
from voicebuilder.theme.assets import assets
from voicebuilder.theme.find import BUILT_IN, Layer, Theme, available, find
from voicebuilder.theme.sheet import accent, tokens

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACES = {"theme": (3, 1)}


def chosen(options: str) -> yaml.Mapping:
    """`theme_options` that stand on line 5 and below."""
    return yaml.parse(options, first_line=5)[0]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


@pytest.fixture
def put(site: Path) -> Callable[..., None]:
    """Write files of the site."""

    def write(files: dict[str, str | bytes]) -> None:
        for path, content in files.items():
            file = site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


@pytest.fixture
def refused(site: Path) -> Callable[..., list[str]]:
    def run(name: str, options: str = "") -> list[str]:
        with pytest.raises(UsageError) as caught:
            find(name, site, chosen(options), PLACES)
        return [str(problem) for problem in caught.value.problems]

    return run


def names(theme: Theme) -> list[str]:
    return [layer.name for layer in theme.layers]


def test_themes_that_come_along() -> None:
    assert "letter" in available()
    assert list(available()) == sorted(available())


def test_a_built_in_theme(site: Path) -> None:
    theme = find("letter", site)
    assert theme.name == "letter"
    assert names(theme) == ["letter", "base"]
    assert theme.layers[0].folder == BUILT_IN / "letter"
    assert theme.layers[0].label == "themes/letter"


def test_every_built_in_theme_can_be_found(site: Path) -> None:
    for name in available():
        assert find(name, site).layers[0].name == name


def test_the_sites_own_files_come_first(site: Path, put: Callable[..., None]) -> None:
    put({"theme/post.html": ""})
    theme = find("letter", site)
    assert [(layer.name, layer.label) for layer in theme.layers] == [
        ("", "theme"),
        ("letter", "themes/letter"),
        ("base", "themes/base"),
    ]


def test_a_theme_that_lies_in_the_site(site: Path, put: Callable[..., None]) -> None:
    put({"themes/mine/theme.yaml": "name: mine\n", "look/theme.yaml": ""})
    mine, look = find("themes/mine", site), find("look", site)
    assert (names(mine), names(look)) == (["mine"], ["look"])
    # As messages name it: relative to the site folder.
    assert [mine.layers[0].label, look.layers[0].label] == ["themes/mine", "look"]


def test_a_theme_that_extends_another_that_extends_another(site: Path, put: Callable[..., None]) -> None:
    put(
        {
            "themes/a/theme.yaml": "extends: themes/b\noptions: {x: a}\n",
            "themes/b/theme.yaml": "extends: themes/c\noptions: {x: b, y: b}\n",
            "themes/c/theme.yaml": "extends: letter\noptions: {x: c, y: c, z: c}\n",
            "theme/base.html": "",
        }
    )
    theme = find("themes/a", site, chosen("z: mine\naccent: 40"), {})
    assert names(theme) == ["", "a", "b", "c", "letter", "base"]
    assert {key: theme.options[key] for key in ("x", "y", "z", "accent")} == {
        "x": "a", "y": "b", "z": "mine", "accent": "40",
    }  # fmt: skip


def test_a_site_whose_theme_is_its_own_folder(site: Path, put: Callable[..., None]) -> None:
    put({"theme/theme.yaml": "extends: letter\n"})
    theme = find("theme", site)
    assert [layer.label for layer in theme.layers] == ["theme", "themes/letter", "themes/base"]


def test_a_theme_in_the_site_wins_over_a_built_in_one_of_its_name(site: Path, put: Callable[..., None]) -> None:
    put({"letter/theme.yaml": ""})
    assert find("letter", site).layers == (Layer("letter", site.resolve() / "letter", "letter"),)


def test_a_content_folder_of_the_same_name_is_no_theme(site: Path, put: Callable[..., None]) -> None:
    put({"letter/a.md": ""})
    assert find("letter", site).layers[0].folder == BUILT_IN / "letter"


# Faults.


@pytest.mark.parametrize(
    ("name", "hint"),
    [("lettre", "Did you mean `letter`?"), ("xyz", "Themes that come with voicebuilder: "), ("posts", "Themes")],
)
def test_p7_no_such_theme(refused: Callable[..., list[str]], put: Callable[..., None], name: str, hint: str) -> None:
    put({"posts/a.md": ""})
    (said,) = refused(name)
    assert said.startswith(f"voicebuilder.yaml:3:1: error: there is no theme `{name}`. {hint}")


@pytest.mark.parametrize(
    "name", ["../outside", "{outside}", "themes/../../outside", ".", "..", "/", "link", "letter/partials"]
)
def test_a_theme_outside_of_the_site_is_none(
    site: Path, put: Callable[..., None], refused: Callable[..., list[str]], name: str
) -> None:
    outside = site.parent / "outside"
    put({"../outside/theme.yaml": "", "../theme.yaml": "", "theme.yaml": "", "themes/x": ""})
    (site / "link").symlink_to("../outside")
    (said,) = refused(name.format(outside=outside))
    assert "there is no theme" in said


def test_p7_overrides_that_lie_outside_of_the_site(site: Path, refused: Callable[..., list[str]]) -> None:
    (site.parent / "outside").mkdir()
    (site / "theme").symlink_to("../outside")
    assert refused("letter") == ["theme: error: this link leads out of the site folder. Copy the folder here instead."]


def test_overrides_may_be_a_link_inside_the_site(site: Path, put: Callable[..., None]) -> None:
    put({"looks/mine/post.html": ""})
    (site / "theme").symlink_to("looks/mine")
    assert [layer.label for layer in find("letter", site).layers] == ["theme", "themes/letter", "themes/base"]


def test_p7_a_theme_that_extends_none(put: Callable[..., None], refused: Callable[..., list[str]]) -> None:
    put({"mine/theme.yaml": "name: mine\nextends: lettre\n"})
    (said,) = refused("mine")
    assert said == "mine/theme.yaml:2:1: error: there is no theme `lettre`. Did you mean `letter`?"


@pytest.mark.parametrize(
    ("files", "at"),
    [
        ({"a/theme.yaml": "extends: a\n"}, "a/theme.yaml:1:1"),
        ({"a/theme.yaml": "extends: b\n", "b/theme.yaml": "\nextends: a\n"}, "b/theme.yaml:2:1"),
        ({"a/theme.yaml": "extends: b\n", "b/theme.yaml": "extends: b\n"}, "b/theme.yaml:1:1"),
    ],
)
def test_p7_a_theme_that_extends_itself(
    put: Callable[..., None], refused: Callable[..., list[str]], files: dict[str, str], at: str
) -> None:
    put(files)
    (said,) = refused("a")
    assert said.startswith(f"{at}: error: the theme `")
    assert "extends itself by way of a" in said


@pytest.mark.parametrize(
    ("manifest", "faults"),
    [
        (
            "nmae: x\nextend: letter\n",
            ["1:1: error: unknown key `nmae`.", "2:1: error: unknown key `extend`. Did you mean `extends`?"],
        ),
        ("options: [a]\n", ["1:10: error: `options` must be a table"]),
        ("name: x\nextends: [a]\n", ["2:10: error: `extends` must be a theme"]),
        ("name: x\nname: y\n", ['2:1: error: duplicate key "name"']),
        ("name: 'x\n", ["1:7: error: "]),
        (b"name: Andr\xe9\n", ["1: error: this is not UTF-8 text"]),
    ],
)
def test_p7_a_manifest_that_is_wrong(
    put: Callable[..., None], refused: Callable[..., list[str]], manifest: str | bytes, faults: list[str]
) -> None:
    put({"mine/theme.yaml": manifest})
    said = refused("mine")
    assert len(said) == len(faults)
    for line, fault in zip(said, faults, strict=True):
        assert line.startswith(f"mine/theme.yaml:{fault}")


OPTIONS = """
options:
  size: {type: number, default: 3, least: 1, most: 9, was: [grandeur]}
  mood: {type: choice, choices: [calm, loud], about: How it speaks.}
  on: {type: flag, default: true}
  tint: {type: colour, default: 30}
  places: {type: choices, choices: [here, there]}
  line: {type: text, default: "010"}
  plain: 4
  said: "no"
  agreed: no
"""


def test_options_have_types(site: Path, put: Callable[..., None]) -> None:
    put({"mine/theme.yaml": OPTIONS})
    assert find("mine", site).options == {
        "size": 3, "mood": "calm", "on": True, "tint": "30", "places": (), "line": "010", "plain": 4, "said": "no",
        "agreed": False,
    }  # fmt: skip
    own = "size: 4.5\nmood: loud\non: off\ntint: '#123'\nplaces: [there]\nline: 1e3\nplain: 5"
    assert find("mine", site, chosen(own)).options == {
        "size": 4.5, "mood": "loud", "on": False, "tint": "#123", "places": ("there",), "line": "1e3", "plain": 5,
        "said": "no", "agreed": False,
    }  # fmt: skip


def test_p7_every_wrong_option_at_its_line(put: Callable[..., None], refused: Callable[..., list[str]]) -> None:
    put({"mine/theme.yaml": OPTIONS})
    said = refused("mine", "agred: 4\nmood: luod\non: perhaps\nplaces: here\nplain: x\nsize: 10\nxyz: 1")
    assert [line.partition(" (it is")[0] for line in said] == [
        "voicebuilder.yaml:5:1: error: unknown key `theme_options.agred`. Did you mean `agreed`?",
        "voicebuilder.yaml:6:7: error: `theme_options.mood` must be `calm` or `loud`",
        "voicebuilder.yaml:7:5: error: `theme_options.on` must be true or false",
        "voicebuilder.yaml:8:9: error: `theme_options.places` must be a list",
        "voicebuilder.yaml:9:8: error: `theme_options.plain` must be a number",
        "voicebuilder.yaml:10:7: error: `theme_options.size` must be a number from 1 to 9",
        said[6].partition(" (it is")[0],
    ]
    assert said[6].startswith("voicebuilder.yaml:11:1: error: unknown key `theme_options.xyz`. The keys here are ")


@pytest.mark.parametrize(
    "icon", ["javascript:alert(1)", "https://cdn.example/i.png", "//cdn.example/i.png", "icon.svg", "/\\\\x"]
)
def test_p7_an_icon_that_lies_elsewhere(refused: Callable[..., list[str]], icon: str) -> None:
    (said,) = refused("letter", f'favicon: "{icon}"')
    assert said.startswith("voicebuilder.yaml:5:10: error: `theme_options.favicon` must be a site path (it is ")


def test_a_name_that_a_theme_gives_anew_is_no_old_one(site: Path, put: Callable[..., None]) -> None:
    put({"mine/theme.yaml": "extends: letter\noptions: {hue: 200}"})
    theme = find("mine", site, chosen("hue: 30"))
    assert (theme.options["hue"], theme.options["accent"], theme.warnings) == (30, "25", ())


def test_an_option_that_has_another_name_now(site: Path, put: Callable[..., None]) -> None:
    put({"mine/theme.yaml": OPTIONS})
    theme = find("mine", site, chosen("on: no\ngrandeur: 7"))
    assert theme.options["size"] == 7
    assert list(map(str, theme.warnings)) == [
        "voicebuilder.yaml:6:1: warning: the option `grandeur` is called `size` by now. Write `size:`."
    ]


@pytest.mark.parametrize("name", ["default", "mine"])
def test_a_theme_that_has_another_name_now(site: Path, put: Callable[..., None], name: str) -> None:
    put({"mine/theme.yaml": "\nextends: default"})
    theme = find(name, site, None, PLACES)
    assert theme.layers[-2].name == "letter"
    at = "voicebuilder.yaml:3:1" if name == "default" else "mine/theme.yaml:2:1"
    assert list(map(str, theme.warnings)) == [
        f"{at}: warning: the theme `default` is called `letter` by now. Write `letter`."
    ]


@pytest.mark.parametrize(
    ("manifest", "fault"),
    [
        ("options: {x: {type: colour, default: grün}}", "1:38: error: `options.x` must be a hue"),
        ("options: {x: {type: choise}}", "1:21: error: `options.x.type` must be `choice`, "),
        ("options: {x: {type: choice, choices: [a], default: b}}", "1:52: error: `options.x` must be `a`"),
        ("extends: letter\noptions: {scheme: drak}", "2:19: error: `options.scheme` must be `auto`, `light` or `dark`"),
        ("options: {x: {type: text, default: [1]}}", "1:36: error: `options.x` must be text"),
        ("extends: letter\noptions: {accent: foo}", "2:19: error: `options.accent` is no colour: 'foo'. Write a hue"),
        ("extends: letter\noptions: {accent: 400}", "2:19: error: `options.accent` is no colour: '400'"),
        ("colours: {light: {bg: 'oklch(.97 .01 230'}}", "1:23: error: `bg` is no colour: 'oklch(.97"),
        ("colours: {light: {bg: red/*}}", "1:23: error: `bg` is no colour"),
        ("colours: {light: {Bg: red}}", "1:19: error: `Bg` is no name for a colour."),
        ("options: {my-size: 1}", "1:20: error: `my-size` is no name for an option. Write small letters, digits and"),
        ("options: {1st: {type: text}}", "1:16: error: `1st` is no name for an option."),
        ("api: 2", "1:1: error: this theme is made for `api: 2`, and this voicebuilder keeps `api: 1`. Update"),
        ("api: one", "1:6: error: `api` must be a whole number"),
        ("colours: {bright: {bg: red}}", "1:11: error: there is no colour scheme `bright`. There are `light` and"),
        ("colours: {dark: {bg: 'red;} a{'}}", "1:22: error: `bg` is no colour: 'red;} a{'. Write a CSS colour"),
        ("options: {x: {type: choice, choices: [a], css: {a: '} b{'}}}", "1:52: error: `options.x.css.a` must be CSS"),
    ],
)
def test_p7_a_contract_that_is_broken(
    put: Callable[..., None], refused: Callable[..., list[str]], manifest: str, fault: str
) -> None:
    put({"mine/theme.yaml": manifest})
    (said,) = refused("mine")
    assert said.startswith(f"mine/theme.yaml:{fault}")


def test_a_default_may_be_several(site: Path, put: Callable[..., None]) -> None:
    put({"mine/theme.yaml": "options: {x: {type: choices, choices: [a, b], default: [a]}, y: {type: flag, default: }}"})
    assert find("mine", site).options == {"x": ("a",), "y": False}


def test_a_manifest_that_is_a_link_out_of_the_theme(site: Path, put: Callable[..., None]) -> None:
    put({"outside.yaml": "colours: {light: {bg: red}}", "mine/x.html": ""})
    (site / "mine/theme.yaml").symlink_to("../outside.yaml")
    with pytest.raises(UsageError, match=r"mine/theme\.yaml: error: this link leads out of the theme's folder"):
        find("mine", site)


def test_p7_an_accent_that_cannot_be_fitted(site: Path, put: Callable[..., None]) -> None:
    put({"mine/theme.yaml": "extends: letter\ncolours: {light: {bg: 'color-mix(in oklch, red, blue)'}}"})
    with pytest.raises(UsageError, match=r"mine/theme\.yaml: error: no accent can be fitted to the colours"):
        tokens(find("mine", site, chosen("accent: '#0b6e4f'")))
    assert "--accent:oklch(var(--tone) 30)" in tokens(find("mine", site, chosen("accent: 30")))


def test_a_theme_without_a_tone_has_no_accent_of_a_hue(site: Path, put: Callable[..., None]) -> None:
    put({"mine/theme.yaml": "colours: {light: {bg: white}}\noptions: {accent: {type: colour, default: 25}}"})
    theme = find("mine", site)
    assert accent(theme, "light") == ""
    assert "--accent" not in tokens(theme)


def test_a_theme_without_a_sheet_has_that_of_the_base(site: Path, put: Callable[..., None]) -> None:
    put({"mine/theme.yaml": "extends: base"})
    found = assets(find("mine", site), lambda path: path, Report())
    assert b".offscreen" in found["style.css"].data


@pytest.mark.parametrize("name", ["class", "import", "site", "default"])
def test_an_option_may_have_a_name_that_python_knows(site: Path, put: Callable[..., None], name: str) -> None:
    put({"mine/theme.yaml": f"options: {{{name}: 3}}"})
    assert find("mine", site, chosen(f"{name}: 4")).options == {name: 4}


def test_colours_of_an_upper_theme_win(site: Path, put: Callable[..., None]) -> None:
    put({"mine/theme.yaml": "extends: letter\ncolours: {light: {bg: white, spark: gold}}"})
    mine, letter = find("mine", site), find("letter", site)
    assert mine.colours["light"] == {**letter.colours["light"], "bg": "white", "spark": "gold"}
    assert mine.colours["dark"] == letter.colours["dark"]
