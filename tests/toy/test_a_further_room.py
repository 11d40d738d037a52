"""A further room costs one folder, one pack and one line: everything else is there for it, in processes of its own.

The room of berths is invented. It is joined to a copy of the program; then two nodes of that program are founded and
a berth is asked for at the terminal, given through the API of the other side, and used in the pages of the first.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from filecmp import dircmp
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.toy.browser import Officer, System
from tests.toy.tree import JOINS, LINE, PACK, ROOM, SRC, Desk, Program, ended

ROOT = SRC.parent
SHIP = "HMS Calder"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program with the room of berths."""
    return Program(tmp_path_factory.mktemp("toy"))


def test_it_costs_one_folder_one_pack_and_one_line(program):
    left, right, added = [], [], []
    waiting = [dircmp(SRC / "warifu", program.tree / "warifu", ignore=["__pycache__"])]
    while waiting:
        found = waiting.pop()
        left += [*found.left_only, *found.funny_files]
        right += [str((Path(found.right) / name).relative_to(program.tree)) for name in found.right_only]
        added += [str((Path(found.right) / name).relative_to(program.tree)) for name in found.diff_files]
        waiting += found.subdirs.values()
    assert (left, sorted(right), added) == ([], sorted(map(str, (ROOM, PACK))), [str(JOINS)])
    before, after = ((folder / JOINS).read_text(encoding="utf-8").splitlines(True) for folder in (SRC, program.tree))
    assert [line for line in after if line not in before] == [LINE]
    assert len(after) == len(before) + 1


def test_a_berth_is_asked_for_given_and_used(program):
    folder = program.folder / "nodes"
    seats = program.script("staging.py", str(folder))
    gb, jp = (Desk(program, Path(seat["node"]), seat["passphrase"]) for seat in seats)
    case = _asked_at_the_terminal(gb)
    with served(gb, jp) as pages:
        officer = Officer(pages[0], seats[0])
        officer.sign_in()
        _shown_in_both_languages(officer, case)
        _printed(officer, case)
        assert "govuk-notification-banner--success" in officer.exchange()
        _given_through_the_api(System(pages[1], seats[1]["token"]), case)
        assert "govuk-notification-banner--success" in officer.exchange()
        _used_in_the_pages(officer, System(pages[0], seats[0]["token"]), case)
        assert "govuk-notification-banner--success" in officer.exchange()
    _proved_on_both_sides(gb, jp, case)


def test_the_trials_of_every_room_walk_this_one_too(program):
    """Rulings, flows, tables and their migration, without a line for it; nothing is written beside the tree (-B)."""
    told = ["tests/packs/test_golden.py", "tests/rooms/test_flows.py", "tests/rooms/test_tables.py"]
    command = ["-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", f"pythonpath={program.tree} {ROOT}"]
    chosen = "(berth or stay or migration) and not postgres"
    said = ended(program.begin([*command, "--rootdir", str(ROOT), *(str(ROOT / each) for each in told), "-k", chosen]))
    passed = re.search(r"(\d+) passed", said)
    assert passed, said
    assert int(passed[1]) > 30


def _today() -> date:
    return datetime.now(UTC).date()


def _asked_at_the_terminal(gb: Desk) -> str:
    """The form, a refusal in either language, the act, the lists: all from the room's own words."""
    form = gb.begin("act", "draft", "berth/request")
    first, last = _today() + timedelta(days=2), _today() + timedelta(days=30)
    body = f'number = "GB-CALDER-26-0300"\nship = "{SHIP}"\nport = "WAKAHAMA"\nlength = "190 M"\nfrom_day = {first}\n'
    said = f'kind = "berth/request"\n[texts]\n1 = "Bow to the north"\n[body]\non = {_today()}\n{body}'
    long = gb.draft("long.toml", f"{said}to_day = {last}\n")
    submit = ("act", "submit", long, "--officer", "liaison", "--desk", "CALDER")
    refused = gb.begin(*submit, language="ja")
    assert 'length = "0 L"' in ended(form)
    told = "".join(ended(refused, 1).split())
    assert "この岸壁使用要請書は登録できません" in told
    assert "停泊が29日で、限度の14日を超える" in told
    short = gb.draft("short.toml", f'{said}to_day = {first + timedelta(days=4)}\nutilities = ["tugs"]\n')
    made = json.loads(gb.say(*submit[:2], short, *submit[3:], "--json"))
    status = json.loads(gb.say("status", "--json"))
    assert [row["case"] for row in status["waits_on_them"]] == [made["case"]]
    return str(made["case"])


