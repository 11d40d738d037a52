"""The frame of the whole command line: whatever a command does or raises, somebody reads how it ended, and in what language.

Law: exit status tells the truth: 0 done, 1 refused by a rule or an error named in a sentence, 2 a wrong command line, 130
ended by Ctrl-C. With ``--json`` standard output is one document, whichever of these it is. A command raises; the house tells:
nobody sees a trace. What nobody foresaw is told as a fault of ours, with its place in the program, and never as done; with
``WARIFU_TRACE`` set it is raised as it came. A stream that is closed, full or of another alphabet spoils nothing that was done.
"""

from __future__ import annotations

import errno
import io
import os
import re
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from django.db.utils import Error as DatabaseTroubleError
from typer import Abort, Exit
from typer._click import exceptions as wrong
from typer.core import TyperGroup

from warifu.core.errors import StoreError, ValueTroubleError, WarifuError
from warifu.doors import sentences
from warifu.doors.cli.base import err, fail, language, say, show
from warifu.doors.files import legible, of_system
from warifu.record.trouble import code_of

_PROGRAM = Path(__file__).parents[2]
_JSON = "--json"
_MISUSED, _STOPPED = 2, 1


class House(TyperGroup):
    """The whole command line."""

    def main(self, args: Sequence[str] | None = None, standalone_mode: bool = True, **more: Any) -> Any:  # type: ignore[override]
        """Run the command line; ends the process with its status, unless another program asks as itself."""
        told = list(sys.argv[1:] if args is None else args)
        _open_streams()
        _list_in_readers_language(self)
        if not standalone_mode:
            return super().main(told, standalone_mode=False, **more)
        as_json = _JSON in told[: told.index("--") if "--" in told else None]
        try:
            ended = super().main(told, standalone_mode=False, obj=as_json, **more)
            status = ended if isinstance(ended, int) else 0
        except wrong.NoArgsIsHelpError:
            status = _MISUSED
        except wrong.UsageError as trouble:
            status = _misused(trouble, as_json=as_json)
        except Abort:
            err.print(say("\nended before it was done", "\n完了前に終了した"))
            status = _STOPPED
        except OSError as trouble:  # of the streams: all else was told
            status = _unheard(trouble)
        sys.exit(_told_to_the_end(status))

    def invoke(self, ctx: Any) -> Any:
        """Run the command and tell what went wrong."""
        try:
            return super().invoke(ctx)
        except (wrong.ClickException, Exit, Abort):
            raise
        except WarifuError as trouble:
            fail(trouble, as_json=bool(ctx.obj))
        except OSError as trouble:
            if trouble.errno == errno.EPIPE:
                raise  # who read what we print has gone: there is nobody to be told
            fail(of_system(trouble), as_json=bool(ctx.obj))
        except DatabaseTroubleError as trouble:
            fail(StoreError(code_of(trouble), "", trouble=type(trouble).__name__), as_json=bool(ctx.obj))
        except UnicodeEncodeError as trouble:  # only a command line brings bytes that are no letters so far
            fail(ValueTroubleError("usage.no_letters", legible(trouble.object)[:_LONGEST]), as_json=bool(ctx.obj))
        except Exception as trouble:
            if os.environ.get("WARIFU_TRACE"):
                raise
            fail(_fault(trouble), as_json=bool(ctx.obj))


def _fault(trouble: Exception) -> WarifuError:
    """Return what nobody foresaw as an error that names the kind and the place, and quotes nothing."""
    steps = [
        each for each in traceback.extract_tb(trouble.__traceback__) if Path(each.filename).is_relative_to(_PROGRAM)
    ]
    where = f"{Path(steps[-1].filename).relative_to(_PROGRAM)}:{steps[-1].lineno}" if steps else ""
    return WarifuError("program.fault", where, trouble=type(trouble).__name__)


# --- a wrong command line ---------------------------------------------------------------------------------------------


