"""P4, for the eyes of the writer: what a preview shows is what a build makes, whatever was saved before."""

from __future__ import annotations

import pytest
from tests.warm.previewed import Previewed
from tests.warm.story import play

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.mark.parametrize("number", range(2))
def test_p4_a_preview_shows_what_a_build_makes(number: int) -> None:
    tally = play(number, steps=500, story=Previewed)
    assert tally["builds"] > 100
