"""The projection: the rows of a case replaced in the log's transaction; postings taken off the balances and put on.

Law: ``rows = rows(case)``. Nothing is patched: all rows of the case go and the new ones come, so that ``rebuild`` and
the running node end with the same tables. Balances change by the difference of old and new postings alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from warifu.core import ledger
from warifu.core.posting import Posting
from warifu.law.room import Rows
from warifu.record.log import Store

_POSTING = "account, debtor, creditor, commodity, exponent, figure, reason, day, due, basis"
_BALANCE = "account, debtor, commodity, reason, grain, bucket"


class Projection:
    """Writes rows of many cases of one pair; ``tables`` maps a table to its columns (pair and case come first)."""

    def __init__(self, store: Store, pair: str, tables: Mapping[str, Sequence[str]]) -> None:
        self.store = store
        self.pair = pair
        self.tables = tables

    def replace(self, changed: Mapping[bytes, Rows], fresh: frozenset[bytes] = frozenset()) -> None:
        """Put these rows in the place of what the cases had before; ``fresh`` cases had none."""
        old = [case for case in changed if case not in fresh]
        if old:
            self._delete(old)
        self._insert(changed)
        self._balance(old, changed)

    def _delete(self, cases: list[bytes]) -> None:
        for table in self.tables:
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

    def _balance(self, old_cases: list[bytes], changed: Mapping[bytes, Rows]) -> None:
        new = [posting for rows in changed.values() for posting in rows.postings]
        if not (old_cases or new):
            return
        old = self._postings(old_cases)
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
        deltas = ledger.replace(old, new)
        if deltas:
            self._write(ledger.add_to(self._read(deltas), deltas))

    def _postings(self, cases: Iterable[bytes]) -> list[Posting]:
        sql = f'SELECT {_POSTING} FROM posting WHERE pair = %s AND "case" IN ({{keys}})'
        return [
            Posting.from_wire([*row[:5], int(row[5]), *row[6:]])
            for row in self.store.in_chunks(sql, [self.pair], cases)
        ]

    def _read(self, deltas: ledger.Deltas) -> ledger.Deltas:
        found: ledger.Deltas = {}
        for account in {key.line.account for key in deltas}:
            wanted = {key.bucket for key in deltas if key.line.account == account}
            sql = (
                f"SELECT {_BALANCE}, owed, settled, postings FROM balance "
                "WHERE pair = %s AND account = %s AND bucket IN ({keys})"
            )
            for row in self.store.in_chunks(sql, [self.pair, account], wanted):
                line = ledger.Line(self.pair, row[0], row[1], row[2], row[3])
                found[ledger.Key(line, ledger.Grain(row[4]), row[5])] = ledger.Turnover.from_row(*row[6:])
        return found

    def _write(self, rows: ledger.Deltas) -> None:
        def key_of(key: ledger.Key) -> tuple[str, ...]:
            line = key.line
            return (self.pair, line.account, line.debtor, line.commodity, line.reason, str(key.grain), key.bucket)

        self.store.many(
            "DELETE FROM balance WHERE pair = %s AND account = %s AND debtor = %s AND commodity = %s AND reason = %s "
            "AND grain = %s AND bucket = %s",
            [key_of(key) for key, turnover in rows.items() if not turnover],
        )
        self.store.many(
            f"INSERT INTO balance (pair, {_BALANCE}, owed, settled, postings) VALUES "
            "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (pair, account, debtor, commodity, reason, grain, "
            "bucket) DO UPDATE SET owed = excluded.owed, settled = excluded.settled, postings = excluded.postings",
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
                yield ledger.Line(self.pair, row[0], row[1], row[2], row[3]), ledger.Turnover.from_row(*row[6:])

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
