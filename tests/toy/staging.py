"""A script: make both nodes of a trial ready (founded, introduced, officers, packs), each with an account and a token.

    python staging.py FOLDER

It prints as JSON where each node lies and how its officer signs in. The nodes are those of the demonstration, without
its play; everything is invented.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warifu.doors.demo import audience, cast
from warifu.doors.demo.stage import stage
from warifu.node import config

OFFICER, ROLE = "liaison", "liaison_officer"


def nodes(folder: Path) -> None:
    """Found both parties, appoint, pin, adopt, exchange."""
    today = datetime.now(UTC).date()
    with stage(folder) as actors:
        for actor in actors:
            actor.send("staff", *cast.staff(actor.party, today))
        for actor in actors:
            actor.answer("staff")
        for actor, other in (actors, actors[::-1]):
            actor.ask("pin", other.founded, [f"{actor.party}-001", f"{actor.party}-009"], "chief")
            actor.ask("adopt", "chief")
        for actor in actors:
            actor.ask("exchange")


def account(folder: Path) -> dict[str, Any]:
    """Make the account of one officer, with a second factor and a token."""
    audience.prepare(folder, config.read(folder))
    from warifu.doors.api import tokens
    from warifu.doors.web.accounts.models import Account
    from warifu.node.open import Opened
    from warifu.node.turns import Turns

    opened = Opened(folder, audience.PASSPHRASE)
    seats = audience.Audience(opened, Turns(opened.node))
    seats._account(OFFICER, key_name=OFFICER)
    made = Account.objects.get(user__username=OFFICER)
    return {
        "node": str(folder),
        "name": OFFICER,
        "password": audience.PASSWORD,
        "passphrase": audience.PASSPHRASE,
        "secret": audience.SECRET,
        "token": tokens.make(made, "trial", [ROLE], seats.house.clock(), 86_400),
    }


def main() -> None:
    """Make everything in the folder that is named."""
    folder = Path(sys.argv[1])
    nodes(folder)
    parties = [folder / "gb", folder / "jp"]
    with multiprocessing.get_context("spawn").Pool(len(parties)) as pool:
        print(json.dumps(pool.map(account, parties)))


if __name__ == "__main__":
    main()
