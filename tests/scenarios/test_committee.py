"""The joint committee's year over two nodes: counted on both, stated, contested, restated, agreed; in PDF and XLSX."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import python_calamine

from tests.house_world import appoint
from tests.world import Half, World, play_of
from warifu.core.days import fiscal_year
from warifu.core.errors import FileError
from warifu.doors.committee import counting, packing
from warifu.doors.committee.counting import Year
from warifu.doors.demo import chapters
from warifu.doors.forms import body_of


@pytest.fixture(scope="module")
def world() -> World:
    made = World(29)
    made.exchange()
    play = play_of(made)
    chapters.relief(play)
    chapters.fuel_at_sea(play)
    made.exchange()
    made.goes_on = lambda: chapters.repair(play)  # type: ignore[attr-defined]
    return made


def _year(world: World) -> Year:
    return Year(fiscal_year(world.today), world.today)


def _pack(half: Half, world: World) -> packing.Pack:
    return packing.of_year(half.node, half.peer, _year(world))


def _sign(half: Half, draft: dict[str, Any], **changed: Any) -> bytes:
    """Sign what the pack proposes, as ``warifu act submit`` would read it."""
    kind = half.node.rooms["programme"].kinds[draft["kind"]]
    body = body_of(kind, {**draft["body"], **changed})
    case = bytes.fromhex(draft.get("case", ""))
    return half.must(draft["kind"], body, "committee", case=case).case


def _appointed(world: World) -> None:
    for half in (world.gb, world.jp):
        if "committee" not in half.officers:
            appoint(half, {"committee": (f"{half.party}-950", ("committee_member",))})
    world.exchange()


def test_both_halves_count_the_same_at_the_same_sizes_however_much_comes_after(world: World) -> None:
    gb, jp = _pack(world.gb, world), _pack(world.jp, world)
    assert gb.figures == jp.figures
    assert gb.sizes == jp.sizes
    assert gb.figures["cases.order.closed"] == 1
    assert gb.figures["acts.GB"] + sum(v for k, v in gb.figures.items() if k.startswith("answers.GB")) == gb.sizes["GB"]
    owed = {key: value for key, value in gb.figures.items() if key.startswith("open.")}
    assert owed
    assert all(value > 0 for value in owed.values())
    world.goes_on()  # type: ignore[attr-defined]
    world.exchange()
    assert counting.figures(world.gb.node, "JP", gb.sizes, _year(world)) == gb.figures
    assert counting.figures(world.jp.node, "GB", gb.sizes, _year(world)) == gb.figures
    assert _pack(world.jp, world).figures != gb.figures


def test_a_wrong_figure_is_contested_restated_and_agreed(world: World, tmp_path: Path) -> None:
    _appointed(world)
    today = world.today.isoformat()
    pack = _pack(world.gb, world)
    following = packing.draft(pack, "GB-UKDEF-F-1", today)
    assert following is not None
    wrong = [{**each, "mantissa": each["mantissa"] + 1} if each["key"] == "cases.order.closed" else each
             for each in following["body"]["figures"]]  # fmt: skip
    case = _sign(world.gb, following, figures=wrong)
    assert packing.draft(_pack(world.gb, world), "-", today) is None
    world.exchange()

    theirs = _pack(world.jp, world)
    assert theirs.sizes == pack.sizes
    assert theirs.differing == {"cases.order.closed": pack.figures["cases.order.closed"]}
    contested = packing.draft(theirs, "-", today)
    assert contested is not None
    assert contested["kind"] == "programme/differ_figures"
    packing.write(theirs, tmp_path / "differs", 1_790_000_000, contested)
    _sign(world.jp, contested)
    world.exchange()
    assert world.gb.case(case).state == "differs"
    assert _pack(world.gb, world).standing.others == theirs.differing  # type: ignore[union-attr]

    again = packing.draft(_pack(world.gb, world), "-", today)
    assert again is not None
    assert again["kind"] == "programme/restate_figures"
    _sign(world.gb, again)
    world.exchange()
    agree = packing.draft(_pack(world.jp, world), "-", today)
    assert agree is not None
    assert agree["kind"] == "programme/agree_figures"
    _sign(world.jp, agree)
    world.exchange()
    for half in (world.gb, world.jp):
        final = _pack(half, world)
        assert final.standing is not None
        assert (final.standing.case.state, final.standing.terms.agreed, final.differing) == ("agreed", True, {})
    assert world.same()
    _read(tmp_path / "differs", theirs)


def _read(folder: Path, pack: packing.Pack) -> None:
    """The files say in both languages what was counted and where it differs."""
    name = f"committee-{pack.year.year}"
    document = pypdfium2.PdfDocument(folder / f"{name}.pdf")
    said = "".join(page.get_textpage().get_text_range() for page in document)
    for phrase in (
        "Joint committee: figures of the year",
        "合同委員会年次資料",
        "Where the two sides differ",
        "双方の数値の相違",
    ):
        assert phrase in said
    book = python_calamine.load_workbook(str(folder / f"{name}.xlsx"))
    rows = book.get_sheet_by_name("figures").to_python()
    assert {row[0]: Decimal(str(row[3])) for row in rows[1:]} == pack.figures
    (differs,) = book.get_sheet_by_name("differences").to_python()[1:]
    assert (differs[0], int(differs[4]) - int(differs[3])) == ("cases.order.closed", 1)
    told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    assert list(told["differing"]) == ["cases.order.closed"]
    assert json.loads((folder / "next-act.json").read_text(encoding="utf-8"))["kind"] == "programme/differ_figures"
    with pytest.raises(FileError, match=r"file\.exists"):
        packing.write(pack, folder, 1_790_000_000, None)


def test_figures_know_no_rehearsal_and_no_other_year(world: World) -> None:
    year = _year(world)
    before = Year(year.year - 1, year.first - timedelta(days=1))
    sizes = _pack(world.gb, world).sizes
    past = counting.figures(world.gb.node, "JP", sizes, before)
    assert not [key for key in past if key.startswith(("cases.order", "settled", "open"))]


def test_every_key_that_is_counted_is_one_that_the_pack_knows(world: World) -> None:
    packs = world.gb.node.packs.values()
    groups = next(
        rule.params["groups"] for pack in packs if pack.id == "gb-jp/programme" for rule in pack.rules.values()
        if rule.id == "programme.figures"
    )  # fmt: skip
    assert {key.partition(".")[0] for key in _pack(world.jp, world).figures} <= set(groups)


@pytest.fixture
def fresh() -> World:
    made = World(31)
    made.exchange()
    _appointed(made)
    return made


def test_a_statement_at_sizes_that_no_log_has_stops_nobody_from_counting(fresh: World) -> None:
    draft = packing.draft(_pack(fresh.gb, fresh), "GB-UKDEF-F-8", fresh.today.isoformat())
    assert draft is not None
    draft["body"] |= {"own_size": 10**12, "other_size": 10**12}
    _sign(fresh.gb, draft)
    fresh.exchange()
    theirs = _pack(fresh.jp, fresh)
    assert theirs.sizes == {party: fresh.jp.node.pair("GB").head(party).size for party in ("GB", "JP")}
    answer = packing.draft(theirs, "", fresh.today.isoformat())
    assert answer is not None
    assert answer["kind"] == "programme/differ_figures"


def test_a_second_statement_takes_nothing_from_what_was_agreed(fresh: World) -> None:
    first = packing.draft(_pack(fresh.gb, fresh), "GB-UKDEF-F-9", fresh.today.isoformat())
    assert first is not None
    agreed = _sign(fresh.gb, first)
    fresh.exchange()
    answer = packing.draft(_pack(fresh.jp, fresh), "", fresh.today.isoformat())
    assert answer is not None
    assert answer["kind"] == "programme/agree_figures"
    _sign(fresh.jp, answer)
    fresh.exchange()
    again = first | {"body": first["body"] | {"number": "GB-UKDEF-F-10", "figures": first["body"]["figures"][:1]}}
    fresh.wait(60)
    _sign(fresh.gb, again)
    fresh.exchange()
    for half in (fresh.gb, fresh.jp):
        standing = _pack(half, fresh).standing
        assert standing is not None
        assert standing.case.root == agreed
    _answered_again(fresh, again)


def _answered_again(fresh: World, again: dict[str, Any]) -> None:
    """Who did not state it gets an answer to sign: it differs, is stated rightly, agreed, and counts from then on."""
    today = fresh.today.isoformat()
    assert packing.draft(_pack(fresh.gb, fresh), "", today) is None, "it is the other side's move"
    theirs = _pack(fresh.jp, fresh)
    contested = packing.draft(theirs, "", today)
    assert contested is not None
    assert contested["kind"] == "programme/differ_figures"
    second = bytes.fromhex(contested["case"])
    assert theirs.standing is not None
    assert second != theirs.standing.case.root
    told = packing.document(theirs)
    assert (told["again"]["statement"]["case"], told["differing"]) == (second.hex(), {})
    _sign(fresh.jp, contested)
    fresh.exchange()
    assert packing.draft(_pack(fresh.jp, fresh), "", today) is None
    restated = packing.draft(_pack(fresh.gb, fresh), "", today)
    assert restated is not None
    assert (restated["kind"], restated["case"]) == ("programme/restate_figures", second.hex())
    _sign(fresh.gb, restated)
    fresh.exchange()
    agree = packing.draft(_pack(fresh.jp, fresh), "", today)
    assert agree == {"kind": "programme/agree_figures", "case": second.hex(), "body": {"on": today}}
    fresh.wait(60)
    _sign(fresh.jp, agree)
    fresh.exchange()
    for half in (fresh.gb, fresh.jp):
        final = _pack(half, fresh)
        assert (final.standing is not None and final.standing.case.root, final.again) == (second, None)
        assert packing.draft(final, "", today) is None
