"""What is done in the pages of one node in a process of its own, with its accounts in its own folder.

Run as a program it takes the node's folder and a list of steps as JSON, and prints what each page said. Its second
factor follows a clock of its own, which goes half a minute with every code.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

PASS = "a phrase for trials"
PERSONS = {"chief": "1", "ops": "2", "gives": "3", "takes": "4"}


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def wait(self, seconds: int) -> None:
        self.now += seconds


def house_in(folder: Path) -> Any:
    """Open the node in a folder as a house, its accounts beside it."""
    from warifu.doors.web import wsgi
    from warifu.node import config, keystore

    real = keystore.Keystore.__init__
    keystore.Keystore.__init__ = lambda self, *told: real(self, *told[:3], 10)
    wsgi.prepare(folder, config.read(folder))
    from warifu.doors.web.house import House
    from warifu.node.open import Opened
    from warifu.node.turns import Turns

    opened = Opened(folder, PASS)
    return House(opened, Turns(opened.node), clock=Clock(max(opened.node.means.clock(), _left_at(folder))))


def _left_at(folder: Path) -> int:
    """The time to which a process before this one had gone on: a code of before it would have been used already."""
    kept = folder.with_suffix(".clock")
    return int(kept.read_text()) + 31 if kept.exists() else 0


def visitor(house: Any, name: str) -> Any:
    """Return a browser signed in as an officer, the account made where there is none yet."""
    from allauth.mfa.totp.internal import auth as totp
    from django.contrib.auth import get_user_model
    from django.test import Client

    from tests.doors.web.people import SECRET
    from warifu.doors.web.accounts import codes
    from warifu.doors.web.accounts.models import Account
    from warifu.doors.web.house import ENVIRON

    users: Any = get_user_model().objects
    user = users.filter(username=name).first()
    if user is None:
        user = users.create(username=name, password="!")
        key = house.opened.keys.signer(name).public.key_id()
        Account(user=user, party=house.party, key_name=name, key_id=key, person=f"{house.party}-{PERSONS[name]}").save()
        totp.TOTP.activate(user, SECRET)
    browser: Any = Client(SERVER_NAME="localhost", **{ENVIRON: house})
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.house, browser.passphrase = house, PASS
    browser.code = lambda: codes.code_at(SECRET, house.clock() // codes.STEP_SECONDS)
    return browser


def summary_of(page: str) -> str:
    """What stands against a form: the text of its error summary, else the beginning of the page."""
    bare = re.sub(r"<[^>]*>|\s+", " ", page[max(page.find("govuk-error-summary"), 0) :])
    return " ".join(bare.split())[:2000]


def main(folder: Path, steps: list[dict[str, Any]]) -> list[str]:
    """Do the steps; return what each page said."""
    house = house_in(folder)
    from tests.doors.web.test_removals import confirmed
    from tests.doors.web.writing import Writer

    house.world = SimpleNamespace(wait=house.clock.wait)
    said = []
    for step in steps:
        writer = Writer(visitor(house, step["who"]))
        if step["do"] == "write":
            case = bytes.fromhex(step["case"]) if step.get("case") else None
            said.append(writer.write(case, step["kind"], **step["fields"]).hex())
        elif step["do"] == "draft":
            writer.checked(step["at"], **step["fields"])
            said.append("")
        elif step["do"] == "remove":
            page = writer.get(step["at"])
            answer = confirmed(writer, step["at"], page, reason="spill")
            assert answer.status_code == 200, summary_of(answer.content.decode())
            said.append(answer.content.decode())
        else:
            answer = writer.browser.get(step["at"], headers=writer.headers)
            said.append(answer.content.decode("utf-8", "replace"))
    folder.with_suffix(".clock").write_text(str(house.clock()))
    return said


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), json.loads(sys.argv[2])), ensure_ascii=False))
