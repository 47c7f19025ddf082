"""The command line: options in, one call out. The only room with print and exit codes.

In: arguments. Out: an exit code (design 2.5); messages on stderr, results on stdout.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voicebuilder import __version__
from voicebuilder.errors import ExitCode, Problem, VoicebuilderError

if TYPE_CHECKING:
    from collections.abc import Sequence

# One module a command, imported when the command is asked for: `--version` must not wait for a template engine.
COMMANDS = {
    "init": "Make a new site that builds at once.",
    "new": "Write a new post, note, photo, link … or page.",
    "note": "Write a status note from the command line.",
    "build": "Build the site.",
    "preview": "See the site while you write it.",
    "serve": "The same as preview.",
    "theme": "See, check and change the theme.",
}
# Another word for a command.
ALIASES = {"serve": "preview"}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's shape
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"voicebuilder.cli.{ALIASES.get(cmd_name, cmd_name)}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a guess at what was meant."""
        if args and args[0] not in COMMANDS:
            from voicebuilder.text.spelling import closest

            near = closest(args[0], tuple(COMMANDS))
            hint = f"Did you mean `{near}`?" if near else f"Commands: {', '.join(COMMANDS)}."
            raise click.UsageError(f"There is no command `{args[0]}`. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="voicebuilder %(version)s")
@click.option("--debug", is_flag=True, help="Show a traceback when voicebuilder itself fails.")
def _root(*, debug: bool) -> None:
    """Own your voice on the web: a folder of Markdown becomes a site with feeds and a sign-up page."""
    del debug  # read from the arguments in `main`, where it is needed even when parsing fails


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    # A build makes a million small things that stay to its end. To look through them for cycles at each seven hundred
    # new ones, as Python does, takes a sixth of its time.
    gc.set_threshold(100_000)
    if sys.stderr is None:  # closed by whoever started us; `print` would write to stdout instead
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- open as long as we are
    sys.exit(run(arguments, debug="--debug" in arguments))


def run(arguments: Sequence[str], *, debug: bool) -> int:
    """Run one command; every failure becomes a message and an exit code."""
    words = [argument for argument in arguments if argument != "--debug"]
    try:
        return _invoke(words)
    except SystemExit:
        return ExitCode.MACHINE  # click ends so when whoever read our output has left
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        print("Interrupted; nothing was published.", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except VoicebuilderError as error:
        _say(error.problems)
        return error.exit_code
    except Exception as error:
        if debug:
            raise
        return _unforeseen(error)


def _invoke(words: Sequence[str]) -> int:
    code = int(_root.main(args=words, prog_name="voicebuilder", standalone_mode=False) or 0)
    if sys.stdout is not None:
        sys.stdout.flush()  # a reader who has left, or a full disk, shows here and not when the interpreter ends
    return code


def _unforeseen(error: Exception) -> ExitCode:
    if isinstance(error, BrokenPipeError):
        # Whoever read our output has left; what is still to be flushed has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.MACHINE
    if isinstance(error, OSError):
        _say([Problem(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")])
        return ExitCode.MACHINE
    text = f"voicebuilder itself failed ({type(error).__name__}: {error}); nothing was published"
    _say([Problem(text, "Please report it with what this shows: voicebuilder --debug …")])
    return ExitCode.CONTENT


def _say(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)
