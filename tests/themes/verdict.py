"""How a judge of many pages tells what it found: each fault on a line, and no stack of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def clean(found: Mapping[str, Sequence[Any]]) -> None:
    """Fail unless no page has a fault.

    Args:
        found: What was looked at -> its faults.
    """
    faults = [f"{where}: {fault}" for where, its in found.items() for fault in its]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
