"""The play's pages: each node served on loopback, with an account for each officer, until the play is ended.

Law: only the play does this. Its accounts are invented, share one password, one passphrase and one secret of the second
factor, and are worth nothing outside the two folders that it made.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warifu.doors.serving import Server
from warifu.doors.web import wsgi
from warifu.doors.web.house import House
from warifu.node.config import Config
from warifu.node.open import NODE_KEY, NODE_KEY_PQ, SEALING_KEY, TLS_KEY, Opened
from warifu.node.turns import Turns

PASSWORD = "rehearsal of both halves"
PASSPHRASE = "rehearsal"
SECRET = "KJSWQZLBOJZWC3BAMJXXI2BANBQWY5TF"
MARKING = "EXERCISE"
CEILINGS = {"GB": "GB-GSC|2014-04-02|SECRET", "JP": "JP-HIMITSU|2013-07-04|極秘"}
_CLEARED = frozenset({"registrar", "receives"})
"""Whose account goes up to there; what of it they see is for their clearance and their need to know to say."""
_NOT_OFFICERS = {NODE_KEY, NODE_KEY_PQ, SEALING_KEY, TLS_KEY, "public-mail"}


def prepare(folder: Path, settings: Config) -> None:
    """Make Django ready for pages, before the node is opened."""
    folder.mkdir(parents=True, exist_ok=True)
    wsgi.prepare(folder, settings)


class Audience:
    """The pages of one node of the play."""

    def __init__(self, opened: Opened, turns: Turns) -> None:
        self.house = House(opened, turns, MARKING)
        self.server: Server | None = None

    def begin(self) -> dict[str, Any]:
        """Make the accounts and serve; gives where, and who may sign in."""
        names = [each for each in self.house.opened.keys.names() if each not in _NOT_OFFICERS]
        for name in names:
            ceiling = CEILINGS[self.house.party] if name in _CLEARED else ""
            self._account(name, key_name=name, ceiling=ceiling)
        self._account("auditor", auditor=True)
        self._account("administrator", administrator=True)
        self.server = wsgi.serve_pages(self.house, ("127.0.0.1", 0))
        self.server.start()
        return {
            "party": self.house.party,
            "pages": f"http://localhost:{self.server.address[1]}/",
            "accounts": [*names, "auditor", "administrator"],
            "password": PASSWORD,
            "passphrase": PASSPHRASE,
            "secret": SECRET,
        }

    def _account(self, name: str, **wanted: Any) -> None:
        """Make an account that is set up already: its password changed, its second factor known to the play."""
        from allauth.mfa.totp.internal import auth as totp

        from warifu.doors.web.accounts import keeping
        from warifu.doors.web.accounts.models import Account

        keeping.add(self.house, self.house.peers[0], keeping.Wanted(name, **wanted))
        account = Account.objects.select_related("user").get(user__username=name)
        account.user.set_password(PASSWORD)
        account.user.save(update_fields=["password"])
        Account.objects.filter(pk=account.pk).update(one_time=False)
        totp.TOTP.activate(account.user, SECRET)

    def code(self) -> str:
        """Return the code of this moment."""
        from warifu.doors.web.accounts import codes

        return codes.code_at(SECRET, self.house.clock() // codes.STEP_SECONDS)

    def end(self) -> None:
        """Serve no more."""
        if self.server is not None:
            self.server.stop()
