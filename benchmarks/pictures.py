"""`python -m benchmarks.pictures`: what pictures cost a build, beside what their encoders alone cost.

In: options. Out: a table on stdout. Ends with 1 where the build made other pictures than the encoders alone did, or a
warm build made any; with 3 where it cannot run. What it makes stays in `.cache/` beside this file.

Encoders alone are a loop around Pillow, on all cores: open a photograph, make it smaller, save it, nine times in all.
The build does the same within a site whose `photos/` holds the photographs; its time counts from start to end. They
take turns. A build that is not timed goes ahead: it is weighed, and brings the photographs into the system's cache.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageChops, ImageDraw

from benchmarks import layouts, machine, programs
from benchmarks.figures import table
from benchmarks.layouts import OURS
from benchmarks.meter import RunError, timed, weighed
from benchmarks.rounds import say

if TYPE_CHECKING:
    from collections.abc import Sequence

CACHE = Path(__file__).resolve().parent / ".cache"
SEED = 1
_CONFIG = "title: Bench\nurl: https://example.org/\nauthor: {name: A Writer}\n"
_KEPT = ".voicebuilder"
_ASPECT = 4 / 3
# Photographs are cut out of one that is larger by this part of its sides, each at another place.
_MARGIN = 0.1
# The config's defaults, and what the encoders are asked for at its quality of 70. That both sides made the same
# pictures is looked at in the end: bytes may differ by this part.
_WIDTHS: Final = (1600, 960, 480)
_SAVED: Final[dict[str, dict[str, Any]]] = {
    "avif": {"quality": 63, "speed": 8, "subsampling": "4:2:0", "max_threads": 1},
    "webp": {"quality": 80, "method": 4},
    "jpeg": {"quality": 78, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
}
_GAP = 3.0
_SAME = 0.02
_LEAST = 2


@dataclass(slots=True)
class Times:
    """Seconds, of every round.

    Attributes:
        bare: Encoders alone.
        cold: A build that makes all pictures.
        warm: A build after it.
    """

    bare: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)


def main() -> None:
    """Measure what the options ask for."""
    options = _options()
    if warning := machine.busy():
        say(warning)
    site = CACHE / "sites" / f"pictures-{options.count}-{options.megapixels:g}"
    photos = _site(site, options.count, options.megapixels)
    try:
        sys.exit(_measure(site, photos, options.rounds))
    except RunError as error:
        say(str(error))
        sys.exit(3)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures", description="Time builds with photographs.")
    parser.add_argument("--count", type=int, default=60, help="photographs")
    parser.add_argument("--megapixels", type=float, default=12, help="of each")
    parser.add_argument("--rounds", type=int, default=3, help="timed runs of each")
    options = parser.parse_args()
    if options.megapixels < _LEAST:
        parser.error(f"smaller than {_LEAST} megapixels, a photograph is narrower than the widest variant")
    return options


def _site(site: Path, count: int, megapixels: float) -> list[Path]:
    """A site with so many photographs, made unless it is there."""
    folder = site / "photos"
    photos = [folder / f"photo-{number}.jpg" for number in range(count)]
    if all(photo.exists() for photo in photos):
        return photos
    shutil.rmtree(site, ignore_errors=True)
    folder.mkdir(parents=True)
    (site / "voicebuilder.yaml").write_text(_CONFIG, "utf-8")
    width, height = round((megapixels * 1e6 * _ASPECT) ** 0.5), round((megapixels * 1e6 / _ASPECT) ** 0.5)
    say(f"making {count} photographs of {width} by {height}")
    chance = Random(SEED)  # noqa: S311 -- sample pictures, no secret
    scene = _scene(round(width * (1 + _MARGIN)), round(height * (1 + _MARGIN)), chance)
    for number, photo in enumerate(photos):
        left, top = chance.randint(0, scene.width - width), chance.randint(0, scene.height - height)
        picture = scene.crop((left, top, left + width, top + height))
        picture.save(photo, "JPEG", quality=90, exif=_exif(number))
    return photos


def _scene(width: int, height: int, chance: Random) -> Image.Image:
    """Skies and edges, rough surfaces of every fineness, and a sensor's noise: as hard to encode as photographs are."""
    down = Image.linear_gradient("L")
    across = down.transpose(Image.Transpose.ROTATE_90)
    scene = Image.merge("RGB", (Image.radial_gradient("L"), down, across)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    drawing = ImageDraw.Draw(scene)
    for _ in range(300):
        x, y, side = chance.randrange(width), chance.randrange(height), chance.randrange(20, width // 6)
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        draw = drawing.ellipse if chance.random() < 0.5 else drawing.rectangle
        draw((x, y, x + side, y + chance.randrange(20, side + 20)), fill=colour)
    for size in (2, 4, 8, 16, 64):
        sides = (width // size + 1, height // size + 1)
        rough = Image.frombytes("L", sides, chance.randbytes(sides[0] * sides[1]))
        # Bytes around 128, to be added and taken away.
        soft = rough.point(lambda value: 128 + (value - 128) // 8).resize((width, height), Image.Resampling.BICUBIC)
        scene = ImageChops.add(scene, soft.convert("RGB"), offset=-128)
    return scene


def _exif(number: int) -> Image.Exif:
    """When and where, as phones write it."""
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8769)[0x9003] = f"2026:01:{1 + number % 28:02} 12:{number // 28 % 60:02}:00"
    exif.get_ifd(0x8825)[29] = "2026:01:01"
    return exif


def _measure(site: Path, photos: Sequence[Path], rounds: int) -> int:
    build, times, bare = programs.ours().command, Times(), site.with_name(f"{site.name}-bare")
    layouts.wipe(OURS, site)
    memory = weighed(build, site)
    for _ in range(rounds):
        shutil.rmtree(bare, ignore_errors=True)
        times.bare.append(_encode_alone(photos, bare))
        layouts.wipe(OURS, site)
        times.cold.append(timed(build, site).wall)
        made = _files(site / _KEPT)
        times.warm.append(timed(build, site).wall)
        again = len(_files(site / _KEPT).items() - made.items())
        say(f"alone {times.bare[-1]:.1f} s, cold {times.cold[-1]:.1f} s, warm {times.warm[-1]:.2f} s")
    return _tell(times, (_files(bare), made), (again, memory, len(photos)))


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every picture, its bytes and when it was written."""
    found = ((path, path.stat()) for path in folder.rglob("*") if path.suffix[1:] in _SAVED)
    return {path: (status.st_size, status.st_mtime_ns) for path, status in found}


def _encode_alone(photos: Sequence[Path], folder: Path) -> float:
    folder.mkdir(parents=True)
    # What the runs before have written would reach the disk during this one.
    os.sync()
    began = time.perf_counter()
    with multiprocessing.Pool(os.cpu_count()) as pool:
        pool.map(partial(_encode, folder), photos, 1)
    return time.perf_counter() - began


def _encode(folder: Path, photo: Path) -> None:
    with Image.open(photo) as opened:
        picture = opened.convert("RGB")
    for width in _WIDTHS:
        size = (width, round(picture.height * width / picture.width))
        small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP)
        small.info = {}
        for name, how in _SAVED.items():
            small.save(folder / f"{photo.stem}-{width}.{name}", name, **how)


def _tell(times: Times, made: tuple[dict[Path, tuple[int, int]], ...], more: tuple[int, int, int]) -> int:
    again, memory, count = more
    bare, cold, warm = (median(series) for series in (times.bare, times.cold, times.warm))
    rows = [
        ("encoders alone, all cores", f"{bare:.1f} s", "1"),
        ("cold build", f"{cold:.1f} s", f"{cold / bare:.2f}"),
        ("warm build", f"{warm:.2f} s", f"{warm / bare:.3f}"),
    ]
    say(machine.description())
    say("\n".join(table((f"{count} photographs", "time", "ratio"), rows)))
    (files, weight), (our_files, our_weight) = ((len(some), sum(size for size, _ in some.values())) for some in made)
    say(f"{our_files} files of {our_weight / 1e6:.1f} MB; encoders alone {files} of {weight / 1e6:.1f} MB")
    say(f"{again} files encoded in the warm build; peak of memory of the cold one {memory / 1e6:.0f} MB")
    is_same = files == our_files and abs(weight - our_weight) <= _SAME * weight
    if not is_same:
        say("The build made other pictures than the encoders alone: the ratio says nothing.")
    return 0 if is_same and not again else 1


if __name__ == "__main__":
    main()
