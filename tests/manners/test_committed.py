"""What is committed is ours, finished, and true on any machine."""

from __future__ import annotations

import re

import pytest

from tests.manners.house import ROOT, files, none_of

# One letter of each word stands in brackets, so that this file does not offend itself.
REGISTRY = re.compile(r"(?i)(py[p]i|files\.python[h]osted|registry\.npm[j]s|npm[j]s|deb\.deb[i]an)\.(org|com)")
MACHINE = re.compile(r"(^|[^A-Za-z0-9_.])/(wor[k]|roo[t]|tm[p]|far[m])(/|\b)")
UNFINISHED = re.compile(
    r"\b(TOD[O]|FIXM[E]|raise NotImplemented[E]rror|pragma: no[ ]cover)\b|#.*\bXX[X]\b"
    r"|pytest\.mark\.(ski[p]|xfai[l])|pytest\.(ski[p]|xfai[l]|importorski[p])\("
)
FOREIGN = re.compile(r"(?i)cop[y]right (\(c\)|©|[0-9]{4})|@lic[e]nse|spdx-lic[e]nse-identifier: (?!apache-2\.0)")

NOT_SOURCE = {".woff", ".woff2", ".ttf", ".otf", ".jar", ".so", ".dll", ".exe", ".whl", ".pyc", ".map"}


def _lines(*suffixes: str):
    for path in files():
        if suffixes and path.suffix not in suffixes:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # golden bytes, a workbook, a dictionary
        for number, line in enumerate(text.splitlines(), start=1):
            yield path.relative_to(ROOT).as_posix(), number, line


def _found(pattern: re.Pattern[str], *suffixes: str, but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{place}:{number} {line.strip()[:120]}"
        for place, number, line in _lines(*suffixes)
        if place not in but and pattern.search(line)
    ]


def test_no_registry_is_named():
    none_of(_found(REGISTRY), "No committed file names the host of a package registry")


def test_no_path_of_one_machine_stands_anywhere():
    none_of(_found(MACHINE), "No committed file names a folder of the machine it was written on")


def test_nothing_is_left_open():
    none_of(_found(UNFINISHED, ".py", ".toml", ".md"), "Finish it, or say in the change log what is missing")


def test_no_code_of_others_lies_here():
    none_of(_found(FOREIGN, but=("LICENSE",)), "Parts of others are installed at set-up, never committed")
    none_of(
        [
            path.relative_to(ROOT).as_posix()
            for path in files()
            if path.suffix in NOT_SOURCE or path.name.endswith((".min.js", ".min.css")) or "node_modules" in path.parts
        ],
        "Fonts, built files and programs are installed at set-up, never committed",
    )


def test_no_file_is_huge():
    none_of(
        [path.relative_to(ROOT).as_posix() for path in files() if path.stat().st_size > 1024 * 1024],
        "A committed file is smaller than a mebibyte",
    )


def test_every_pin_is_checked_by_hash():
    for name in ("runtime", "postgres", "dev", "oracle"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pins = re.findall(r"(?m)^[a-z0-9][a-z0-9._-]*==\S+(?: ; [^\\]+)? \\\n    --hash=sha256:", text)
        named = re.findall(r"(?m)^[a-z0-9]", text)
        assert len(pins) == len(named) > 5, name


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRY, "index-url = https://py~pi.org/simple"),
        (MACHINE, 'open("/wo~rk/main/x")'),
        (MACHINE, "cd /tm~p"),
        (UNFINISHED, "# TO~DO later"),
        (UNFINISHED, "@pytest.mark.xf~ail"),
        (FOREIGN, "/* Copy~right (c) 2019 Somebody */"),
    ],
)
def test_a_planted_offence_is_found(pattern, line):
    assert pattern.search(line.replace("~", ""))


@pytest.mark.parametrize("line", ["make demo", "https://example.org/work/here", "a/tmp_folder", "framework/"])
def test_an_honest_line_passes(line):
    assert not any(pattern.search(line) for pattern in (REGISTRY, UNFINISHED, FOREIGN))
