"""A party's roll read out as rows, and the two-handed papers of the room."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from warifu.core import act as acts_core
from warifu.core import canonical
from warifu.core.act import Act
from warifu.core.keys import ed25519_from_seed, mldsa65_from_seed
from warifu.core.wire import to_plain
from warifu.law.case import At, Case, Placed, fold
from warifu.law.judge import Ruling
from warifu.law.roll import Adoption, Appointment, Desk, Found, Holding, Limit, NewRoot, OfficerKey, Revocation
from warifu.law.room import RowContext, Rows, read_body
from warifu.rooms.parties import ROOM
from warifu.rooms.parties.acts import Handover, Held, Pin, Takeover

CONTEXT = RowContext("GB-JP", "GB", {})
FROM, TO = date(2026, 1, 1), date(2028, 12, 31)
DAY_ONE = FROM.toordinal() - 719_163
ROOT, OFFICER, SECOND = (ed25519_from_seed(bytes([n]) * 32) for n in (1, 2, 3))


class Permissive:
    """Permits everything; a roll's own law is in ``law.roll``."""

    def rule(self, placed: Placed, at: At) -> Ruling | None:
        del placed, at
        return ()

    def evolve(self, terms: Any, placed: Placed) -> Any:
        return ROOM.evolve(terms, placed)

    def is_late(self, placed: Placed) -> bool:
        del placed
        return False


def fold_of(*written: tuple[str, Any, Any]) -> Case:
    """Fold a case of (kind, body, signer) in the order of one party's log."""
    acts: list[Placed] = []
    root = head = b""
    for place, (name, body, signer) in enumerate(written):
        kind = ROOM.kinds[f"parties/{name}"]
        after = b"" if head == root else head
        made = Act(
            b"\x00" * 32, kind.name, "GB", "GB-HQ", signer.public.key_id(), 1_767_225_600 + place, to_plain(body),
            case=root, after=after,
        )  # fmt: skip
        raw = acts_core.encode(made)
        placed = Placed(acts_core.decode(raw), canonical.digest(raw), "GB", place, kind, read_body(kind, made.body))
        acts.append(placed)
        root = root or placed.digest
        head = placed.digest if kind.nature == "will" or not head else head
    case = fold(ROOM.flows[acts[0].act.kind], acts, [], Permissive())
    assert case is not None
    return case


def rows_of(*written: tuple[str, Any, Any]) -> Rows:
    return ROOM.rows(fold_of(*written), CONTEXT)


FOUND = Found(ROOT.public.raw, mldsa65_from_seed(b"\x07" * 32).public.raw, b"proof")
KEY = OfficerKey("GB-1", OFFICER.public.algorithm, OFFICER.public.raw, FROM, TO)
CHIEF = Appointment("A-1", ("appointing_officer",), ("*",), FROM, TO, "GB-1")
CLERK = Appointment(
    "A-2", ("ordering_officer",), ("GB-CALDER", "GB-X"), FROM, TO, post="LOGO", limits=(Limit("GBP", Decimal("1e3")),)
)


def test_a_roll_is_read_out():
    found = rows_of(
        ("found", FOUND, ROOT), ("officer", KEY, ROOT), ("appointment", CHIEF, ROOT), ("appointment", CLERK, OFFICER),
        ("holding", Holding("LOGO", "GB-1", FROM, acting=True), OFFICER),
        ("desk", Desk("GB-CALDER", "HMS Calder", "カルダー", TO), OFFICER),
        ("adoption", Adoption(b"\x05" * 32, "gb-jp/acsa-2017", "1"), OFFICER),
    ).tables  # fmt: skip
    keys = {row.purpose: row for row in found["parties_key"]}
    assert set(keys) == {"root", "root_pq", "officer"}
    officer = keys["officer"]
    assert (officer.key, officer.holder, officer.valid_from, officer.until) == (
        OFFICER.public.key_id(), "GB-1", DAY_ONE, -1,
    )  # fmt: skip
    clerk = found["parties_appointment"][1]
    assert (clerk.number, clerk.post, clerk.desks, clerk.limits) == ("A-2", "LOGO", "GB-CALDER GB-X", "GBP:1000")
    assert (found["parties_holding"][0].post, found["parties_holding"][0].acting) == ("LOGO", True)
    assert found["parties_desk"][0].name_ja == "カルダー"
    assert found["parties_adoption"][0].name == "gb-jp/acsa-2017"
    assert "parties_no_effect" not in found
    assert found["parties_case"][0].acts == 7


def test_a_revocation_ends_a_key_from_its_place_on():
    found = rows_of(
        ("found", FOUND, ROOT), ("officer", KEY, ROOT),
        ("revocation", Revocation("key", key_id=OFFICER.public.key_id(), doubtful_since=FROM), ROOT),
    ).tables  # fmt: skip
    key = next(row for row in found["parties_key"] if row.purpose == "officer")
    assert (key.since, key.until, key.doubtful_since) == (1, 2, DAY_ONE)


def test_a_roll_act_without_right_is_on_record_without_effect():
    found = rows_of(("found", FOUND, ROOT), ("officer", KEY, ROOT), ("appointment", CHIEF, OFFICER)).tables
    row = found["parties_no_effect"][0]
    assert (row.kind, row.place, row.findings) == ("parties/appointment", 2, "roll.root_only")
    assert "parties_appointment" not in found


def test_a_key_that_is_none_harms_nothing():
    bad = NewRoot(b"short", b"", b"")
    found = rows_of(("found", FOUND, ROOT), ("new_root", bad, ROOT)).tables
    assert found["parties_no_effect"][0].findings == "roll.key_bad"


def test_a_handover_waits_for_the_second_hand():
    body = Handover(FROM, "H-1", "LOGO", "GB-2", (b"\x01" * 32,), (Held("JP", "GB", "GBP", 0, 5),), ("C-1", "C-2"))
    row = rows_of(("handover", body, OFFICER)).tables["parties_handover"][0]
    assert (row.state, row.open_cases, row.balances, row.copies) == ("handed_over", 1, 1, "C-1 C-2")
    row = rows_of(("handover", body, OFFICER), ("takeover", Takeover(FROM), SECOND)).tables["parties_handover"][0]
    assert row.state == "taken_over"


def test_a_pin_says_whose_root_and_who_read_it():
    row = rows_of(("pin", Pin(FROM, "JP", b"\x06" * 32, ("GB-1", "GB-2")), OFFICER)).tables["parties_pin"][0]
    assert (row.party, row.root, row.read_by, row.on_day) == ("JP", b"\x06" * 32, "GB-1 GB-2", DAY_ONE)
