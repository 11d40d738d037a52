"""Registers as pages: brought, understood, mended, imported, withdrawn; both sides matched and agreed."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.doors.web.writing import seen_on
from warifu.doors.registers import matching
from warifu.doors.sheets import write_csv, write_xlsx
from warifu.doors.web import words
from warifu.doors.web.registers import batches, running, shelf
from warifu.doors.web.registers.matching import REASONS
from warifu.doors.web.registers.mending import Mending
from warifu.rooms.logistics.register.mapping import parse_map

GB = ("Our Ref", "Their Ref", "Date", "Issued/Received", "Category", "Description", "Qty", "UoM", "Value", "Currency")
JP = ("整理番号", "相手方番号", "年月日", "授受", "区分", "品名", "数量", "単位", "金額", "通貨")


def rows(side: str) -> list[tuple[object, ...]]:
    """Forty invented dealings as a side's register has them; of number 7 a digit is swapped in Japan's."""
    found: list[tuple[object, ...]] = []
    for number in range(1, 41):
        ours, theirs = f"UK/JP/25/{number:04d}", f"日英25-{number:04d}"
        amount = 1000 + 37 * number if side == "GB" or number != 7 else 1529
        on = date(2025, 3, 1 + number % 27)
        if side == "GB":
            found.append(
                (ours, theirs, on.isoformat(), "Issued", "Food", "Ration packs", amount, "EA", amount * 10, "JPY")
            )
        else:
            found.append((theirs, ours, on.isoformat(), "受領", "食料", "糧食", amount, "EA", amount * 10, "JPY"))
    return found


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Jobs are done in the thread that asks: a database in memory is seen by one thread alone."""
    monkeypatch.setattr(running, "beside", lambda work: work())


@pytest.fixture
def book(tmp_path) -> dict[str, bytes]:
    made = {}
    for side, head in (("GB", GB), ("JP", JP)):
        path = tmp_path / f"{side}.xlsx"
        broken = (*rows(side), tuple("" if at == 6 else f"x{at}" for at in range(10)))
        write_xlsx(path, {"2025": (head, broken)})
        made[side] = path.read_bytes()
    return made