@contextmanager
def served(*desks: Desk) -> Iterator[list[str]]:
    """Serve both nodes, pages and all, and end them by their own process."""
    running = [desk.begin("serve", "--pages", "127.0.0.1:0", "--json") for desk in desks]
    try:
        yield [_pages_of(each) for each in running]
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.communicate(timeout=30)


def _pages_of(running: subprocess.Popen[str]) -> str:
    """Read what a node says when it has begun to serve: where its pages are."""
    said = ""
    for line in running.stdout or ():
        said += line
        try:
            return str(json.loads(said)["pages"])
        except ValueError:
            continue
    raise AssertionError(said + (running.stderr.read() if running.stderr else ""))


def _shown_in_both_languages(officer: Officer, case: str) -> None:
    """The list, the search, the case page, home and the choice of what to begin."""
    for language, room, table, ship in (
        ("en", "Berths (invented)", "The stay", "Ship"),
        ("ja", "岸壁（架空）", "停泊の内容", "艦艇"),
    ):
        assert room in officer.get("/orders", language)
        assert case in officer.get("/orders?room=berth&state=requested&q=calder", language)
        assert case not in officer.get("/orders?room=berth&q=hayase", language)
        page = officer.get(f"/cases/{case}", language)
        assert all(said in page for said in (table, ship, SHIP, "Bow to the north"))
        assert "/write/berth/request" in officer.get("/begin", language)
        assert "GB-CALDER-26-0300" in officer.get("/", language)


def _printed(officer: Officer, case: str) -> None:
    """The form on paper, in both languages at once, by the words of the pages."""
    with pypdfium2.PdfDocument(officer.read(f"/cases/{case}/acts/{case}/form.pdf")) as printed:
        said = "".join(printed[0].get_textpage().get_text_range().split())
    for words in ("岸壁使用要請書", "Request for a berth", "艦艇の全長", "length of the ship", "港", SHIP, "曳船"):
        assert "".join(words.split()) in said, (words, said)


def _given_through_the_api(system: System, case: str) -> None:
    """The other side's system reads the request, is refused a short berth, and gives a long one."""
    lines = system.ask("/cases?room=berth&turn=JP")["items"]
    assert [(line["case"], line["state"]) for line in lines] == [(case, "requested")]
    draft: dict[str, Any] = {
        "kind": "berth/assign", "desk": "HAYASE", "case": case, "body": {"on": str(_today()), "berth": "NORTH-4"},
    }  # fmt: skip
    judged = system.ask("/drafts/check", draft)
    assert not judged["permitted"]
    finding = judged["findings"][0]
    assert finding["rule"] == "berth.place.too_short"
    assert "the ship is 190 M long" in finding["en"]
    assert "岸壁NORTH-4は120メートルまで" in finding["ja"]
    draft["body"]["berth"] = "NORTH-3"
    system.ask("/acts", {**draft, "passphrase": "rehearsal"}, 201, "one")
    told = system.ask(f"/cases/{case}")
    assert (told["state"], [act["kind"] for act in told["acts"]]) == ("berthed", ["berth/request", "berth/assign"])


def _used_in_the_pages(officer: Officer, system: System, case: str) -> None:
    """The answer has come; the ship comes too early, which is recorded as irregular and stands on home."""
    page = officer.get(f"/cases/{case}")
    assert f"/cases/{case}/write/berth/arrived" in page, "what is due comes first"
    assert "NORTH-3" in page
    assert officer.write(f"/cases/{case}/write/berth/arrived", "ja", desk="CALDER").hex() == case
    page = officer.get(f"/cases/{case}", "ja")
    assert all(said in page for said in ("着岸及び離岸", "岸壁の返還", "指定の期間"))
    home = system.ask("/status")
    assert [(each["case"], each["code"]) for each in home["wrong"]] == [(case, "berth.days")]
    assert [line["irregular"] for line in system.ask("/cases?room=berth")["items"]] == [1]


def _proved_on_both_sides(gb: Desk, jp: Desk, case: str) -> None:
    """Both logs hold, both halves match, one act is proved, and the tables are what the logs say."""
    checks = [desk.begin("log", "verify", "--json") for desk in (gb, jp)]
    proof = gb.begin("log", "prove", case, "--json")
    found = [json.loads(ended(each)) for each in checks]
    assert [each["findings"] for each in found] == [[], []]
    assert found[0]["state_digest"] == found[1]["state_digest"]
    assert json.loads(ended(proof))
    rebuilt = gb.begin("rebuild", "--json")
    told = jp.say("case", "show", "GB-CALDER-26-0300", language="ja")
    assert json.loads(ended(rebuilt))["same"]
    assert "不備あり" in told, "found by its number, as in every room"
