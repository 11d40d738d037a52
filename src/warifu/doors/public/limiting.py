"""How many may ask for mail in an hour: bounded for where they come from and for each address, fairly when many ask.

Law: no one neighbourhood of the network uses up what there is. Within an hour a near one (an IPv4 /24, an IPv6 /48) may
ask ``MOST_NEAR`` times, a wide one (/16, /32) ``MOST_WIDE`` times. Once ``MOST_ASKED`` have asked in all, a near one
that has asked already waits, and a wide one has a few left; ``MOST_IN_ALL`` is what the mail server is asked to bear.
To one address, in whichever language, go ``MOST_WRITTEN`` messages to confirm in a day. Whether an address is known
changes nothing of this: every request counts.

Nothing here names anybody: a neighbourhood is a keyed mark that is another one each hour and is wiped when its hour
is over; an address is a keyed mark that is another one each day and goes with its day. Behind a proxy the neighbourhood
is that of the last address that the proxy names; where none is named (or only one of our own net) nobody is told
from anybody, and ``MOST_ASKED`` alone holds. Place on the path: before ``subscribing.ask``.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple

from warifu.doors.public.door import Door
from warifu.doors.public.models import Asked
from warifu.doors.public.sealing import Seals

HOUR, DAY = 3600, 86_400
MOST_NEAR, MOST_WIDE = 10, 50
MOST_ASKED, MOST_IN_ALL = 200, 1000
MOST_WIDE_WHEN_MANY = 10
MOST_WRITTEN = 3
_NEAR, _WIDE = {4: 24, 6: 48}, {4: 16, 6: 32}
_OWN_NETS = tuple(
    ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)


class Source(NamedTuple):
    """The neighbourhoods that a request comes from, each as its network's bytes; empty where they are not known."""

    near: bytes = b""
    wide: bytes = b""


UNKNOWN = Source()


def source_of(environ: Mapping[str, object]) -> Source:
    """Return where a request comes from; a proxy beside us (on loopback) is believed about the last address named."""
    came = _address(str(environ.get("REMOTE_ADDR", "")))
    if came is None or came.is_loopback:
        came = _address(str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2])
    if came is None or came.is_loopback or came.is_link_local or came.is_unspecified:
        return UNKNOWN
    if any(came in net for net in _OWN_NETS):
        return UNKNOWN
    near, wide = (ip_network(f"{came}/{bits[came.version]}", strict=False) for bits in (_NEAR, _WIDE))
    return Source(near.network_address.packed, wide.network_address.packed)


def _address(told: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(told.strip().strip("[]"))
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def admitted(door: Door, source: Source, address: str) -> bool:
    """Tell whether one more may ask, and count it; ``address`` as it is kept (``subscribing.tidy``)."""
    party, now = door.config.party, door.clock()
    within = Asked.objects.filter(party=party, at__gt=now - HOUR)
    if not _has_room(door, source, within):
        return False
    near, wide = (_mark(door.seals, name, now // HOUR, value) for name, value in source._asdict().items())
    day = _mark(door.seals, "address", now // DAY, address.lower().encode())
    Asked.objects.create(party=party, at=now, near=near, wide=wide, address=day)
    return True


def _has_room(door: Door, source: Source, within: Any) -> bool:
    """Tell whether what was asked within the hour leaves room for one more from there."""
    total = within.count()
    if source == UNKNOWN:
        return bool(total < MOST_ASKED)
    many = total >= MOST_ASKED
    hour = door.clock() // HOUR
    near, wide = (
        within.filter(**{f"{name}__in": [_mark(door.seals, name, each, value) for each in (hour, hour - 1)]}).count()
        for name, value in source._asdict().items()
    )
    most_near, most_wide = (1, MOST_WIDE_WHEN_MANY) if many else (MOST_NEAR, MOST_WIDE)
    return bool(total < MOST_IN_ALL and near < most_near and wide < most_wide)


def _mark(seals: Seals, name: str, when: int, value: bytes) -> bytes:
    """A keyed mark that is another one when its hour, or day, is over; of nothing known, none."""
    return seals.passing(name.encode(), when.to_bytes(8), value) if value else b""


def has_been_written_to(door: Door, address: str) -> bool:
    """Tell whether so many have asked for an address within the day that it gets no further message to confirm."""
    now = door.clock()
    marks = [_mark(door.seals, "address", each, address.lower().encode()) for each in (now // DAY, now // DAY - 1)]
    known = Asked.objects.filter(party=door.config.party, at__gt=now - DAY, address__in=marks)
    return known.count() > MOST_WRITTEN


def sweep(door: Door) -> None:
    """Wipe the neighbourhoods of what is more than an hour old, and all of what is more than a day old."""
    known, now = Asked.objects.filter(party=door.config.party), door.clock()
    known.filter(at__lte=now - DAY).delete()
    known.filter(at__lte=now - HOUR).exclude(near=b"", wide=b"").update(near=b"", wide=b"")