def told(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def bring(visit, content: bytes, name: str = "register.xlsx") -> str:
    answer = visit.post("/registers/upload", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, told(answer, 422)
    return answer["Location"]


def imported(visit, content: bytes) -> str:
    """Bring a file, sign it, wait for the job; the last page."""
    address = bring(visit, content)
    seen = seen_on(told(visit.get(address)))
    answer = visit.post(address, {"passphrase": visit.passphrase, "code": visit.code(), "seen": seen})
    assert answer.status_code == 302, told(answer, 422)
    for _ in range(300):
        page = visit.get(answer["Location"])
        if "Refresh" not in page:
            return told(page)
        time.sleep(0.1)
    raise AssertionError("the import did not end")


def test_a_register_is_shown_as_understood_before_anything_is_signed(client_of, gb, book):
    visit = client_of("registrar")
    page = told(visit.get(bring(visit, book["GB"])))
    assert words.catalogue()["registers.import"].en.format(count=40) in page
    assert "Issued/Received" in page, "the heading of a column"
    assert page.count("x1 |") == 1, "the rejected row stands beside its reason"
    assert not gb.store.run("SELECT 1 FROM entry WHERE kind = 'logistics/dealing'")


def test_both_sides_import_match_propose_and_agree(client_of, gb, jp, world, book):
    ours, theirs = client_of("registrar", gb), client_of("registrar", jp)
    assert "40" in imported(ours, book["GB"])
    assert "40" in imported(theirs, book["JP"])
    world.exchange()
    page = told(ours.get("/registers/match?list=differing"))
    assert "UK/JP/25/0007" in page
    assert page.count('name="pair"') == 1
    pair = told(ours.get("/registers/match/pair?left=UK/JP/25/0007&right=日英25-0007"))
    assert "wf-halves__row--differs" in pair
    key = "UK/JP/25/0007\x1f日英25-0007"
    typed = {"pair": [key], "some": "1", "passphrase": ours.passphrase, "seen": seen_on(page)}
    wrong = told(ours.post("/registers/match?list=differing", typed | {"code": "000000"}), 422)
    assert "checked" in wrong, "what was ticked stays ticked"
    moved = told(ours.post("/registers/match?list=differing", typed | {"code": ours.code(1), "seen": "0" * 64}), 422)
    assert "has changed since" in moved
    answer = ours.post("/registers/match?list=differing", typed | {"code": ours.code(1)})
    assert answer.status_code == 302, told(answer, 422)
    assert words.catalogue()["match.done"].en in told(ours.get("/registers/match?list=differing"))
    world.exchange()
    waiting = list(matching.waiting(jp.node, "GB"))
    assert len(waiting) == 1
    address = f"/registers/match/answer/{waiting[0][0].hex()}"
    page = told(theirs.get(address, HTTP_ACCEPT_LANGUAGE="ja"))
    assert ">合意不成立</option>" in page
    assert not set(re.findall(r"<option[^>]*>([^<]*)</option>", page)) & set(REASONS)
    agreed = theirs.post(address, {"agree": "1", "passphrase": theirs.passphrase, "code": theirs.code(1)})
    assert agreed.status_code == 302, told(agreed, 422)
    told(theirs.get(address), 404)


def test_the_mapping_is_mended_on_the_page(client_of, tmp_path):
    path = tmp_path / "odd.csv"
    head = ("Our Ref", "Date", "Category", "Description", "Frobs", "UoM", "Value", "Currency")
    write_csv(path, head, [
        (f"R-{n}", f"2025-04-{n:02d}", "Food", "Bread", 7 * n, "KG", 900 * n, "JPY") for n in range(1, 9)
    ])  # fmt: skip
    visit = client_of("registrar")
    address = bring(visit, path.read_bytes(), "odd.csv")
    page = told(visit.get(address))
    assert words.catalogue()["registers.import_nothing"].en in page, "nobody says who gave"
    assert words.catalogue()["registers.found_as"].en.format(heading="Frobs") in page, "found by its figures alone"
    mended = {"mend": "1", "column-quantity": "Frobs", "rule-direction": "issued"}
    assert visit.post(address, mended).status_code == 302
    page = told(visit.get(address))
    assert words.catalogue()["registers.import"].en.format(count=8) in page
    assert 'value="Frobs"' in page, "what a person said stays in the form"
    nonsense = told(visit.post(address, mended | {"rule-currency": "FLORINS"}), 422)
    assert "FLORINS" in nonsense


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("register.xlsx", b"%PDF-1.7 renamed"),
        ("register.csv", b"\x00\x01\x02"),
        ("register.ods", b"PK\x03\x04 broken"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_file_that_is_no_register_is_told_so_in_a_sentence(client_of, name, content, language):
    visit = client_of("registrar")
    answer = visit.post("/registers/upload", {"file": SimpleUploadedFile(name, content)})
    if answer.status_code == 302:
        answer = visit.get(answer["Location"], headers={"Accept-Language": language})
    page = told(answer, 422)
    assert "govuk-error-summary" in page


def test_another_kind_of_file_no_file_and_too_many_are_refused(client_of, gb, book, monkeypatch):
    visit = client_of("registrar")
    told(visit.post("/registers/upload", {"file": SimpleUploadedFile("register.exe", b"MZ")}), 422)
    told(visit.post("/registers/upload", {}), 422)
    monkeypatch.setattr(shelf, "MAX_BYTES", 100)
    told(visit.post("/registers/upload", {"file": SimpleUploadedFile("big.xlsx", book["GB"])}), 422)
    assert not list((gb.folder / "shelf").glob("*.xlsx")), "nothing too large stays"
    monkeypatch.setattr(shelf, "MAX_BYTES", 10_000_000)
    monkeypatch.setattr(shelf, "MOST", 1)
    bring(visit, book["GB"])
    told(visit.post("/registers/upload", {"file": SimpleUploadedFile("more.xlsx", book["GB"])}), 422)


def test_the_name_of_a_file_shows_what_it_is(client_of, book):
    visit = client_of("registrar")
    address = visit.post("/registers/upload", {"file": SimpleUploadedFile("a\u202ev\u200bsc\u0007.xlsx", book["GB"])})
    page = told(visit.get(address["Location"]))
    assert "vsc.xlsx" in page
    assert not {"\u202e", "\u200b", "\u0007"} & set(page)


def test_nobody_else_sees_a_file_on_the_shelf(client_of, gb, book):
    address = bring(client_of("registrar"), book["GB"])
    told(client_of("auditor").get(address), 403)
    token = address.rsplit("/", 1)[1]
    with pytest.raises(Exception, match=r"file\.gone"):
        shelf.take(gb.folder, token, "gb-somebody-else")
    with pytest.raises(Exception, match=r"file\.gone"):
        shelf.take(gb.folder, "../../../etc/passwd", "gb-registrar")


def test_an_import_is_withdrawn_until_it_has_been_sent(client_of, gb, world, book):
    visit = client_of("registrar")
    imported(visit, book["GB"])
    batch, *others = batches.batches(gb, "JP")
    assert (batch.count, others) == (40, [])
    assert batch.batch in told(visit.get("/registers/"))
    typed = {"passphrase": visit.passphrase, "code": visit.code(1)}
    assert visit.post(f"/registers/withdraw/{batch.batch}", typed).status_code == 302
    assert len(gb.store.run("SELECT 1 FROM entry WHERE kind = 'logistics/withdraw'")) == 40


def test_a_map_typed_on_the_page_is_one_that_the_command_line_takes():
    typed = {
        "column-quantity": 'a "quoted"\\ column',
        "rule-value_factor": "1000",
        "word-0": "糧食",
        "category-0": "food",
    }
    read = parse_map(Mending.typed(typed).text())
    assert read.columns["quantity"] == 'a "quoted"\\ column'
    assert read.value_factor == 1000


def test_the_shelf_is_swept(tmp_path: Path):
    old = shelf.keep(tmp_path, "old.csv", "a", [b"x"], 0)
    shelf.keep(tmp_path, "new.csv", "a", [b"x"], shelf.KEPT_SECONDS + 1)
    assert [each.name for each in shelf.of_owner(tmp_path, "a")] == ["new.csv"]
    assert not old.path.exists()
