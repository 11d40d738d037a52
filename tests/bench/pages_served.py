"""The process that serves the pages of 100,000 orders: ``python -m tests.bench.pages_served FOLDER ADDRESS COUNT``.

Says in one line of JSON where it listens, with which cookie one is signed in, and which pages there are to ask for.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from warifu.doors.web import settings, wsgi
from warifu.record import database


def main(folder: Path, address: str, count: int) -> None:
    """Make the orders, sign an auditor in, serve until told to end."""
    where = f"{address}?schema={database.WEB_SCHEMA}" if address else str(folder / "accounts.db")
    settings.configure(where, "trial sessions are signed with this, and nothing else")
    database.migrate("default", web=True)

    from tests.bench import many_orders
    from tests.doors.web.houses import TrialHouse
    from tests.doors.web.people import visit
    from tests.world import World

    begun = time.perf_counter()
    world = World(12, addresses=(address or str(folder / "gb.db"), ":memory:"))
    many_orders.play(world)
    many_orders.multiply(world.gb.node.store, count)
    seconds = round(time.perf_counter() - begun)
    house = TrialHouse(world.gb, folder)
    server = wsgi.serve_pages(house, ("127.0.0.1", 0))
    cookies = {each: visit(house, each).cookies["warifu_session"].value for each in ("auditor", "orders")}
    told = {"port": server.address[1], "cookie": f"warifu_session={cookies['auditor']}", "seconds": seconds}
    told["officer"] = f"warifu_session={cookies['orders']}"
    sys.stdout.write(json.dumps(told | {"pages": pages(house.store)}) + "\n")
    sys.stdout.flush()
    server.run()


def pages(store: object) -> dict[str, str]:
    """Return the addresses that are asked for, by what they show."""
    from warifu.record.log import Store

    assert isinstance(store, Store)
    late = store.run('SELECT since, "case" FROM logistics_case ORDER BY since, "case" LIMIT 1 OFFSET 2000')[0]
    told = store.run("SELECT \"case\" FROM logistics_case WHERE root_kind = 'logistics/request' ORDER BY opened DESC")
    held = {row[0] for row in store.run("SELECT act FROM entry WHERE kind = 'logistics/request'")}
    case = next(row[0] for row in told if row[0] in held)
    return {
        "home": "/",
        "list, first page": "/orders",
        "list, our move": "/orders?turn=us",
        "list, settled in cash and disputed": "/orders?settlement=cash&trouble=disputed",
        "list, searched by a number": "/orders?q=calder-26-0004",
        "list, searched in vain": "/orders?q=nothing+is+called+so",
        "list, a late page": f"/orders?after={late[0]}-{bytes(late[1]).hex()}",
        "one case": f"/cases/{case.hex()}",
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    sys.stdout.flush()
    os._exit(0)
