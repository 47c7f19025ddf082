"""A room imports only lower floors, and a dependency has one door (docs/architecture.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "voicebuilder"

FLOORS = (
    ("errors", "report", "text"),
    ("model", "config", "markup", "memo", "workers"),
    ("kinds", "routes", "feeds", "signup", "media", "search", "theme", "output"),
    ("content", "render"),
    ("build", "renewal", "revision", "scaffold"),
    ("preview", "theming"),
    ("cli",),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# Sisters on one floor may not meet, but for these.
ALLOWED_SISTERS = {
    ("report", "errors"),
    ("errors", "text"),
    ("report", "text"),
    ("build", "renewal"),
    ("revision", "build"),
}

# Each library is imported by this module only (`ruff` and friends aside, everything else is the standard library).
DOORS = {
    "markdown_it": {"markup"},
    "mdit_py_plugins": {"markup"},
    "linkify_it": {"markup"},
    "pygments": {"markup/highlight"},
    "yaml": {"config/yaml", "config/yaml_hints"},
    "tomllib": {"config/toml"},
    "jinja2": {"render/templates", "render/mentions"},
    "markupsafe": {"render/templates"},
    "babel": {"theme/locales"},
    "coloraide": {"theme/contrast"},
    "rcssmin": {"theme/minify"},
    "PIL": {"media/pixels"},
    "pillow_heif": {"media/pixels"},
    "uharfbuzz": {"media/pixels/letters"},
    "mutagen": {"media/recordings"},
    "pagefind_bin": {"search/indexer"},
    "feedgen": {"feeds/feedgen_door"},
    "lxml": {"feeds/feedgen_door", "theming/reading"},
    "msgspec": {"config/fields", "config/schema", "memo"},
    "starlette": {"preview/serving/application"},
    "uvicorn": {"preview/serving/server"},
    "watchdog": {"preview/watching/events"},
    "click": {"cli"},
    "rich": {"cli/console"},
}


def modules() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    """Every imported module, also inside functions and for typing only."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the room"
            # `from voicebuilder import content` imports the room `content`.
            deep = node.module == "voicebuilder"
            found += [f"{node.module}.{alias.name}" for alias in node.names] if deep else [node.module or ""]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SRC).as_posix())
def test_imports_only_lower_floors(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    assert room in FLOOR, f"{room} is on no floor; add it to the table here and in docs/architecture.md"
    for name in imports(path):
        if not name.startswith("voicebuilder."):
            continue
        other = name.split(".")[1]
        if other in ("__version__", room):
            continue
        allowed = FLOOR[other] < FLOOR[room] or (room, other) in ALLOWED_SISTERS
        assert allowed, f"{path.relative_to(SRC)} (floor {FLOOR[room]}) imports {other} (floor {FLOOR[other]})"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SRC).as_posix())
def test_each_dependency_has_one_door(path: Path) -> None:
    here = path.relative_to(SRC).with_suffix("").as_posix()
    for name in imports(path):
        top = name.split(".")[0]
        doors = DOORS.get(top)
        if doors is not None:
            is_door = any(here == door or here.startswith(f"{door}/") for door in doors)
            assert is_door, f"{here} imports {top}, whose door is {', '.join(sorted(doors))}"


def test_floor_0_is_standard_library_only() -> None:
    import sys

    for path in modules():
        if FLOOR.get(room_of(path)) == 0:
            for name in imports(path):
                top = name.split(".")[0]
                assert top in sys.stdlib_module_names or top in ("voicebuilder", "__future__"), f"{path} imports {name}"


def test_no_room_is_named_for_nothing() -> None:
    for path in modules():
        for word in ("utils", "helpers", "common", "manager"):
            assert word not in path.relative_to(SRC).as_posix()
