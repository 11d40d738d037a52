"""Whose a unit is, where a book has columns of provider and receiver and none of direction. Floor 3a, pure.

Law: in each row one of the two is ours, so all units that ever stood opposite each other fall into two camps. Which camp
is whose is decided by vote of the names that say so themselves (a country, HMS, 護衛艦), each counted as often as it
stands, because a regiment or a depot may be anybody's. In a book of two scripts the script is a name's weaker word for
it: Japan's units stand in her own. A camp whose names say nothing, or as much for both, is unknown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping

from warifu.rooms.logistics.register.grid import folded

_GB = re.compile(
    r"\b(?:uk|gb|gbr|britain|british|united kingdom|hms|rfa|raf|royal|rm|bfpo|regt|bde|rlc|reme|rn|rnas|cdo|eaw|ukjf|pjhq|bds|hq \w+ bde)\b|^英|英国|英軍|英海軍"
)
_JP = re.compile(
    r"\b(?:jp|jpn|japan|japanese|jsdf|jmsdf|jasdf|jgsdf|sdf|js|jds)\b|^日本?$|日本|自衛|護衛艦|補給艦|輸送艦|掃海|駐屯地|補給処|"
    r"海自|空自|陸自|師団|旅団|連隊|航空団|基地業務"
)


_KANJI = re.compile(r"[ぁ-んァ-ヶ一-龥]")
_PLAINLY = 3


def party_said(name: str) -> str:
    """Give the party that a unit's name itself says, ``GB`` or ``JP``; empty if none or both."""
    low = folded(name)
    british, japanese = bool(_GB.search(low)), bool(_JP.search(low))
    return "" if british == japanese else "GB" if british else "JP"


def parties_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the party of each unit from all pairs (provider, receiver) of a book; unknown ones are left out."""
    opposite: dict[str, Counter[str]] = defaultdict(Counter)
    for one, two in pairs:
        if one and two and one != two:
            opposite[one][two] += 1
            opposite[two][one] += 1
    known: dict[str, str] = {}
    camps: dict[str, int] = {}
    scripts = len({bool(_KANJI.search(name)) for name in opposite}) > 1
    for start in sorted(opposite):
        if start not in camps:
            known.update(_named(_camps(start, opposite, camps), opposite, scripts=scripts))
    return known


def _camps(start: str, opposite: Mapping[str, Counter[str]], camps: dict[str, int]) -> dict[str, int]:
    """Part all units that hang together with one into two camps, by who stood opposite whom, most frequent first."""
    here = {start: 0}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        for there, _ in sorted(opposite[name].items(), key=lambda item: (-item[1], item[0])):
            if there not in here:
                here[there] = 1 - here[name]
                waiting.append(there)
    camps.update(here)
    return here


def _named(camps: Mapping[str, int], opposite: Mapping[str, Counter[str]], *, scripts: bool) -> dict[str, str]:
    votes = 0
    for name, camp in camps.items():
        said, weight = party_said(name), _PLAINLY
        if not said and scripts:
            said, weight = ("JP" if _KANJI.search(name) else "GB"), 1
        if said:
            votes += weight * opposite[name].total() * (1 if (said == "GB") == (camp == 0) else -1)
    if votes == 0:
        return {}
    first, second = ("GB", "JP") if votes > 0 else ("JP", "GB")
    return {name: first if camp == 0 else second for name, camp in camps.items()}
