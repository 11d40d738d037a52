"""The pages at 100,000 orders: how long a person waits, on SQLite and on PostgreSQL; how many bytes the first view is.

The pages are served over HTTP by a process of its own, as ``warifu serve --pages`` serves them, to two clients at a
time that ask without a pause. The first view is what Chromium, with an empty cache, takes over the wire.
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.many_orders import ORDERS

WORKERS = 2
ASKED = 60
"""How often each client asks for each page."""
WARM = 4
_PATIENCE_SECONDS = 900


def measure() -> dict[str, Any]:
    """Median and 95th percentile in milliseconds and requests a second for each page; bytes of the first view."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder / "sqlite", "") as told:
            found = _timed("SQLite", told)
            found |= first_view(told)
        with _postgres() as address, served(folder / "postgres", address) as told:
            return found | _timed("PostgreSQL", told)


@contextmanager
def _postgres() -> Iterator[str]:
    from tests.postgres import new_database, running_postgres

    with running_postgres() as dsn:
        yield new_database(dsn, "pages")


@contextmanager
def served(folder: Path, address: str, count: int = ORDERS) -> Iterator[dict[str, Any]]:
    """Make the orders in a process of their own and serve them; gives port, cookie and the pages to ask for."""
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.bench.pages_served", str(folder), address, str(count)]
    with (folder / "said").open("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            yield _told(process, folder / "said")
        finally:
            process.terminate()
            process.wait(30)


def _told(process: subprocess.Popen[bytes], said: Path) -> dict[str, Any]:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        for line in said.read_text().splitlines():
            if line.startswith('{"port"'):
                told: dict[str, Any] = json.loads(line)
                return told
        time.sleep(0.2)
    raise AssertionError(said.read_text()[-3000:])


def _timed(where: str, told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {f"{where}: seconds to make the orders": told["seconds"]}
    for name, address in told["pages"].items():
        begun = time.perf_counter()
        with ThreadPoolExecutor(WORKERS) as workers:
            each = list(workers.map(lambda _, address=address: _asked(told, address), range(WORKERS)))
        rate = WORKERS * (ASKED + WARM) / (time.perf_counter() - begun)
        taken = sorted(taken for one in each for taken in one)
        late = statistics.quantiles(taken, n=20)[-1]
        found[f"{where}: {name} (ms median, p95; requests/s)"] = (
            f"{statistics.median(taken):.0f}, {late:.0f}; {rate:.0f}"
        )
    return found


def _asked(told: dict[str, Any], address: str) -> list[float]:
    """Ask for a page again and again over one connection; milliseconds of each, the first few left out."""
    line = http.client.HTTPConnection("127.0.0.1", told["port"], timeout=60)
    taken = []
    for _ in range(ASKED + WARM):
        begun = time.perf_counter()
        line.request("GET", address, headers={"Cookie": told["cookie"], "Accept-Language": "en-GB"})
        answer = line.getresponse()
        size = len(answer.read())
        taken.append((time.perf_counter() - begun) * 1000)
        assert answer.status == 200, (address, answer.status)
        assert size > 1000, address
    line.close()
    return taken[WARM:]


def first_view(told: dict[str, Any]) -> dict[str, Any]:
    """Kilobytes that Chromium takes for the home page with an empty cache, in both languages, by sort."""
    from tests.browser.stage import browser

    found: dict[str, Any] = {}
    with browser() as started:
        for language, name, target in (("en-GB", "English", 300), ("ja-JP", "Japanese", 800)):
            context = started.new_context(locale=language)
            cookie, _, value = told["cookie"].partition("=")
            place = f"http://localhost:{told['port']}/"
            context.add_cookies([{"name": cookie, "value": value, "url": place}])
            page = context.new_page()
            taken = _counted(context.new_cdp_session(page))
            page.goto(place, wait_until="networkidle")
            sizes = taken()
            parts = ", ".join(f"{sort} {size // 1000}" for sort, size in sorted(sizes.items()))
            found[f"first view in {name} over the wire (kB, target {target})"] = (
                f"{sum(sizes.values()) // 1000} ({parts})"
            )
            context.close()
    return found


def _counted(session: Any) -> Callable[[], dict[str, int]]:
    """Count bytes as they come over the wire, by sort of resource."""
    sorts: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def ended(event: dict[str, Any]) -> None:
        sort = sorts.get(event["requestId"], "other")
        sizes[sort] = sizes.get(sort, 0) + int(event["encodedDataLength"])

    session.on("Network.responseReceived", lambda event: sorts.update({event["requestId"]: event["type"].lower()}))
    session.on("Network.loadingFinished", ended)
    session.send("Network.enable")
    return lambda: sizes
