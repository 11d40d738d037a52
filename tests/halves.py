"""Run every test in two processes side by side: pages, browsers and paper in one, all the rest in the other.

``python -m tests.halves [pytest's options]``. The second half is all of ``tests`` without the paths of the first, so
that nothing can be left out. What the second says is shown when the first has ended; the worse exit status counts.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile

FIRST = (
    "tests/doors/web", "tests/browser", "tests/scenarios", "tests/doors/paper", "tests/toy",
    "tests/doors/test_audit_pack.py", "tests/doors/test_demo.py",
)  # fmt: skip


def main(options: list[str]) -> int:
    """Run both halves; returns 0 where both passed."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    with tempfile.TemporaryFile("w+") as said:
        rest = subprocess.Popen([*command, "tests", *(f"--ignore={each}" for each in FIRST)], stdout=said, stderr=said)
        try:
            first = subprocess.call([*command, *FIRST])
            second = rest.wait()
        finally:
            rest.terminate()
            rest.wait()
        said.seek(0)
        sys.stdout.write(said.read())
    return 1 if first or second else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
