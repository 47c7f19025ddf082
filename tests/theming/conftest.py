from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder import config, theming
from voicebuilder.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conftest import Site


@pytest.fixture(scope="session")
def said(make_site: Callable[..., Site]) -> Callable[[Mapping[str, str | bytes]], list[str]]:
    """Everything that `theme check` says of a site of these files, by file and line."""

    def check(files: Mapping[str, str | bytes]) -> list[str]:
        report = Report()
        theming.check(config.load(make_site(files).folder), report)
        problems = [*report.errors, *report.warnings]
        return [str(problem) for problem in sorted(problems, key=lambda one: (one.path, one.line, one.message))]

    return check
