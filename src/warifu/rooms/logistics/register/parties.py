"""Whose a unit is, where a book has columns of provider and receiver and none of direction. Floor 3a, pure.

Law: in each row one of the two is ours. A few names say so themselves (a country, HMS, 護衛艦); the others follow,
because a unit that once stood opposite ours is theirs. A unit on both sides of that, or on neither, is left unknown.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable

from warifu.rooms.logistics.register.grid import folded

_GB = re.compile(
    r"\b(?:uk|gb|gbr|britain|british|united kingdom|hms|rfa|raf|royal|rm|bfpo|regt|bde|hq \w+ bde)\b|^英|英国|英軍|英海軍"
)
_JP = re.compile(
    r"\b(?:jp|jpn|japan|japanese|jsdf|jmsdf|jasdf|jgsdf|sdf|js|jds)\b|^日本?$|日本|自衛|護衛艦|補給艦|輸送艦|掃海|駐屯地|補給処|"
    r"海自|空自|陸自|師団|旅団|連隊|航空団|基地業務"
)


def party_said(name: str) -> str:
    """Give the party that a unit's name itself says, ``GB`` or ``JP``; empty if none or both."""
    low = folded(name)
    british, japanese = bool(_GB.search(low)), bool(_JP.search(low))
    return "" if british == japanese else "GB" if british else "JP"


def parties_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the party of each unit from all pairs (provider, receiver) of a book; unknown ones are left out."""
    opposite: dict[str, set[str]] = defaultdict(set)
    for one, two in pairs:
        opposite[one].add(two)
        opposite[two].add(one)
    found = {name: party_said(name) for name in opposite}
    known = {name: party for name, party in found.items() if party}
    waiting = deque(sorted(known))
    while waiting:
        name = waiting.popleft()
        for there in sorted(opposite[name]):
            if there not in known:
                known[there] = "JP" if known[name] == "GB" else "GB"
                waiting.append(there)
    return known
