"""The digest of a half: what both nodes must agree on, byte for byte.

Law (design, section 6): SHA-256 over the sorted pairs (case, head of its confirmed line, digests of its facts). Each
pair is canonical CBOR [case, head, [facts …]] with the facts sorted; an unconfirmed case has an empty head. The roll's
own case stands in it like any other. Equal on both nodes that hold the same two logs.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from warifu.core import canonical
from warifu.law.case import Case
from warifu.law.heads import unanswered
from warifu.record.log import Store


def facts_of(case: Case) -> list[bytes]:
    """Return the digests of a case's facts, sorted."""
    return sorted(stand.placed.digest for stand in case.stands.values() if stand.placed.kind.nature == "fact")


def of_cases(cases: Mapping[bytes, Case]) -> bytes:
    """32 bytes over these cases, whatever the tables say: the digest of a half as it stood at another time."""
    whole = sha256()
    for digest in sorted(cases):
        whole.update(canonical.encode([digest, cases[digest].confirmed_head(), facts_of(cases[digest])]))
    return whole.digest()


def replace(
    store: Store, whose: tuple[str, str], cases: Mapping[bytes, Case], fresh: frozenset[bytes] = frozenset()
) -> None:
    """Write what these cases put into the digest, and what waits in them: pending acts, and ours not answered yet.

    ``whose``: the pair, and our party in it. Of ``fresh`` cases none waited before.
    """
    pair, us = whose
    rows = []
    for digest, case in cases.items():
        kind, open_ = case.stands[digest].placed.act.kind, unanswered(case, us)
        since = min((placed.act.time for placed in open_), default=0)
        acts = b"".join(placed.digest for placed in open_)
        rows.append((pair, digest, kind, case.confirmed_head(), b"".join(facts_of(case)), acts, since))
    store.many(
        'INSERT INTO half (pair, "case", root_kind, head, facts, unanswered, since) '
        "VALUES (%s, %s, %s, %s, %s, %s, %s) "
        'ON CONFLICT (pair, "case") DO UPDATE SET '
        "head = excluded.head, facts = excluded.facts, unanswered = excluded.unanswered, since = excluded.since",
        rows,
    )
    waiting = [
        (pair, stand.placed.digest, digest, "pending", b"", stand.placed.act.time)
        for digest, case in cases.items()
        for stand in case.stands.values()
        if stand.status == "pending"
    ]
    list(
        store.in_chunks(
            "DELETE FROM waiting WHERE pair = %s AND why = 'pending' AND \"case\" IN ({keys})",
            [pair],
            cases.keys() - fresh,
        )
    )
    store.many('INSERT INTO waiting (pair, digest, "case", why, raw, time) VALUES (%s, %s, %s, %s, %s, %s)', waiting)


def digest(store: Store, pair: str) -> bytes:
    """32 bytes over all cases of the pair, as they now stand."""
    whole = sha256()
    for case, head, facts in store.run('SELECT "case", head, facts FROM half WHERE pair = %s ORDER BY "case"', [pair]):
        size = canonical.DIGEST_BYTES
        parts = [facts[at : at + size] for at in range(0, len(facts), size)]
        whole.update(canonical.encode([case, head, parts]))
    return whole.digest()
