"""Who was shown a text, what has left this node, and what is still to be followed up after a text was removed.

Law: these tables are memory of this node alone, never sent and no function of the logs: nobody signs for reading a
page, and a backup that runs by night has no officer. They name accounts, cases, digests and places, never a word of a
text. What has been *done* about a line is a signed national act (``parties/followed_up``), and ``closed`` names it.

Reading is kept by account, case and day, however often a case is looked at, so that it cannot grow without bound. When
a text is removed, what is known at that moment becomes lines (``keep``), each with a ``mark`` of its own; a line that
still stands open for the same text is not opened twice. Two kinds of line close by themselves: *peer* once the other
node has answered the act that removes, *asked* once the text that the other side asked us to remove is gone.

Place on the path: written by pages, prints and backups (doors) and by ``node.erasing`` in its transaction; read by
``node.removing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from warifu.core import canonical
from warifu.record.log import Store

READER, PRINT, REGISTER, EXPORT, DISC, BACKUP, PEER, ASKED, SERVER_LOG, DRAFT, SHELF = (
    "reader", "print", "register", "export", "disc", "backup", "peer", "asked", "server_log", "draft", "shelf",
)  # fmt: skip
"""What a line is about: an account that was shown the text; a paper of the act's case; a register of classified items
as a file; an auditor's copy with texts; a disc; a backup; the other side's node; what the other side asks of us; a
server's log of writes; another draft, or a register on its way in, with these words."""
_DAY = 86_400


class Copied(NamedTuple):
    """A backup, export or print that has left the node; discs have a table of their own (``record.discs``).

    ``act`` and ``case``: of a print; empty for what holds more than one case. ``ours`` and ``theirs``: the entries of
    both logs in it. ``size`` in bytes; ``kept``: where it is said to be; ``who``: account or officer; ``time``: UTC
    seconds.
    """

    what: str
    digest: bytes
    time: int
    act: bytes = b""
    case: bytes = b""
    ours: int = 0
    theirs: int = 0
    size: int = 0
    kept: str = ""
    who: str = ""


class Line(NamedTuple):
    """One thing to be followed up: ``act`` whose text it was, removed (or asked for) by ``erase``; days since 1970."""

    act: bytes
    mark: bytes
    erase: bytes
    case: bytes
    what: str
    who: str
    day: int
    kept: str
    closed: bytes = b""
    done: str = ""

    @property
    def is_open(self) -> bool:
        """True while nobody has said what was done about it."""
        return not self.done


class About(NamedTuple):
    """A text that is removed: its act and case, where the act stands (author is us, place), since which second."""

    act: bytes
    case: bytes
    ours: bool
    place: int
    time: int
    beside: tuple[bytes, ...] = ()
    """National acts that hold the same text: the preparation of the act."""
    listed: bool = False
    """A title that stands in the register of classified items."""


