"""The program with one room more: a copy of its tree, one folder, one pack and one line laid into it.

Nothing else of the copy is touched, and nothing of the program itself. Whoever runs ``warifu`` from the copy has the
room of berths, which is invented.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SRC = ROOT / "src"
ROOM, PACK = Path("warifu/rooms/berth"), Path("warifu/packs/gb-jp/berths")
JOINS = Path("warifu/node/open.py")
LINE = '    "berth",\n'


def grown(folder: Path) -> Path:
    """Copy the program into a folder and join the room of berths there; returns the folder to import from."""
    tree = folder / "tree"
    shutil.copytree(SRC / "warifu", tree / "warifu")
    shutil.copytree(HERE / "berth", tree / ROOM)
    shutil.copytree(HERE / "berths", tree / PACK)
    joins = tree / JOINS
    before, begins, after = joins.read_text(encoding="utf-8").partition("ROOMS = joined(\n")
    rooms, ends, rest = after.partition(")\n")
    joins.write_text(f"{before}{begins}{rooms}{LINE}{ends}{rest}", encoding="utf-8")
    return tree


class Program:
    """The program of a tree, run as processes: ``warifu`` at the terminal, and scripts beside it.

    What is compiled once serves all of them: it is kept in the tree, which is the trial's own.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.tree = folder, grown(folder)

    def environ(self, **more: str) -> dict[str, str]:
        """Where it runs: it imports from the tree first."""
        kept = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        paths = os.pathsep.join([str(self.tree), str(ROOT)])
        return kept | {"PYTHONPATH": paths} | more

    def begin(self, words: list[str], **more: str) -> subprocess.Popen[str]:
        """Start a process."""
        return subprocess.Popen(
            [sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            env=self.environ(**more), cwd=self.folder,
        )  # fmt: skip

    def script(self, name: str, *words: str) -> Any:
        """Run a script of this folder to its end and read what it says as JSON."""
        return json.loads(ended(self.begin([str(HERE / name), *words])))


def ended(process: subprocess.Popen[str], status: int = 0) -> str:
    """Wait until a process ends as it should and return what it said; where that is a refusal, to either stream."""
    said, wrong = process.communicate(timeout=120)
    assert process.returncode == status, f"{process.args}\n{said}\n{wrong}"
    assert "Traceback" not in wrong, wrong
    return said + wrong if status else said


class Desk:
    """One nation's folder, and what is typed there."""

    def __init__(self, program: Program, node: Path, passphrase: str) -> None:
        self.program, self.node, self.passphrase = program, node, passphrase

    def begin(self, *words: object, language: str = "en") -> subprocess.Popen[str]:
        """Type a command and do not wait for it."""
        command = ["-c", "from warifu.doors.cli import main; main()", *map(str, words)]
        return self.program.begin(
            command, WARIFU_NODE=str(self.node), WARIFU_PASSPHRASE=self.passphrase, WARIFU_LANG=language
        )

    def say(self, *words: object, language: str = "en", status: int = 0) -> str:
        """Type a command and return what it answers."""
        return ended(self.begin(*words, language=language), status)

    def draft(self, name: str, text: str) -> Path:
        """Write a draft into a file."""
        file = self.node.parent / name
        file.write_text(text, encoding="utf-8")
        return file
