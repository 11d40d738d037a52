"""Questions about the parties: who may do what, at which desk, until when; which keys, packs and pins stand.

Law: reads never touch the law; a question is plain SQL that SQLite and PostgreSQL both answer, and one pair's. What
depends on today is reckoned here, from stored days and the day that the caller names.
Place on the path: after the tables, before pages.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from warifu.record.log import Store
from warifu.record.queries_owed import day_of

STANDING = -1
"""``until`` of what is still in force."""


class Appointed(NamedTuple):
    """One appointment: of a person or a post, for desks, up to limits, between two days."""

    number: str
    party: str
    person: str
    post: str
    roles: tuple[str, ...]
    desks: tuple[str, ...]
    limits: str
    valid_from: date
    valid_to: date
    ended: bool
    doubtful_since: date | None

    def on(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return not self.ended and self.valid_from <= day <= self.valid_to

    def left(self, day: date) -> int:
        """Days until it ends; below zero when past."""
        return (self.valid_to - day).days


def appointments(store: Store, pair: str, party: str = "") -> list[Appointed]:
    """List appointments of one party, or of both, those that end first before the others."""
    where, values = ("AND party = %s", [party]) if party else ("", [])
    rows = store.run(
        "SELECT number, party, person, post, roles, desks, limits, valid_from, valid_to, until, doubtful_since "
        f"FROM parties_appointment WHERE pair = %s {where} ORDER BY valid_to, party, number",
        [pair, *values],
    )
    return [
        Appointed(
            number, owner, person, post, tuple(roles.split()), tuple(desks.split()), limits, day_of(since), day_of(to),
            until != STANDING, None if doubtful is None else day_of(doubtful),
        )
        for number, owner, person, post, roles, desks, limits, since, to, until, doubtful in rows
    ]  # fmt: skip


class KeyLine(NamedTuple):
    """One key on a roll: whose, for what, good between which days, and whether it was ended."""

    key: bytes
    party: str
    holder: str
    purpose: str
    algorithm: int
    valid_from: date | None
    valid_to: date | None
    spare: bool
    ended: bool
    doubtful_since: date | None


def keys(store: Store, pair: str) -> list[KeyLine]:
    """List the keys of both rolls."""
    rows = store.run(
        "SELECT key, party, holder, purpose, algorithm, valid_from, valid_to, spare, until, doubtful_since "
        "FROM parties_key WHERE pair = %s ORDER BY party, purpose, holder, since",
        [pair],
    )
    return [
        KeyLine(
            bytes(key), party, holder, purpose, algorithm, _day(since), _day(to), bool(spare), until != STANDING,
            _day(doubtful),
        )
        for key, party, holder, purpose, algorithm, since, to, spare, until, doubtful in rows
    ]  # fmt: skip


def _day(number: int | None) -> date | None:
    return None if number is None else day_of(number)


class DeskLine(NamedTuple):
    """A desk as last entered: its code, its names, and the day until which its contact is good."""

    code: str
    party: str
    name: str
    name_ja: str
    contact_until: date | None


def desks(store: Store, pair: str) -> list[DeskLine]:
    """List the desks of both parties as last entered."""
    rows = store.run(
        "SELECT code, party, name, name_ja, contact_until FROM parties_desk WHERE pair = %s ORDER BY since", [pair]
    )
    last = {(party, code): DeskLine(code, party, name, name_ja, _day(to)) for code, party, name, name_ja, to in rows}
    return [last[each] for each in sorted(last)]


class Held(NamedTuple):
    """Who holds a post, or acts for its holder, from which day."""

    party: str
    post: str
    person: str
    from_day: date
    acting: bool
    ended: bool


def holdings(store: Store, pair: str) -> list[Held]:
    """List who holds which post, the latest first."""
    rows = store.run(
        "SELECT party, post, person, from_day, acting, until FROM parties_holding WHERE pair = %s "
        "ORDER BY party, post, from_day DESC",
        [pair],
    )
    return [
        Held(party, post, who, day_of(day), bool(acting), until != STANDING)
        for party, post, who, day, acting, until in rows
    ]


class Adopted(NamedTuple):
    """A pack that a party has adopted: at which place of its log, and when that entry says it was sealed."""

    pack: bytes
    party: str
    name: str
    version: str
    place: int
    sealed: int | None


def adoptions(store: Store, pair: str) -> list[Adopted]:
    """List what both parties have adopted, with the time of the entry."""
    rows = store.run(
        "SELECT a.pack, a.party, a.name, a.version, a.since, e.time FROM parties_adoption a "
        "LEFT JOIN entry e ON e.pair = a.pair AND e.author = a.party AND e.place = a.since "
        "WHERE a.pair = %s ORDER BY a.name, a.party",
        [pair],
    )
    return [Adopted(bytes(row[0]), *row[1:]) for row in rows]


class Ending(NamedTuple):
    """Something on a roll that ends soon or has ended: what, whose, which, on which day, days left."""

    what: str
    party: str
    name: str
    on: date
    left: int


def ending(store: Store, pair: str, day: date, within: int = 60) -> list[Ending]:
    """List appointments, keys and contacts that end within so many days, or ended no longer ago; the first first."""
    found = [
        Ending("appointment", each.party, each.number, each.valid_to, each.left(day))
        for each in appointments(store, pair)
        if not each.ended
    ]
    found += [
        Ending("key", each.party, each.holder, each.valid_to, (each.valid_to - day).days)
        for each in keys(store, pair)
        if each.valid_to and not each.ended
    ]
    found += [
        Ending("contact", each.party, each.code, each.contact_until, (each.contact_until - day).days)
        for each in desks(store, pair)
        if each.contact_until
    ]
    return sorted(
        (each for each in found if abs(each.left) <= within), key=lambda each: (each.on, each.what, each.name)
    )


class HandoverLine(NamedTuple):
    """A handover of a post."""

    case: bytes
    number: str
    party: str
    post: str
    incoming: str
    on: date
    state: str


def handovers(store: Store, pair: str) -> list[HandoverLine]:
    """List handovers, the latest first."""
    rows = store.run(
        'SELECT "case", number, party, post, incoming, on_day, state FROM parties_handover WHERE pair = %s '
        "ORDER BY on_day DESC, number",
        [pair],
    )
    return [
        HandoverLine(bytes(case), number, party, post, incoming, day_of(on), state)
        for case, number, party, post, incoming, on, state in rows
    ]
