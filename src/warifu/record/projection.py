"""The projection: the rows of a case replaced in the log's transaction; postings taken off the balances and put on.

Law: ``rows = rows(case)``. Nothing is patched: all rows of the case go and the new ones come, so that ``rebuild`` and
the running node end with the same tables. Balances change by the difference of old and new postings alone, and are
kept apart by who may see the case that posts: what a reader may not see is in no sum that he reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from warifu.core import ledger
from warifu.core.posting import Posting
from warifu.core.seats import parties_of
from warifu.law.room import OPEN, Rows, Sight
from warifu.record.log import Store

_POSTING = "account, debtor, creditor, commodity, exponent, figure, reason, day, due, basis"
_BALANCE = "account, debtor, commodity, reason, grain, bucket"
_Sighted = dict[Sight, list[Posting]]


class Projection:
    """Writes rows of many cases of one pair; ``tables`` maps a table to its columns (pair and case come first)."""

    def __init__(self, store: Store, pair: str, tables: Mapping[str, Sequence[str]]) -> None:
        self.store = store
        self.pair = pair
        self.parties = parties_of(pair)
        self.tables = tables

    def replace(self, changed: Mapping[bytes, Rows], fresh: frozenset[bytes] = frozenset()) -> None:
        """Put these rows in the place of what the cases had before; ``fresh`` cases had none."""
        old = [case for case in changed if case not in fresh]
        before = self._sights(old)
        if old:
            self._delete(old)
        self._insert(changed)
        self._write_sights(changed)
        self._write_cites(changed)
        self._balance(before, old, changed)

    def _delete(self, cases: list[bytes]) -> None:
        for table in (*self.tables, "case_sight", "case_cite"):
            list(
                self.store.in_chunks(
                    f'DELETE FROM {table} WHERE pair = %s AND "case" IN ({{keys}})', [self.pair], cases
                )
            )

    def _insert(self, changed: Mapping[bytes, Rows]) -> None:
        gathered: dict[str, list[tuple[Any, ...]]] = {}
        for case, rows in changed.items():
            for table, found in rows.tables.items():
                gathered.setdefault(table, []).extend([(self.pair, case, *row) for row in found])
        for table, found in gathered.items():
            columns = self.tables[table]
            names = ", ".join(f'"{name}"' for name in ("pair", "case", *columns))
            marks = ", ".join(["%s"] * (len(columns) + 2))
            self.store.many(f"INSERT INTO {table} ({names}) VALUES ({marks})", found)

    def _sights(self, cases: Iterable[bytes]) -> dict[bytes, Sight]:
        """Who may see these cases, as it stands; those that are open are left out, as in the table."""
        sql = 'SELECT "case", level, circle FROM case_sight WHERE pair = %s AND "case" IN ({keys})'
        return {case: Sight(level, circle) for case, level, circle in self.store.in_chunks(sql, [self.pair], cases)}

    def _write_sights(self, changed: Mapping[bytes, Rows]) -> None:
        self.store.many(
            'INSERT INTO case_sight (pair, "case", level, circle) VALUES (%s, %s, %s, %s)',
            [(self.pair, case, *rows.sight) for case, rows in changed.items() if rows.sight and rows.sight != OPEN],
        )

    def _write_cites(self, changed: Mapping[bytes, Rows]) -> None:
        self.store.many(
            'INSERT INTO case_cite (pair, "case", act) VALUES (%s, %s, %s)',
            [(self.pair, case, act) for case, rows in changed.items() for act in rows.cites],
        )

    def _balance(self, before: Mapping[bytes, Sight], old_cases: list[bytes], changed: Mapping[bytes, Rows]) -> None:
        new: _Sighted = {}
        for rows in changed.values():
            if rows.postings:
                new.setdefault(rows.sight or OPEN, []).extend(rows.postings)
        if not (old_cases or new):
            return
        old = self._postings(old_cases, before)
        list(self.store.in_chunks('DELETE FROM posting WHERE pair = %s AND "case" IN ({keys})', [self.pair], old_cases))
        self.store.many(
            f'INSERT INTO posting (pair, "case", number, {_POSTING}) VALUES '
            "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (self.pair, case, number, *_texts(posting))
                for case, rows in changed.items()
                for number, posting in enumerate(rows.postings)
            ],
        )
        for sight in dict.fromkeys((*old, *new)):
            deltas = ledger.replace(old.get(sight, ()), new.get(sight, ()))
            if deltas:
                self._write(ledger.add_to(self._read(deltas, sight), deltas), sight)

    def _postings(self, cases: Iterable[bytes], sights: Mapping[bytes, Sight]) -> _Sighted:
        sql = f'SELECT {_POSTING}, "case" FROM posting WHERE pair = %s AND "case" IN ({{keys}})'
        found: _Sighted = {}
        for *row, case in self.store.in_chunks(sql, [self.pair], cases):
            posting = Posting.from_wire([*row[:5], int(row[5]), *row[6:]])
            found.setdefault(sights.get(case, OPEN), []).append(posting)
        return found

    def _read(self, deltas: ledger.Deltas, sight: Sight) -> ledger.Deltas:
        found: ledger.Deltas = {}
        for account in {key.line.account for key in deltas}:
            wanted = {key.bucket for key in deltas if key.line.account == account}
            sql = (
                f"SELECT {_BALANCE}, owed, settled, postings FROM balance "
                "WHERE pair = %s AND level = %s AND circle = %s AND account = %s AND bucket IN ({keys})"
            )
            for row in self.store.in_chunks(sql, [self.pair, *sight, account], wanted):
                line = ledger.Line(self.parties, row[0], row[1], row[2], row[3])
                found[ledger.Key(line, ledger.Grain(row[4]), row[5])] = ledger.Turnover.from_row(*row[6:])
        return found

    def _write(self, rows: ledger.Deltas, sight: Sight) -> None:
        def key_of(key: ledger.Key) -> tuple[str | int, ...]:
            line = key.line
            named = (line.account, line.debtor, line.commodity, line.reason, str(key.grain), key.bucket)
            return (self.pair, *sight, *named)

        self.store.many(
            "DELETE FROM balance WHERE pair = %s AND level = %s AND circle = %s AND account = %s AND debtor = %s "
            "AND commodity = %s AND reason = %s AND grain = %s AND bucket = %s",
            [key_of(key) for key, turnover in rows.items() if not turnover],
        )
        self.store.many(
            f"INSERT INTO balance (pair, level, circle, {_BALANCE}, owed, settled, postings) VALUES "
            "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (pair, level, circle, account, debtor, "
            "commodity, reason, grain, bucket) "
            "DO UPDATE SET owed = excluded.owed, settled = excluded.settled, postings = excluded.postings",
            [(*key_of(key), *turnover.to_row()) for key, turnover in rows.items() if turnover],
        )

    def reader(self) -> ledger.Reader:
        """Return what ``ledger.as_of`` and ``ledger.present`` read through."""

        def read(window: ledger.Window) -> ledger.Rows:
            rows = self.store.run(
                f"SELECT {_BALANCE}, owed, settled, postings FROM balance WHERE pair = %s AND grain = %s "
                "AND bucket >= %s AND bucket <= %s",
                [self.pair, str(window.grain), window.first, window.last],
            )
            for row in rows:
                yield ledger.Line(self.parties, row[0], row[1], row[2], row[3]), ledger.Turnover.from_row(*row[6:])

        return read


def cases_with(store: Store, pair: str, where: tuple[str, Sequence[str], str], things: Iterable[bytes]) -> set[bytes]:
    """Return the cases whose rows name any of these digests; ``where``: table, its columns of digests, a condition."""
    table, columns, condition = where
    wanted = list(things)
    found: set[bytes] = set()
    for column in columns:
        sql = f'SELECT DISTINCT "case" FROM {table} WHERE pair = %s AND {condition} AND {column} IN ({{keys}})'
        found |= {row[0] for row in store.in_chunks(sql, [pair], wanted)}
    return found


def _texts(posting: Posting) -> list[str | int]:
    wire = posting.to_wire()
    return [*wire[:5], str(wire[5]), *wire[6:]]
