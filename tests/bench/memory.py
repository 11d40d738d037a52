"""Memory: a node at rest, and the import of 100,000 register rows, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROWS = 100_000

_MOST = """
def most():
    # What ``getrusage`` gives is inherited from the process that started this one; this is of this program alone.
    return next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
"""

_REST = """
import sys
sys.path.insert(0, "tests/.."); from tests.world import World
world = World(4); world.exchange()
print(most())
"""

_IMPORT = """
import sys, pathlib
from datetime import date
from tests.world import World
from warifu.doors.registers import importing
folder = pathlib.Path(sys.argv[1])
world = World(9, addresses=(str(folder / "gb.db"), str(folder / "jp.db"))); world.exchange()
found = importing.understand(world.gb.node, "JP", folder / "large.csv", None, date(2026, 9, 21))
signed = importing.sign(world.gb.node, "JP", found, world.gb.officers["registrar"])
print(most(), found.reading.rows_read, len(signed.acts))
"""

_PAGES = """
import sys, pathlib, urllib.request
from warifu.doors.web import wsgi
from warifu.doors.web.house import House
from warifu.node import open as opening
from warifu.node.config import Config, Peer
from warifu.node.turns import Turns
folder = pathlib.Path(sys.argv[1]) / "node"; folder.mkdir()
settings = Config("GB", (Peer("JP", "http://127.0.0.1:9"),))
wsgi.prepare(folder, settings)
from warifu.doors.beginning import create
create(folder, "trial", settings, folder / "roots", 12)
node = opening.Opened(folder, "trial")
server = wsgi.serve_pages(House(node, Turns(node.node)), ("127.0.0.1", 0)); server.start()
for _ in range(20):
    urllib.request.urlopen(f"http://127.0.0.1:{server.address[1]}/account/login/").read()
server.stop()
print(most())
"""


def measure() -> dict[str, Any]:
    """Peak megabytes of both; two nodes share the process of the first, so one is less."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "large.csv")
        rest = _run(_REST, folder)[0]
        pages = _run(_PAGES, folder)[0]
        imported = _run(_IMPORT, folder)
        return {
            "two nodes at rest in one process (MB, target 200 for one)": rest,
            "a node that serves its pages (MB, target 200)": pages,
            "import of 100,000 rows, signed (MB, target 500)": imported[0],
            "rows read": imported[1],
            "acts signed": imported[2],
        }


def _write(path: Path) -> None:
    head = (
        "ACSA Order No,Date,Direction,UK unit,JSDF unit,Category,Description,Qty,UoI,Value,Curr,Activity,Place,Remarks"
    )
    with path.open("w", encoding="utf-8") as file:
        file.write(head + "\n")
        for n in range(ROWS):
            day = f"{1 + n % 28:02d}/{1 + n % 12:02d}/{2018 + n % 7}"
            file.write(
                f"UK/{n:06d},{day},{'Issued' if n % 2 else 'Received'},HMS Invented {n % 50},JS Invented {n % 40},Food,"
                f'"Rations, meals",{10 + n % 5000},EA,{100 + n % 90000},GBP,Ex INVENTED,Off Honshu,\n'
            )


def _run(program: str, folder: Path) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", _MOST + program, str(folder)], check=True, capture_output=True, text=True, timeout=1800
    )
    return [int(word) for word in done.stdout.split()]
