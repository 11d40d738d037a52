"""A short campaign from a fixed seed, and the proof that a campaign would find what is planted."""

from __future__ import annotations

from tests.fuzz import campaign
from tests.fuzz.campaign import Target
from warifu.core import canonical

ATTEMPTS = 3000


def test_nothing_but_our_own_errors_comes_out():
    made, broken = campaign.run("make test", 60, ATTEMPTS)
    assert broken == []
    assert made == ATTEMPTS


def test_every_reader_is_also_met_with_bytes_that_it_reads():
    """A campaign whose seeds are all refused would prove nothing."""
    for target in campaign.targets():
        if target.name not in {"texts", "bundle's content"}:
            for seed in target.seeds:
                target.read(seed)


def test_a_reader_that_breaks_is_found(monkeypatch):
    def breaks(raw: bytes) -> object:
        value = canonical.decode(raw)
        return value[1][2]

    planted = [Target("planted", [canonical.encode({1: [1, 2, 3]})], campaign.targets()[0].ways, breaks)]
    monkeypatch.setattr(campaign, "targets", lambda: planted)
    _, broken = campaign.run("planted", 20, ATTEMPTS)
    assert broken
    assert broken[0].target == "planted"


def test_a_seed_replays():
    assert campaign.run("again", 20, 200) == campaign.run("again", 20, 200)
