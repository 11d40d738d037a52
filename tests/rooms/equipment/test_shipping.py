"""May we ship? One row a reason: what stands, what is asked, and every step that refuses."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from tests.packs.bench import OF_ROOM
from warifu.core.quantity import Quantity
from warifu.doors import sentences
from warifu.law.room import RowContext
from warifu.rooms.equipment import shipping_cases
from warifu.rooms.equipment.acts import consent as acts
from warifu.rooms.equipment.acts import transfer as moved
from warifu.rooms.equipment.holdings import Holding, Told
from warifu.rooms.equipment.shipping import PREFIX, Consent, Made, Passed, Project, Question, Transfer, may_ship
from warifu.rooms.equipment.terms.consent import ConsentTerms, Scope, Third
from warifu.rooms.equipment.terms.project import ProjectTerms
from warifu.rooms.equipment.terms.transfer import Licensed, TransferTerms

PACK = OF_ROOM["equipment"]
ROWS = PACK.table["ship"]
DAY = date(2026, 6, 10)
ITEM, CENTRE, FIRM = "SET-1", "GB-CENTRE-1", "AU-FIRM-3"


def days(number: int) -> date:
    return DAY + timedelta(days=number)


def sets(number: int) -> Quantity:
    return Quantity(Decimal(number), "SET")


LICENCE = moved.Licence(DAY, (CENTRE,), DAY, days(180), "EL-26-777")
TERMS = TransferTerms(
    "GB-T-1", "GB", "project", DAY, (moved.Item(ITEM, sets(12)),), (moved.Recipient(CENTRE, "GB", "end_user"),),
    (moved.Share(ITEM, CENTRE, Decimal(12)),), "trial", DAY, days(700),
    decided=(moved.Decided(CENTRE, "granted", ("use_as_stated",), valid_from=DAY, valid_to=days(365)),),
    granted=(moved.Share(ITEM, CENTRE, Decimal(12)),), licences=(Licensed(b"L", LICENCE),),
)  # fmt: skip
PROJECT = Project("active", ProjectTerms("GB-P-1", "cbrn_protection", "research", "GB", (), note="N/1", reply="N/2"))
TRANSFER = Transfer(
    b"T", "licensed", TERMS,
    Told({(ITEM, CENTRE): Holding(shipped=Decimal(8), received=Decimal(8), held=Decimal(8))}, ()), (), PROJECT,
)  # fmt: skip
LINE = Scope(ITEM, FIRM, sets(4), sets(2), sets(0))
GIVEN = ConsentTerms(
    "GB-C-1", "third_party", "GB", (acts.ConsentItem(0, ITEM, sets(4), FIRM),), (acts.Receiver(FIRM, "AU"),), "trial",
    days(90), days(30), (b"T",), agreed=True, scope=(LINE,), reference="CON/1",
)  # fmt: skip
DRAW = Made(b"D", acts.Draw(DAY, (acts.Drawn(ITEM, sets(2)),), FIRM), confirmed=True)
CONSENT = Consent(b"C", "consented", GIVEN, (DRAW,))
BOUGHT = acts.Succession(DAY, "bought", FIRM, "AU-FIRM-9", "AU")
WHOLE = {"to": FIRM, "us": "GB", "peer": "JP"}
OWN = {"to": CENTRE, "us": "JP", "peer": "GB"}


def asks(on: int = 0, quantity: int | None = None, **who: str) -> Question:
    told = WHOLE | who
    return Question(
        ITEM, told["to"], days(on), told["us"], told["peer"], None if quantity is None else Decimal(quantity)
    )


def terms(**changed: Any) -> Consent:
    return CONSENT._replace(terms=replace(GIVEN, **changed))


def supplied(**changed: Any) -> Transfer:
    return TRANSFER._replace(terms=replace(TERMS, **changed))


REFUSED = (moved.Decided(CENTRE, "refused", reasons=("security",)),)
SPENT = Scope(ITEM, FIRM, sets(2), sets(2), sets(0))
SUSPENDED = PROJECT._replace(state="halted")
PARTNER = Third("IT", "M/7", DAY, None, "GB", confirmed=True)
TABLE: list[tuple[str, Question, Transfer | None, Consent | None, list[str]]] = [
    # as provider
    ("own decision and licence", asks(**OWN), TRANSFER, None, []),
    ("all that is left", asks(quantity=4, **OWN), TRANSFER, None, []),
    ("more than is left", asks(quantity=5, **OWN), TRANSFER, None, ["above_granted"]),
    ("not decided", asks(**OWN), supplied(decided=(), granted=(), licences=()), None, ["not_decided", "licence"]),
    ("refused", asks(**OWN), supplied(decided=REFUSED, granted=(), licences=()), None, ["not_granted", "licence"]),
    ("after its days", asks(366, **OWN), TRANSFER, None, ["validity", "licence"]),
    ("after the licence", asks(181, **OWN), TRANSFER, None, ["licence"]),
    ("finished", asks(**OWN), TRANSFER._replace(state="finished"), None, ["over"]),
    ("project suspended", asks(**OWN), TRANSFER._replace(project=SUSPENDED), None, ["project"]),
    ("project not seen", asks(**OWN), TRANSFER._replace(project=None), None, ["project"]),
    ("a supply needs no project", asks(**OWN), supplied(ground="acsa")._replace(project=None), None, []),
    ("nobody of the transfer", asks(to="GB-FIRM-4", us="JP", peer="GB"), TRANSFER, None, ["nothing"]),
    ("who receives is not the provider", asks(to=CENTRE), TRANSFER, None, ["nothing"]),
    # as holder
    ("consented and drawn", asks(), TRANSFER, CONSENT, []),
    ("as many as are drawn", asks(quantity=2), TRANSFER, CONSENT, []),
    ("more than is drawn and than is left", asks(quantity=3), TRANSFER, CONSENT, ["above_rest"]),
    ("nothing drawn yet", asks(quantity=2), TRANSFER, CONSENT._replace(draws=()), ["draw_first"]),
    (
        "drawn, and not confirmed", asks(), TRANSFER, CONSENT._replace(draws=(DRAW._replace(confirmed=False),)),
        ["draw_not_agreed"],
    ),
    (
        "drawn and delivered", asks(quantity=1), TRANSFER._replace(passed=(Passed(b"D", ITEM, Decimal(2)),)),
        terms(scope=(SPENT,)), ["spent"],
    ),
    ("asked", asks(), TRANSFER, terms(agreed=False, scope=())._replace(state="requested", draws=()), ["asked"]),
    (
        "asked, and the deadline has passed", asks(31), TRANSFER,
        terms(agreed=False, scope=())._replace(state="requested", draws=()), ["silent"],
    ),
    ("refused", asks(), TRANSFER, terms(agreed=False, scope=())._replace(state="refused"), ["refused"]),
    ("withdrawn", asks(), TRANSFER, terms(agreed=False, scope=())._replace(state="withdrawn"), ["withdrawn"]),
    ("taken back, though drawn", asks(), TRANSFER, CONSENT._replace(state="revoked"), ["revoked"]),
    ("given for another part", asks(), TRANSFER, terms(scope=()), ["not_covered"]),
    ("after its last day", asks(91), TRANSFER, CONSENT, ["expired"]),
    ("a third state is silent", asks(), TRANSFER, terms(partners=("IT",)), ["third"]),
    ("a third state has consented", asks(), TRANSFER, terms(partners=("IT",), third=(PARTNER,)), []),
    (
        "a third state's consent is declared alone", asks(), TRANSFER,
        terms(partners=("IT",), third=(replace(PARTNER, confirmed=False),)), ["third"],
    ),
    (
        "a state has joined the project since", asks(),
        TRANSFER._replace(project=PROJECT._replace(terms=replace(PROJECT.terms, partners=("IT",)))), CONSENT, ["third"],
    ),
    ("bought, and nobody has ruled", asks(), TRANSFER, CONSENT._replace(open=(BOUGHT,)), ["not_ruled"]),
    ("nothing is held", asks(), TRANSFER._replace(told=Told({}, ())), CONSENT, ["not_held"]),
    ("the transfer is not seen", asks(), None, CONSENT, ["not_held"]),
    (
        "the transfer of what was named anew is not seen", asks(), None,
        terms(scope=(replace(LINE, origin="SET-0"),)), ["not_held"],
    ),
    ("the project is not seen", asks(), TRANSFER._replace(project=None), CONSENT, ["project"]),
    ("before the day that was drawn for", asks(-1, 2), TRANSFER, CONSENT, ["draw_first"]),
    ("a rehearsal of the transfer", asks(**OWN), supplied(exercise=True), None, ["nothing"]),
    ("a rehearsal of the consent", asks(), TRANSFER, terms(exercise=True), ["nothing"]),
    ("held in a rehearsal alone", asks(), supplied(exercise=True), CONSENT, ["not_held"]),
    ("somebody else", asks(to="AU-FIRM-4"), TRANSFER, CONSENT, ["nothing"]),
    ("the other side's consent", asks(us="JP", peer="GB"), TRANSFER, CONSENT, ["nothing"]),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_the_answer_and_every_reason(row):
    _, question, transfer, consent, expected = row
    answer = may_ship(question, [transfer] if transfer else [], [consent] if consent else [], ROWS)
    assert [each.rule.removeprefix(PREFIX) for each in answer.ruling] == expected
    assert answer.permitted is (not expected)
    for each in answer.ruling:
        assert each.article == ROWS[each.rule.removeprefix(PREFIX)]
        for language in ("en", "ja"):
            told = sentences.of_finding(each, language, "equipment/consent_request")
            assert "{" not in told
            assert each.rule not in told


def test_every_step_of_the_pack_refuses_somewhere_and_rests_on_an_article():
    assert {step for row in TABLE for step in row[4]} == set(ROWS)
    assert set(ROWS.values()) <= set(PACK.articles)


def test_what_is_no_row_is_not_asked():
    fewer = {step: article for step, article in ROWS.items() if step != "licence"}
    assert may_ship(asks(181, **OWN), [TRANSFER], [], fewer).permitted


def test_yes_says_under_what_how_much_and_which_draws_to_cite():
    more = CONSENT._replace(draws=(DRAW, DRAW._replace(act=b"E")))
    under = may_ship(asks(quantity=2), [TRANSFER], [more], ROWS).under
    assert under is not None
    assert (under.kind, under.case, under.left, under.unit, under.draws) == (
        "consent",
        b"C",
        Decimal(4),
        "SET",
        (b"D",),
    )
    under = may_ship(asks(quantity=3), [TRANSFER], [more], ROWS).under
    assert under is not None
    assert under.draws == (b"D", b"E")
    under = may_ship(asks(**OWN), [TRANSFER], [], ROWS).under
    assert under is not None
    assert (under.kind, under.reference, under.left, under.until) == ("transfer", "EL-26-777", Decimal(4), days(180))


def test_of_two_consents_the_one_that_covers_it_answers_and_else_all_reasons_are_told():
    refused = terms(number="GB-C-0", agreed=False, scope=())._replace(case=b"B", state="refused")
    answer = may_ship(asks(), [TRANSFER], [refused, CONSENT], ROWS)
    assert answer.under is not None
    assert answer.under.case == b"C"
    answer = may_ship(asks(91), [TRANSFER], [refused, CONSENT], ROWS)
    assert [each.rule.removeprefix(PREFIX) for each in answer.ruling] == ["refused", "expired"]


def _stand(kind: str, side: str, digest: bytes, quantity: int, *cites: bytes) -> Any:
    act = SimpleNamespace(kind=f"equipment/{kind}", side_of=side, time=len(digest), cites=cites)
    body = SimpleNamespace(on=DAY, lines=(moved.Moved(ITEM, CENTRE, Decimal(quantity)),))
    return SimpleNamespace(status="irregular", placed=SimpleNamespace(act=act, body=body, digest=digest))


@pytest.mark.parametrize(
    ("side", "expected"), [("GB", 1), ("JP", 2)], ids=["its own side corrects", "the other side would correct it"]
)
def test_what_was_passed_on_is_corrected_by_its_own_side_alone(side, expected):
    facts = [_stand("passed_on", "GB", b"F", 2, b"D"), _stand("correction", side, b"CC", 1, b"F")]
    cited = {b"D": SimpleNamespace(placed=SimpleNamespace(act=SimpleNamespace(kind="equipment/draw"), body=DRAW.body))}
    case: Any = SimpleNamespace(of_nature=lambda _nature: facts)
    passed = list(shipping_cases._passed(case, RowContext(("GB", "JP"), "GB", cited)))
    assert passed == [Passed(b"D", ITEM, Decimal(expected))]
