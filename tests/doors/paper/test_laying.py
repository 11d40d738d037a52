"""Acts as forms: what a form says is what the act says, how it stands, who signs; for every kind there is paper."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.doors.paper import pages
from tests.doors.paper.test_press import a_sheet
from tests.rooms.logistics import bodies as any_body
from tests.world import World, play_of
from warifu.core.errors import LogError
from warifu.core.label import EXERCISE
from warifu.doors.demo import cast
from warifu.doors.paper import bodies, laying, press, words
from warifu.doors.paper.sheet import Facts, Table
from warifu.node.open import rooms
from warifu.rooms.information.acts.house import Sighted
from warifu.rooms.logistics.acts import Dispute, Note, Statement, Total
from warifu.rooms.parties.acts import Handover

AT = 1_790_000_000
KINDS = {name: kind for room in rooms().values() for name, kind in room.kinds.items()}


def _stand(played, digest):
    return laying.held(played.jp, "GB", digest).stand


def _one(played, kind, test=lambda _held: True):
    for digest in played.acts[kind]:
        held = laying.held(played.jp, "GB", digest)
        if test(held):
            return laying.sheet(held, AT)
    raise AssertionError(kind)


@pytest.mark.parametrize(
    ("kind", "test", "en", "ja"),
    [
        ("logistics/request", lambda h: h.placed.body.transaction == "supply", "Request for supplies", "物品・役務"),
        ("logistics/request", lambda h: h.placed.body.transaction == "loan", "Request for a loan", "物品貸付要請書"),
        ("logistics/offer", lambda _: True, "Offer", "提供回答書"),
        ("logistics/accept", lambda h: laying.variant(h) == "order", "Order", "承諾書（合意書）"),
        ("logistics/issue", lambda h: h.placed.body.purpose == "return", "Return voucher", "返還物品引渡書"),
        ("logistics/issue", lambda h: h.stand.status == "irregular", "Report of an irregular", "不備のある引渡し"),
        ("logistics/receipt", lambda h: h.placed.body.purpose == "replacement", "Receipt and inspection", "検収書"),
        ("logistics/receipt", lambda h: h.placed.body.purpose == "exchange", "service in exchange", "交換役務受領書"),
        ("logistics/invoice", lambda h: h.placed.act.party == "JP", "Notice to pay", "納入告知書"),
        ("logistics/invoice", lambda h: h.placed.act.party == "GB", "Invoice", "請求書"),
        ("logistics/payment", lambda _: True, "Payment notice", "支払通知書"),
        ("logistics/acknowledge", lambda _: True, "Acknowledgement of payment", "領収確認書"),
        ("logistics/set_off", lambda _: True, "set-off", "相殺提案書"),
        ("logistics/ratify", lambda _: True, "Ratification", "追認書"),
        ("parties/appointment", lambda _: True, "Appointment", "任命・委任書"),
        ("programme/activity", lambda _: True, "Proposal of an activity", "活動提案書"),
    ],
)  # fmt: skip
def test_a_form_is_called_what_offices_call_it(played, kind, test, en, ja):
    sheet = _one(played, kind, test)
    assert en in sheet.title.en
    assert ja in sheet.title.ja
    said = pages.bare(press.form(sheet))
    assert "".join(sheet.title.ja.split()) in said


def test_a_request_says_in_both_languages_what_is_asked(played):
    order = played.orders["fuel"]
    said = pages.text(laying.of_act(played.gb, "JP", order.case, AT))
    for word in (
        "Fuel, naval distillate F-76",
        "120,000 L",
        "120,000リットル",
        "燃料・油脂・潤滑油",
        "cash",
        "償還（通貨）",
    ):
        assert word in said
    for word in ("ordering officer", "要請担当官", "accepting officer", "承諾担当官", "ACSA Art. 1(1)(a)", "第1条1(a)"):
        assert word in said
    assert "[draft, to be checked]" in said
    assert "（要確認）" in said


def test_an_order_says_what_is_agreed_by_it(played):
    sheet = _one(played, "logistics/accept", lambda h: h.placed.act.case == played.orders["fuel"].case)
    said = pages.text(press.form(sheet))
    assert "What is agreed by it" in said
    assert "JPY 13,440,000" in said
    assert "13,696,000円" in said


def test_both_nodes_print_the_same_page_of_the_same_act(played):
    digest = played.orders["fuel"].receipts[0]
    assert laying.of_act(played.gb, "JP", digest, AT) == laying.of_act(played.jp, "GB", digest, AT)


def test_time_is_said_in_zulu_in_local_and_by_era(played):
    said = pages.text(laying.of_act(played.gb, "JP", played.orders["fuel"].case, AT))
    assert "211413ZSEP26 (21 Sep 15:13 BST)" in said
    assert "令和8年9月21日 23時13分（日本時間）" in said


def test_a_discrepancy_flows_onto_the_receipt(played):
    sheet = laying.sheet_of(played.gb, "JP", played.orders["fuel"].receipts[-1], AT)
    said = pages.text(press.form(sheet))
    assert "48,200 L" in said
    assert "不足" in said
    assert "short" in said


def test_what_is_irregular_says_why_by_which_rule(played):
    sheet = _one(played, "logistics/issue", lambda h: h.stand.status == "irregular")
    said = pages.text(press.form(sheet))
    assert "What is irregular in it" in said
    assert "不備の内容" in said
    assert "根拠:" in said


def test_who_signed_is_named_from_the_opening_and_nobody_else(played):
    issued = next(
        digest
        for digest in played.acts["logistics/issue"]
        if laying.held(played.jp, "GB", digest).placed.act.party == "GB"
    )
    said = pages.bare(laying.of_act(played.jp, "GB", issued, AT))
    assert "LtCdrA.Invented/架空花子3等海佐(personGB-004)" in said
    other = next(
        digest
        for digest in played.acts["logistics/issue"]
        if laying.held(played.jp, "GB", digest).placed.act.party == "JP"
    )
    assert "Invented" not in pages.text(laying.of_act(played.jp, "GB", other, AT))


def test_unconfirmed_is_sent_never_agreed():
    world = World(3)
    digest = world.gb.must("programme/activity", cast.activities(world.today)["exercise"], "liaison").act
    said = pages.text(laying.of_act(world.gb.node, "JP", digest, AT))
    assert "sent, not confirmed by the other side" in said
    assert "相手国は未確認" in said
    assert "agreed" not in said
    world.exchange()
    assert "confirmed by the other side" in pages.text(laying.of_act(world.gb.node, "JP", digest, AT))


def test_a_rehearsal_says_so_on_its_banner_and_across():
    world = World(4)
    body = cast.rehearsal(world.today)
    digest = world.gb.must("programme/activity", body, "liaison", label=(EXERCISE,)).act
    sheet = laying.sheet_of(world.gb.node, "JP", digest, AT)
    assert sheet.exercise
    assert "EXERCISE" in sheet.marking.en
    assert "演練" in sheet.marking.ja


BANNERS = [
    (("JP-ADMIN", "draft", "注意"), "注意 (JP) · OFFICIAL-SENSITIVE (GB)", "注意（JP） ・ OFFICIAL-SENSITIVE（GB）"),
    (("GB-GSC", "2014-04-02", "OFFICIAL"), "OFFICIAL (GB)", "OFFICIAL（GB）"),
    (
        ("GB-GSC", "2014-04-02", "SECRET"),
        "SECRET (GB) · 極秘 or 特定秘密 (JP, not ruled yet)",
        "SECRET（GB） ・ 極秘又は特定秘密（JP、未決定）",
    ),
    (("NOBODY-KNOWS-IT", "1", "ULTRA"), "NOBODY-KNOWS-IT 1 ULTRA", "NOBODY-KNOWS-IT 1 ULTRA"),
]


@pytest.mark.parametrize(("label", "en", "ja"), BANNERS)
def test_both_markings_stand_on_the_banner_as_they_are_written(played, label, en, ja):
    act = laying.held(played.gb, "JP", played.orders["fuel"].case)
    marked = act._replace(placed=act.placed._replace(act=replace(act.placed.act, label=label)))
    assert laying.marking(marked, AT) == (en, ja)
    rehearsed = act._replace(placed=act.placed._replace(act=replace(act.placed.act, label=(*label, EXERCISE))))
    assert laying.marking(rehearsed, AT).en.endswith(f"· {en}")
    assert laying.marking(act, AT) == words.item("unmarked")


def test_paper_entered_for_the_other_side_is_signed_by_that_side(played):
    act = laying.held(played.gb, "JP", played.orders["fuel"].case)
    entered = msgspec.structs.replace(act.placed.act, on_behalf="JP")
    sheet = laying.sheet(act._replace(placed=act.placed._replace(act=entered)), AT)
    assert "entered from paper of Japan (JP)" in sheet.under.en
    assert "代理登録" in sheet.under.ja
    assert sheet.boxes[0].party.en == "Japan (JP)"
    assert not sheet.boxes[0].sealed.en


def test_an_erased_text_is_named_as_erased():
    from warifu.law.removal import Erase, Erased

    world = World(5)
    play = play_of(world)
    from warifu.doors.demo import chapters

    order = chapters.fuel_at_sea(play)
    more = {"case": order.case, "texts": {1: "a name that must go", 2: "the reason stays"}}
    note = world.gb.must("logistics/note", Note(world.today), "orders", **more).act
    assert "a name that must go" in pages.text(laying.of_act(world.gb.node, "JP", note, AT))
    roll = world.gb.node.pair("JP").rolls["GB"]
    erase = Erase(world.today, "personal", (Erased(0, (1,)),))
    world.gb.must("parties/erase", erase, "chief", case=roll.founded, cites=(note,))
    said = pages.text(laying.of_act(world.gb.node, "JP", note, AT))
    assert "a name that must go" not in said
    assert "(erased)" in said
    assert "消去済み" in said
    assert "the reason stays" in said


def test_a_dispute_names_what_is_contested(played):
    world = played.world
    receipt = played.orders["fuel"].receipts[0]
    body = Dispute(world.today, "quantity")
    digest = world.jp.must("logistics/dispute", body, "accepts", case=played.orders["fuel"].case, cites=(receipt,)).act
    sheet = laying.sheet_of(played.jp, "GB", digest, AT)
    said = pages.text(press.form(sheet))
    assert sheet.title.ja == "紛争申立書"
    assert "[1]" in said
    assert "数量" in said
    world.exchange()


def test_a_handover_is_signed_by_two_officers_of_one_side(played):
    body = Handover(played.world.today, "GB-HO-26-01", "OPSO", "GB-011", (played.orders["fuel"].case,))
    digest = played.world.gb.must("parties/handover", body, "liaison").act
    sheet = laying.sheet_of(played.gb, "JP", digest, AT)
    assert [box.party.en for box in sheet.boxes] == ["United Kingdom (GB)"] * 2
    assert [box.role.ja for box in sheet.boxes] == ["前任者", "後任者"]


def test_an_opening_balance_shows_who_owes_what_in_figures(played):
    world = played.world
    totals = (Total("JP", "GB", "GBP", -1, 980005), Total("GB", "JP", "pol/F-76@L", 2, 699))
    body = Statement(world.today, "GB-FIN-26-0001", "opening", world.today, totals, undetermined=3, exercise=True)
    # Invented figures are no balance of these books: only a rehearsal may state them.
    signed = world.gb.must("logistics/statement", body, "finance", label=("EXERCISE",))
    sheet = laying.sheet_of(played.gb, "JP", signed.act, AT)
    said = pages.text(press.form(sheet))
    assert sheet.title.ja == "期首残高確認書"
    for word in ("98,000.5", "69,900", "英ポンド（GBP）", "F-76, in L", "（F-76） リットル", "確定不能"):
        assert word in said


def test_a_national_record_is_printed_for_our_own_eyes(played):
    from warifu.doors import introduction
    from warifu.record import log

    world = World(6, pinned=False)
    read_by = ["GB-001", "GB-002"]
    founded = world.jp.node.pair("GB").rolls["JP"].founded
    introduction.pin(world.gb.node, "JP", founded, read_by, world.gb.officers["chief"])
    (line, *_) = log.lines(world.gb.node.store, "national", "GB", 0, 9)
    sheet = laying.sheet_of(world.gb.node, "JP", line.act, AT)
    said = pages.text(press.form(sheet))
    assert sheet.title.ja == "ルート鍵固定書"
    assert "national record, not sent to the other side" in said
    assert "確認者" in said
    assert "GB-001, GB-002" in said


def test_an_act_that_is_not_here_is_refused(played):
    with pytest.raises(LogError) as refused:
        laying.of_act(played.gb, "JP", bytes(32), AT)
    assert refused.value.code == "act.not_here"
    for which in ("", "abc", "zz" * 20, "00" * 40, "00" * 32):
        with pytest.raises(LogError) as refused:
            laying.find(played.gb, "JP", which)
        assert refused.value.code == "act.not_here"


def test_an_act_is_found_by_how_its_digest_begins(played):
    digest = played.orders["fuel"].receipts[0]
    assert laying.find(played.gb, "JP", digest.hex()[:11].upper()) == digest


def test_every_act_of_the_play_is_printed(played):
    kinds = set()
    for kind, digests in played.acts.items():
        sheet = laying.sheet_of(played.jp, "GB", digests[0], AT)
        made = press.form(sheet)
        assert not pages.overlaps(made), kind
        assert not pages.outside(made), kind
        kinds.add(kind)
    assert len(kinds) > 15


@pytest.mark.parametrize("name", sorted(KINDS))
@settings(max_examples=2)
@given(drawn=st.data())
def test_no_kind_of_act_is_without_paper(name, drawn):
    body = drawn.draw(any_body.record(KINDS[name].body))
    parts = bodies.parts(body, bodies.Known({}, {1: "F-76"}, {1: words.plain("described")}))
    made = press.form(a_sheet(*parts, title=words.title(name)))
    assert pages.opened(made)
    assert not pages.outside(made)


def test_a_list_of_negative_figures_stays_on_the_page():
    parts = bodies.parts(Sighted(date(2026, 1, 1), (-(2**62),) * 5), bodies.Known())
    assert not pages.outside(press.form(a_sheet(*parts, title=words.title("information/sighted"))))


@given(drawn=st.data())
@settings(max_examples=40)
def test_nothing_that_a_body_says_is_left_out(drawn):
    name = drawn.draw(st.sampled_from(sorted(KINDS)))
    body = drawn.draw(any_body.record(KINDS[name].body))
    parts = bodies.parts(body, bodies.Known())
    shown = {line.label for part in parts if isinstance(part, Facts) for line in part.lines}
    shown |= {column.head for part in parts if isinstance(part, Table) for column in part.columns}
    for field, value in bodies.said(body):
        if not hasattr(value, "__struct_fields__") and not (isinstance(value, tuple) and value):
            assert words.field(type(body).__name__, field) in shown
