"""What the documents name is there: files, links, targets of make, and commands."""

from __future__ import annotations

import re
from pathlib import Path

import typer.main

from tests.manners.house import ROOT, SRC, files, none_of
from warifu.doors.cli import app

LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")
MAKE = re.compile(r"(?m)(?:^|`)make ([a-z]+)")
COMMAND = re.compile(r"(?:^|[`\s])warifu ((?:[a-z]+(?:-[a-z]+)* ?){1,2})", re.MULTILINE)
TYPED = re.compile(r"(?:^|[`\s(])warifu ([a-z](?:(?!   ).)*)", re.MULTILINE)
"""A command with what is typed behind it; three blanks begin what is said of it."""
OPTION = re.compile(r"(?<![\w-])--[a-z-]+")
MAPPED = re.compile(r"`((?:core|law|node|record|rooms|doors|packs|tests|docs|src)/[\w/.*-]*)`")


def _documents() -> list[tuple[Path, str]]:
    return [(path, path.read_text(encoding="utf-8")) for path in files() if path.suffix == ".md"]


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_link_leads_somewhere():
    none_of(
        [
            f"{_place(path)} -> {link}"
            for path, text in _documents()
            for link in LINK.findall(text)
            if not (path.parent / link).exists()
        ],
        "A link in a document leads to a file",
    )


def test_every_part_that_a_document_names_exists():
    named = [(path, part) for path, text in _documents() for part in MAPPED.findall(text)]
    assert len(named) > 50
    none_of(
        [f"{_place(path)} names {part}" for path, part in named if not _exists(part)],
        "A file that a document names is there",
    )


def _exists(part: str) -> bool:
    """Whether a path is there, below the root or ``src/warifu``; * and NAME stand for any name."""
    wanted = part.strip("/")
    if wanted.split("/")[0] in {"tests", "docs", "src"} and any(ROOT.glob(wanted)):
        return True
    below = (wanted, f"{wanted}.py", f"packs/{wanted}")
    return "NAME" in wanted or any(found for each in below for found in SRC.glob(each))


def test_every_target_that_a_document_names_is_made():
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert {"demo", "test", "quick", "check"} <= targets
    none_of(
        [
            f"{_place(path)} says make {target}"
            for path, text in _documents()
            for target in MAKE.findall(_code_of(text))
            if target not in targets
        ],
        "A target of make that a document names is in the Makefile",
    )


def test_every_command_that_a_document_names_is_there():
    known = _commands()
    assert ("log", "verify") in known
    none_of(
        [
            f"{_place(path)} says warifu {said.strip()}"
            for path, text in _documents()
            for said in COMMAND.findall(_code_of(text))
            if not _is_known(tuple(said.split()), known)
        ],
        "A command that a document names is one of the program's",
    )


def test_every_option_that_a_document_gives_a_command_is_one_of_it():
    told = [(path, said) for path, text in _documents() for said in TYPED.findall(_code_of(text))]
    assert any("--slot" in said for _, said in told)
    none_of(
        [
            f"{_place(path)} says warifu {said.strip()}: {option}"
            for path, said in told
            for option in OPTION.findall(said)
            if option not in _options(said.split())
        ],
        "An option that a document names is one of the command's",
    )


def _options(words: list[str]) -> set[str]:
    command, path = typer.main.get_command(app), list(words)
    while path and path[0] in getattr(command, "commands", {}):
        command = command.commands[path.pop(0)]
    return {"--help", *(option for each in command.params for option in (*each.opts, *each.secondary_opts))}


def _code_of(text: str) -> str:
    """What stands in back quotes or fences: words in prose are no commands."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def _commands() -> set[tuple[str, ...]]:
    group = typer.main.get_command(app)
    found: set[tuple[str, ...]] = set()
    for name, command in group.commands.items():
        found.add((name,))
        found |= {(name, each) for each in getattr(command, "commands", {})}
    return found


def _is_known(said: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    groups = {name for name, *rest in known if rest}
    return said[:2] in known or (said[:1] in known and said[0] not in groups) or (said[:1] in known and len(said) == 1)