def note_seen(store: Store, pair: str, case: bytes, account: str, time: int) -> None:
    """Note that an account was shown texts of a case; at most one row for a day. Raises StoreError where it cannot."""
    known = [pair, case, account, time // _DAY]
    if store.run('SELECT 1 FROM seen WHERE pair = %s AND "case" = %s AND account = %s AND day = %s', known):
        return
    store.run('INSERT INTO seen (pair, "case", account, day) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING', known)


def note_seen_all(store: Store, pair: str, cases: Sequence[bytes], account: str, time: int) -> None:
    """Note that an account was shown texts of all these cases, as ``note_seen`` does for one."""
    day = time // _DAY
    sql = 'SELECT "case" FROM seen WHERE pair = %s AND account = %s AND day = %s AND "case" IN ({keys})'
    known = {row[0] for row in store.in_chunks(sql, [pair, account, day], cases)}
    store.many(
        'INSERT INTO seen (pair, "case", account, day) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING',
        [(pair, case, account, day) for case in cases if case not in known],
    )


def seen(store: Store, pair: str, cases: Sequence[bytes], since: int) -> list[tuple[str, int]]:
    """Return (account, day) of those who were shown texts of these cases on the day of ``since`` or later."""
    sql = 'SELECT account, day FROM seen WHERE pair = %s AND day >= %s AND "case" IN ({keys})'
    return sorted({(row[0], row[1]) for row in store.in_chunks(sql, [pair, since // _DAY], cases)})


_COPIED = ", ".join(f'"{name}"' if name == "case" else name for name in Copied._fields)


def note_copied(store: Store, pair: str, found: Copied) -> None:
    """Note what has left the node; the same bytes in the same second are one."""
    store.run(
        f"INSERT INTO copied (pair, {_COPIED}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
        "ON CONFLICT DO NOTHING",
        [pair, *found],
    )


def copied(store: Store, pair: str, what: str = "") -> list[Copied]:
    """Return what has left the node, the newest first; of one sort, where one is named."""
    rows = store.run(
        f"SELECT {_COPIED} FROM copied WHERE pair = %s AND (%s = '' OR what = %s) ORDER BY time DESC, digest",
        [pair, what, what],
    )
    return [Copied(*row) for row in rows]


def _holding(store: Store, pair: str, about: About) -> list[Copied]:
    """Return the papers of an act's case, and the backups that reach its place."""
    cases, held = [about.case, *about.beside], "ours" if about.ours else "theirs"
    marks = ", ".join(["%s"] * len(cases))
    rows = store.run(
        f"SELECT {_COPIED} FROM copied WHERE pair = %s AND time >= %s AND ((what = 'print' AND \"case\" IN ({marks})) "
        f"OR (what IN ('backup', 'export') AND {held} > %s) OR (what = 'register' AND %s = 1)) ORDER BY time, digest",
        [pair, about.time, *cases, about.place, int(about.listed)],
    )
    return [Copied(*row) for row in rows]


def _discs(store: Store, pair: str, about: About) -> list[tuple[bytes, int]]:
    """Return (digest, time) of the discs that carried an act: of our log what we wrote, of the peer's what came."""
    runs = (
        "way IN ('sent', 'returned') AND first <= %s AND ours > %s"
        if about.ours
        else "((way = 'taken' AND first <= %s) OR way = 'returned') AND theirs > %s"
    )
    sql = f"SELECT digest, time FROM disc WHERE pair = %s AND time >= %s AND {runs} ORDER BY time, digest"
    return [(row[0], row[1]) for row in store.run(sql, [pair, about.time, about.place, about.place])]


def found(store: Store, pair: str, about: About) -> list[tuple[str, str, int, str]]:
    """Return (what, who, day, where) of everybody who was shown an act's texts and of every copy that holds them."""
    readers = [
        (READER, account, day, "") for account, day in seen(store, pair, (about.case, *about.beside), about.time)
    ]
    copies = [
        (each.what, each.who, each.time // _DAY, each.kept or each.digest.hex()[:16])
        for each in _holding(store, pair, about)
    ]
    carried = [(DISC, "", time // _DAY, digest.hex()[:16]) for digest, time in _discs(store, pair, about)]
    return readers + copies + carried


def gathered(every: Iterable[tuple[str, str, int, str]]) -> list[tuple[str, str, int, str]]:
    """Gather what is followed up together: an account's days, and the backups of one place, into the last of them."""
    last: dict[tuple[str, str, str], int] = {}
    for what, who, day, kept in every:
        key = (what, "" if what == BACKUP else who, kept)
        last[key] = max(day, last.get(key, day))
    return [(what, who, day, kept) for (what, who, kept), day in last.items()]


def keep(store: Store, pair: str, erase: bytes, about: About, lines: Iterable[tuple[str, str, int, str]]) -> None:
    """Open a line for each; what still stands open for the same text is not opened twice."""
    for what, who, day, kept in lines:
        mark = canonical.digest(canonical.encode([about.act, what, who, day, kept]))
        row = [pair, about.act, mark, erase, about.case, what, who, day, kept]
        store.run(
            'INSERT INTO removal (pair, act, mark, erase, "case", what, who, day, kept, closed, done) '
            "SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '' WHERE NOT EXISTS "
            "(SELECT 1 FROM removal WHERE pair = %s AND act = %s AND mark = %s AND done = '') ON CONFLICT DO NOTHING",
            [*row, b"", pair, about.act, mark],
        )


_LINE = ", ".join(f'"{name}"' if name == "case" else name for name in Line._fields)


def lines(store: Store, pair: str, act: bytes = b"", *, only_open: bool = False, limit: int = 2**31) -> list[Line]:
    """Return the lines of a pair (of one act, where one is named), in the order of their days."""
    rows = store.run(
        f"SELECT {_LINE} FROM removal WHERE pair = %s AND (%s = 0 OR act = %s) AND (%s = 0 OR done = '') "
        "ORDER BY day, what, who, mark LIMIT %s",
        [pair, int(bool(act)), act, int(only_open), limit],
    )
    return [Line(*row) for row in rows]


def close(store: Store, pair: str, line: tuple[bytes, bytes], closed: bytes, done: str) -> int:
    """Say of the lines of (act, mark) what was done, by which national act; returns how many were open."""
    was = store.run(
        "SELECT COUNT(*) FROM removal WHERE pair = %s AND act = %s AND mark = %s AND done = ''", [pair, *line]
    )
    store.run(
        "UPDATE removal SET closed = %s, done = %s WHERE pair = %s AND act = %s AND mark = %s AND done = ''",
        [closed, done, pair, *line],
    )
    return int(was[0][0])


def settle(store: Store, pair: str, peer: str) -> None:
    """Close what closes by itself: a removal that the peer has answered, and a text asked for that is gone."""
    waits = "SELECT 1 FROM removal WHERE pair = %s AND done = '' AND what IN ('peer', 'asked') LIMIT 1"
    if not store.run(waits, [pair]):
        return
    store.run(
        "UPDATE removal SET done = 'confirmed' WHERE pair = %s AND what = 'peer' AND done = '' AND EXISTS (SELECT 1 "
        "FROM entry e JOIN entry a ON a.pair = e.pair AND a.act = e.act AND a.kind <> '' WHERE e.pair = removal.pair "
        'AND e.author = %s AND e.kind = \'\' AND e.act = removal.erase AND e."case" = a."case")',
        [pair, peer],
    )
    store.run(
        "UPDATE removal SET done = 'confirmed' WHERE pair = %s AND what = 'asked' AND done = '' AND NOT EXISTS "
        "(SELECT 1 FROM opening_key k WHERE k.pair = removal.pair AND k.act = removal.act)",
        [pair],
    )


def withhold(store: Store, pair: str, act: bytes, slots: Iterable[int], request: bytes) -> None:
    """Show these texts of an act no more (none: all of them, those that come later too)."""
    store.many(
        "INSERT INTO withheld (pair, act, slot, request) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [(pair, act, slot, request) for slot in (list(slots) or [-1])],
    )