class _Pattern(NamedTuple):
    """What the library says of a wrong command line, and our code for it; its first group is what it speaks of."""

    words: re.Pattern[str]
    code: str


_PATTERNS = (
    _Pattern(re.compile(r"No such command '(.*?)'\.", re.DOTALL), "usage.no_such_command"),
    _Pattern(re.compile(r"No such option:? (\S+)", re.DOTALL), "usage.no_such_option"),
    _Pattern(re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", re.DOTALL), "usage.too_many"),
    _Pattern(re.compile(r"Option '?(.+?)'? requires an argument", re.DOTALL), "usage.without_value"),
    _Pattern(re.compile(r"(Missing command)"), "usage.no_command"),
)
_INTEGER = re.compile("valid integer")
_LONGEST = 200


def _misused(trouble: wrong.UsageError, *, as_json: bool) -> int:
    """Tell what is wrong with a command line, and return its status."""
    found = _of_usage(trouble)
    if as_json:
        both = {lang: sentences.of_error(found, lang) for lang in ("en", "ja")}
        show({"error": found.code, "where": found.where, "figures": found.figures} | both, as_json=True)
        return _MISUSED
    if trouble.ctx is not None:
        err.print(trouble.ctx.get_usage().replace("Usage:", say("Usage:", "書式:"), 1))
    err.print(sentences.of_error(found, language()))
    return _MISUSED


def _of_usage(trouble: wrong.UsageError) -> WarifuError:
    """Return a wrong command line as an error of ours: which command, which option, what is wrong with it."""
    command = trouble.ctx.command_path if trouble.ctx is not None else "warifu"
    if isinstance(trouble, wrong.BadParameter):
        what = _name_of(trouble.param) if trouble.param else ""
        if isinstance(trouble, wrong.MissingParameter):
            return ValueTroubleError("usage.missing", command, what=what)
        if what and not _INTEGER.search(trouble.message):
            return ValueTroubleError("usage.value", command, what=what, trouble=trouble.message[:_LONGEST])
        if what:
            return ValueTroubleError("usage.no_whole_number", command, what=what)
    for pattern in _PATTERNS:
        matched = pattern.words.search(trouble.message)
        if matched:
            return ValueTroubleError(pattern.code, command, what=matched[1][:_LONGEST])
    return ValueTroubleError("usage.said", command, trouble=trouble.message[:_LONGEST])


def _name_of(param: Any) -> str:
    """Return how a parameter is written: ``--peer``, or an argument in capitals."""
    return str(param.opts[-1] if param.param_type_name == "option" else (param.metavar or param.name).upper())


# --- streams ----------------------------------------------------------------------------------------------------------


def _open_streams() -> None:
    """Have standard streams that take every letter, also where they were closed: then what is said is lost, no more."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # else a database would be opened in the place of a stream
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115  it lasts as long as the process
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  the same
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  the same
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _told_to_the_end(status: int) -> int:
    """Write out what is still to be said; a full disk behind the stream is a failure, and so is a reader who went."""
    try:
        sys.stdout.flush()
    except OSError as trouble:
        unheard = _unheard(trouble)  # also where the command failed: what it said of that may have gone the same way
        return status or unheard
    return status


def _unheard(trouble: OSError) -> int:
    """Say on the other stream that what was to be read was not written; nothing more goes into this one.

    What is left in it goes nowhere: else the interpreter would end with a status of its own.
    """
    with suppress(OSError, ValueError, io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if trouble.errno != errno.EPIPE:
        with suppress(OSError):
            err.print(sentences.of_error(of_system(trouble, "stdout"), language()))
    return _STOPPED


def _list_in_readers_language(group: Any) -> None:
    """Let lists of commands be in the reader's language; the help of each command stands in both."""
    for each in group.commands.values():
        words = (each.help or "").split("\n\n")
        each.short_help = words[1] if language() == "ja" and len(words) > 1 else words[0]
        if hasattr(each, "commands"):
            _list_in_readers_language(each)
