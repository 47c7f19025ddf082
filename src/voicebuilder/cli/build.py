"""`voicebuilder build`: the site, published as a whole or not at all."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voicebuilder.cli.console import Console, show, show_warnings
from voicebuilder.errors import ContentError, ExitCode, Problem, UsageError, VoicebuilderError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from voicebuilder.build import Outcome
    from voicebuilder.report import Report


@click.command("build", help="Build the site in the folder SITE (the current one when not given).")
@click.argument("site", type=click.Path(path_type=Path), default=".")
@click.option("--output", type=click.Path(path_type=Path), help="Folder for the built site, instead of the config's.")
@click.option("--drafts", is_flag=True, help="Include drafts and scheduled entries. Not for publishing.")
@click.option("--now", metavar="TIME", help="Build as at this time (also: SOURCE_DATE_EPOCH).")
@click.option("--base-url", metavar="URL", help="Where the site will live, instead of the config's `url`.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes to use (0: as many as pay).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object about the build on stdout.")
def command(site: Path, **options: Any) -> int:
    """Build a site."""
    began = time.monotonic()
    report = Console(strict=options["strict"])
    outcome: Outcome | None = None
    failure: VoicebuilderError | None = None
    try:
        outcome = _build(site, options, report)
    except VoicebuilderError as error:
        failure = error
    seconds = time.monotonic() - began
    if options["as_json"]:
        print(json.dumps(_summary(outcome, failure, report, seconds), ensure_ascii=False))
    else:
        _tell(outcome, failure, report, seconds)
    return int(failure.exit_code if failure else ExitCode.DONE)


def _build(site: Path, options: dict[str, Any], report: Report) -> Outcome:
    from voicebuilder import build, config

    output = options["output"]
    overrides = config.Overrides(options["base_url"], output.absolute() if output else None)
    asked = config.load(site, overrides)
    return build.build(
        asked, build.Options(clock(options["now"], asked.zone), options["drafts"], options["jobs"]), report
    )


def clock(given: str | None, zone: ZoneInfo) -> datetime:
    """The time to build as at: `--now`, else SOURCE_DATE_EPOCH, else the machine's.

    Raises:
        UsageError: What was given is no time.
    """
    from voicebuilder.text.dates import DateError, parse_moment

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if given is not None:
        try:
            return parse_moment(given, zone)[0]
        except DateError as error:
            raise UsageError(Problem(f"`--now {given}` is no time: {error}", "Write --now 2026-11-22T15:30")) from None
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise UsageError(Problem(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch}")) from None
    return datetime.now(UTC)


def _summary(
    outcome: Outcome | None, failure: VoicebuilderError | None, report: Report, seconds: float
) -> dict[str, Any]:
    counts = dataclasses.asdict(outcome) if outcome else dict.fromkeys(("pages", "written", "unchanged", "removed"), 0)
    errors = failure.problems if failure else ()
    return {
        **counts,
        "seconds": round(seconds, 3),
        "warnings": [_as_json(problem) for problem in report.warnings],
        "errors": [_as_json(problem) for problem in errors],
    }


def _as_json(problem: Problem) -> dict[str, Any]:
    return {**dataclasses.asdict(problem), "severity": problem.severity.value, "text": str(problem)}


def _tell(outcome: Outcome | None, failure: VoicebuilderError | None, report: Report, seconds: float) -> None:
    show_warnings(report)
    if failure is not None:
        show(list(failure.problems))
        if isinstance(failure, ContentError):
            count = len(failure.problems)
            print(f"{count} error{'s' * (count != 1)}; nothing was published.", file=sys.stderr)
        return
    if outcome is not None:
        changed = f"{outcome.written} written, {outcome.unchanged} unchanged, {outcome.removed} removed"
        print(f"{outcome.pages} pages in {seconds:.1f} s: {changed}.", file=sys.stderr)
