"""Measure what the project promises and print it as a table and as JSON.

    python -m tests.bench [--only NAME …] [--json FILE]

Every speed is a ratio to something measured in the same run on the same cores. ``WARIFU_REGISTERS`` may name a folder
with ``gb.*``, ``jp.*`` and ``truth.csv``; without it the registers are those that the tests generate.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FIGURES = ("intake", "own", "sizes", "balance", "memory", "registers", "pages", "decisions", "registry")
"""Modules beside this one; each is brought in when it is run, for one of them needs parts of its own."""


def main() -> None:
    """Run the chosen figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=FIGURES, choices=FIGURES)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    found: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    }
    print(found["machine"])
    for name in told.only:
        print(f"\n== {name}")
        found[name] = import_module(f"tests.bench.{name}").measure()
        for what, value in found[name].items():
            print(f"  {what:<72} {value}")
    if told.json:
        told.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
