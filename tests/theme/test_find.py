from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import UsageError
from voicebuilder.theme.find import BUILT_IN, Layer, Theme, available, find

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACES = {"theme": (3, 1), "theme_options.hue": (5, 3), "theme_options.huue": (6, 3), "theme_options.xyz": (7, 3)}


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
    def run(name: str, options: dict[str, str] | None = None) -> list[str]:
        with pytest.raises(UsageError) as caught:
            find(name, site, options or {}, PLACES)
        return [str(problem) for problem in caught.value.problems]

    return run


def names(theme: Theme) -> list[str]:
    return [layer.name for layer in theme.layers]


def test_themes_that_come_along() -> None:
    assert "default" in available()
    assert list(available()) == sorted(available())


def test_a_built_in_theme(site: Path) -> None:
    theme = find("default", site, {}, {})
    assert theme.name == "default"
    assert names(theme) == ["default"]
    assert theme.layers[0].folder == BUILT_IN / "default"
    assert theme.layers[0].label == "themes/default"


def test_every_built_in_theme_can_be_found(site: Path) -> None:
    for name in available():
        assert find(name, site, {}, {}).layers[0].name == name


def test_the_sites_own_files_come_first(site: Path, put: Callable[..., None]) -> None:
    put({"theme/post.html": ""})
    theme = find("default", site, {}, {})
    assert [(layer.name, layer.label) for layer in theme.layers] == [("", "theme"), ("default", "themes/default")]


def test_a_theme_that_lies_in_the_site(site: Path, put: Callable[..., None]) -> None:
    put({"themes/mine/theme.yaml": "name: mine\n", "look/theme.yaml": ""})
    mine, look = find("themes/mine", site, {}, {}), find("look", site, {}, {})
    assert (names(mine), names(look)) == (["mine"], ["look"])
    # As messages name it: relative to the site folder.
    assert [mine.layers[0].label, look.layers[0].label] == ["themes/mine", "look"]


def test_a_theme_that_extends_another_that_extends_another(site: Path, put: Callable[..., None]) -> None:
    put(
        {
            "themes/a/theme.yaml": "extends: themes/b\noptions: {x: a}\n",
            "themes/b/theme.yaml": "extends: themes/c\noptions: {x: b, y: b}\n",
            "themes/c/theme.yaml": "extends: default\noptions: {x: c, y: c, z: c}\n",
            "theme/base.html": "",
        }
    )
    theme = find("themes/a", site, {"z": "mine", "hue": "40"}, {})
    assert names(theme) == ["", "a", "b", "c", "default"]
    assert {key: theme.options[key] for key in ("x", "y", "z", "hue")} == {"x": "a", "y": "b", "z": "mine", "hue": "40"}


def test_a_site_whose_theme_is_its_own_folder(site: Path, put: Callable[..., None]) -> None:
    put({"theme/theme.yaml": "extends: default\n"})
    theme = find("theme", site, {}, {})
    assert [layer.label for layer in theme.layers] == ["theme", "themes/default"]


def test_a_theme_in_the_site_wins_over_a_built_in_one_of_its_name(site: Path, put: Callable[..., None]) -> None:
    put({"default/theme.yaml": ""})
    assert find("default", site, {}, {}).layers == (Layer("default", site.resolve() / "default", "default"),)


def test_a_content_folder_of_the_same_name_is_no_theme(site: Path, put: Callable[..., None]) -> None:
    put({"default/a.md": ""})
    assert find("default", site, {}, {}).layers[0].folder == BUILT_IN / "default"


# Faults.


@pytest.mark.parametrize(
    ("name", "hint"),
    [("defualt", "Did you mean `default`?"), ("xyz", "Themes that come with voicebuilder: "), ("posts", "Themes")],
)
def test_p7_no_such_theme(refused: Callable[..., list[str]], put: Callable[..., None], name: str, hint: str) -> None:
    put({"posts/a.md": ""})
    (said,) = refused(name)
    assert said.startswith(f"voicebuilder.yaml:3:1: error: there is no theme `{name}`. {hint}")


@pytest.mark.parametrize(
    "name", ["../outside", "{outside}", "themes/../../outside", ".", "..", "/", "link", "default/partials"]
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
    assert refused("default") == ["theme: error: this link leads out of the site folder. Copy the folder here instead."]


def test_overrides_may_be_a_link_inside_the_site(site: Path, put: Callable[..., None]) -> None:
    put({"looks/mine/post.html": ""})
    (site / "theme").symlink_to("looks/mine")
    assert [layer.label for layer in find("default", site, {}, {}).layers] == ["theme", "themes/default"]


def test_p7_a_theme_that_extends_none(put: Callable[..., None], refused: Callable[..., list[str]]) -> None:
    put({"mine/theme.yaml": "name: mine\nextends: defualt\n"})
    (said,) = refused("mine")
    assert said == "mine/theme.yaml:2:1: error: there is no theme `defualt`. Did you mean `default`?"


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
            "nmae: x\nextend: default\n",
            ["1:1: error: unknown key `nmae`.", "2:1: error: unknown key `extend`. Did you mean `extends`?"],
        ),
        ("options: [a]\n", ["1:1: error: `options` must be"]),
        ("name: x\nextends: [a]\n", ["2:1: error: `extends` must be"]),
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


def test_p7_options_that_the_theme_does_not_have(refused: Callable[..., list[str]]) -> None:
    first, second = refused("default", {"hue": "40", "huue": "40", "xyz": "1"})
    assert first == "voicebuilder.yaml:6:3: error: the theme has no option `huue`. Did you mean `hue`?"
    assert second.startswith("voicebuilder.yaml:7:3: error: the theme has no option `xyz`. It has: ")
