"""Files and functions stay small enough to read at one sitting, and say what they are for."""

from __future__ import annotations

import ast
import statistics

from tests.manners.house import dotted, functions, none_of, python_files, sources

FUNCTION_LINES = 60
FILE_LINES = 400
PARAMETERS = 5


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_function_is_longer_than_a_page():
    none_of(
        [
            f"{source.place}:{function.lineno} {function.name} has {_length(function)} lines"
            for source in python_files()
            for function in functions(source.tree)
            if _length(function) > FUNCTION_LINES
        ],
        f"A function has at most {FUNCTION_LINES} lines",
    )


def test_no_file_is_longer_than_one_reads():
    none_of(
        [
            f"{source.place} has {lines} lines"
            for source in sources()
            if (lines := source.text.count("\n")) > FILE_LINES
        ],
        f"A file has at most {FILE_LINES} lines",
    )


def test_functions_are_short_as_a_habit():
    lengths = [_length(function) for source in sources() for function in functions(source.tree)]
    assert statistics.median(lengths) <= 12


def test_no_function_asks_for_more_than_a_hand_can_hold():
    none_of(
        [
            f"{source.place}:{function.lineno} {function.name} takes {asked}"
            for source in sources()
            for function in functions(source.tree)
            if (asked := _asked(function)) > PARAMETERS and not _is_a_command(source.floor, function)
        ],
        f"A function takes at most {PARAMETERS} parameters; put what belongs together into a Struct",
    )


def _asked(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Parameters that a caller fills: not self, not cls, not the rest of the arguments."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return len(names) - (bool(names) and names[0] in {"self", "cls"})


def _is_a_command(floor: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the parameters are the options of a command, as typer reads them off their annotations."""
    hints = [each.annotation for each in (*function.args.args, *function.args.kwonlyargs)]
    return floor == "doors" and any(
        (isinstance(hint, ast.Subscript) and dotted(hint.value) == "Annotated")
        or (isinstance(hint, ast.Name) and hint.id.endswith("Option"))  # one that commands share (``doors.cli.base``)
        for hint in hints
    )


def test_every_module_states_its_law():
    none_of(
        [source.place for source in python_files() if not (ast.get_docstring(source.tree) or "").strip()],
        "A module begins with a docstring: its law and its place on the path",
    )


def test_everything_public_says_what_it_is():
    none_of(
        [
            f"{source.place}:{node.lineno} {node.name}"
            for source in sources()
            for node in source.tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ],
        "A public function or class has a docstring of at least one sentence",
    )
