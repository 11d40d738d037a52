"""Which files the acts held name: what comes late is kept only where an act asks for it.

Law: a file belongs to an act that names its digest and its size; nothing else of a peer's may fill our disk. There is
no index of attachments: files nearly always come in the bundle of their act, and for the few that come later the
database looks through the bytes of the acts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections

from warifu.core.act import open_act
from warifu.record.log import Store

_HOLDS = {"sqlite": "instr(raw, %s) > 0", "postgresql": "position(%s IN raw) > 0"}


def named(store: Store, pair: str, digests: Iterable[bytes]) -> set[tuple[bytes, int]]:
    """Return (digest, size in bytes) of those of these files that an act held names, in its place or ahead of it."""
    holds = _HOLDS[connections[store.alias].vendor]
    sql = (
        f"SELECT raw FROM entry WHERE pair = %s AND kind <> '' AND {holds} "
        f"UNION ALL SELECT raw FROM loose WHERE pair = %s AND {holds}"
    )
    found: set[tuple[bytes, int]] = set()
    for digest in digests:
        for (raw,) in store.run(sql, [pair, digest, pair, digest]):
            found |= {(each.digest, each.size) for each in open_act(raw).act.attachments if each.digest == digest}
    return found
