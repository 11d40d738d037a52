"""Pin every part with its hashes: `make lock`. The pins name no registry: the machine's own client says where from.

Five files, one for each purpose: what runs, what runs against PostgreSQL, what changes Warifu, what judges it from
outside, what it is measured against.
"""

from __future__ import annotations

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = str(HERE.parent / "pyproject.toml")

# file -> (what it is for, what uv is asked)
WANTED = {
    "runtime.txt": ("What runs a node on SQLite", [PROJECT]),
    "postgres.txt": ("What runs a node on PostgreSQL", [PROJECT, "--extra", "postgres"]),
    "dev.txt": ("What runs, tests and builds Warifu", [PROJECT, "--extra", "postgres", "--group", f"{PROJECT}:dev"]),
    "oracle.txt": ("Independent judges, in an environment of their own", ["--group", f"{PROJECT}:oracle"]),
    "bench.txt": ("What decisions on access are measured against", ["--group", f"{PROJECT}:bench"]),
}

COMPILE = [
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
]


def main() -> int:
    """Write the five files; returns 0, or the exit status of the resolver."""
    for name, (purpose, asked) in WANTED.items():
        ran = subprocess.run(
            [sys.executable, "-m", "uv", *COMPILE, *asked, *sys.argv[1:]],
            check=False,
            stdout=subprocess.PIPE,
            text=True,
        )
        if ran.returncode:
            return ran.returncode
        head = f"# {purpose}. Written by `make lock` from pyproject.toml; checked by hash when installed.\n"
        (HERE / name).write_text(head + ran.stdout, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
