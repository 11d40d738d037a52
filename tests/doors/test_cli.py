"""A newcomer's walk at the command line: every command does what it says, and what goes wrong is told in a sentence."""

from __future__ import annotations

import io
import json
import re
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from warifu.doors.cli import app
from warifu.doors.cli.setup import _standing
from warifu.doors.demo import samples
from warifu.law.roll import Grant
from warifu.node.keystore import Keystore

PASS = "a phrase for trials"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
TODAY = datetime.now(UTC).date()
FAR = TODAY + timedelta(days=700)
ROLES = {
    "chief": ("appointing_officer",),
    "ops": ("ordering_officer", "accepting_officer", "finance_officer", "registrar", "liaison_officer"),
    "gives": ("issuing_officer",),
    "takes": ("receiving_officer", "custodian"),
}


class Desk:
    """One nation's folder and what is typed there."""

    def __init__(self, home: Path, party: str, peer: str) -> None:
        self.home, self.party, self.peer = home, party, peer
        self.node, self.root = home / party.lower(), home / f"{party.lower()}-root"

    def run(self, *words: object, lang: str = "en", ok: bool | int = True) -> Any:
        """Type a command; a status that is not the expected one fails the test with all that was shown."""
        env = {"WARIFU_PASSPHRASE": PASS, "WARIFU_LANG": lang, "WARIFU_NODE": str(self.node)}
        result = CliRunner().invoke(app, [str(word) for word in words], env=env)
        wanted = {True: 0, False: 1}.get(ok, ok) if isinstance(ok, bool) else ok
        assert result.exit_code == wanted, (words, result.output, result.exception)
        assert "Traceback" not in result.output
        return result

    def json(self, *words: object, ok: bool = True) -> Any:
        """Type a command with --json: standard output is one document and nothing else."""
        return json.loads(self.run(*words, "--json", ok=ok).stdout)

    def appoint(self, name: str, number: int) -> None:
        """Make an officer's key and appoint its holder from a file."""
        by = ("--root", self.root) if name == "chief" else ("--by", "chief")
        person = f"{self.party}-{number}"
        self.run("party", "key", name, "--person", person, "--valid-to", FAR, *by)
        file = self.home / f"{person}.toml"
        roles = ", ".join(f'"{role}"' for role in ROLES[name])
        days = f"valid_from = {TODAY - timedelta(days=30)}\nvalid_to = {FAR}\n"
        file.write_text(f'number = "A-{person}"\nroles = [{roles}]\ndesks = ["*"]\n{days}person = "{person}"\n')
        self.run("party", "appoint", file, *by)

    def submit(self, body: str, officer: str, *more: object, ok: bool = True, **head: str) -> Any:
        """Submit a draft written as TOML."""
        file = self.home / "draft.toml"
        lines = [f'{name} = "{value}"' for name, value in head.items() if name != "cites"]
        lines += [f'cites = ["{head["cites"]}"]'] if "cites" in head else []
        file.write_text("\n".join(lines) + f"\n[body]\non = {TODAY}\n{body}\n", encoding="utf-8")
        return self.json("act", "submit", file, "--officer", officer, "--desk", "HQ", *more, ok=ok)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two nations, introduced by hand, with officers and packs; their keys open quickly."""
    with pytest.MonkeyPatch.context() as patch:
        real = Keystore.__init__
        patch.setattr(Keystore, "__init__", lambda self, *told: real(self, *told[:3], 10))
        yield introduced(tmp_path_factory)


def introduced(tmp_path_factory) -> tuple[Desk, Desk]:
    home = tmp_path_factory.mktemp("walk")
    desks = Desk(home, "GB", "JP"), Desk(home, "JP", "GB")
    for desk in desks:
        desk.run("init", "--party", desk.party.lower(), "--peer", desk.peer, "--root", desk.root)
        for number, name in enumerate(ROLES, 1):
            desk.appoint(name, number)
    for desk, other in (desks, desks[::-1]):
        sheet = other.json("party", "introduce")
        words = ("party", "pin", " ".join(sheet["words"]), "--officer", "chief", "--read-by", "A")
        assert "two officers" in desk.run(*words, ok=False).output
        desk.run(*words, "--read-by", "B", "--tls", sheet["tls"])
        desk.run("pack", "adopt", "--officer", "chief")
    carry(*desks)
    return desks


def carry(one: Desk, other: Desk) -> None:
    """Carry discs to and fro until both hold the same."""
    for turn in range(4):
        giver, taker = (one, other) if turn % 2 == 0 else (other, one)
        disc = giver.home / f"disc {giver.party} {time.monotonic_ns()}"
        disc.mkdir()
        giver.run("bundle", "export", disc)
        taker.run("bundle", "import", disc)


def all_commands() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [(each.name or "",) for each in app.registered_commands]
    for group in app.registered_groups:
        found.append((group.name or "",))
        found += [(group.name or "", each.name or "") for each in group.typer_instance.registered_commands]
    return found


@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_help_stands_in_both_languages(words):
    shown = CliRunner().invoke(app, [*words, "--help"])
    assert shown.exit_code == 0
    assert JAPANESE.search(shown.output)
    assert re.search(r"[A-Za-z]{4,} [a-z]{2,}", shown.output)


def test_an_order_goes_from_activity_to_receipt(pair):
    gb, jp = pair
    number = f"GB-HQ-{TODAY.year % 100:02d}-0001"
    last = TODAY + timedelta(days=20)
    activity = gb.submit(
        f'number = "{number}"\nform = "exercise"\nground = "a"\nplaces = ["XZ"]\nfrom_day = {TODAY}\n'
        f'to_day = {last}\nunits = ["HQ"]\nother_units = ["HQ"]',
        "ops",
        kind="programme/activity",
    )
    carry(gb, jp)
    jp.submit("", "ops", kind="programme/accept", case=activity["case"])
    carry(jp, gb)
    lines = 'lines = [{number = 1, category = "food", item = "Rations", quantity = "20 MEAL"}]\n'
    number = number.replace("-0001", "-0003")
    request = (
        f'number = "{number}"\nreceiving = "HQ"\nissuing = "HQ"\nsettlement = "replacement"\n{lines}'
        'setting = {ground = "a", activity = "exercise", place = "XZ", together = true, same_kind = true}'
    )
    case = gb.submit(request, "ops", kind="logistics/request", cites=activity["case"])["case"]
    carry(gb, jp)
    assert jp.json("status")["waits_on_us"][0]["number"] == number
    offer = (
        f'settlement = "replacement"\n{lines}from_day = {TODAY}\nreplace_by = {last}\n'
        'not_applicable = [{element = "liability", reason = "none_agreed"}, {element = "special", reason = "none"}]\n'
        'standing_order = "JP-2026-1"'
    )
    jp.submit(offer, "ops", kind="logistics/offer", case=number)
    carry(jp, gb)
    gb.submit("", "ops", kind="logistics/accept", case=case[:12])
    carry(gb, jp)
    given = 'place = "XZ"\nlines = [{line = 1, quantity = "20 MEAL", measured_by = "count"}]'
    issue = jp.submit(given, "gives", kind="logistics/issue", case=case)
    carry(jp, gb)
    refused = gb.submit(given, "gives", kind="logistics/receipt", case=case, cites=issue["act"], ok=False)
    assert not refused["signed"]
    assert all(JAPANESE.search(each["ja"]) and each["en"].endswith(".") for each in refused["findings"])
    gb.submit(given, "takes", kind="logistics/receipt", case=case, cites=issue["act"])
    carry(gb, jp)
    told = jp.json("case", "show", number)
    assert [each["kind"].partition("/")[2] for each in told["acts"]] == [
        "request", "offer", "accept", "issue", "receipt",
    ]  # fmt: skip
    shown = jp.run("case", "show", number, lang="ja").output
    assert "合意成立" in shown
    assert not re.search(r"[a-z]{3,}", re.sub(r"[0-9a-f]{8,}", "", shown))
    proof = gb.json("log", "prove", issue["act"])
    assert proof
    owed = gb.json("statement", "--as-of", TODAY)["debts"]
    assert [(debt["debtor"], debt["account"], debt["open"]) for debt in owed] == [("GB", "replacement", "20")]
    assert "no case here" in gb.run("case", "show", "nothing-of-the-kind", ok=False).output


def test_status_shows_two_cases_that_want_one_thing_on_the_same_days(pair):
    gb, jp = pair
    year = TODAY.year % 100
    day = [TODAY + timedelta(days=count) for count in range(20)]
    hosting = f"JP-HQ-{year:02d}-0070"
    activity = jp.submit(
        f'number = "{hosting}"\nform = "exercise"\nground = "a"\nplaces = ["XZ"]\nfrom_day = {TODAY}\n'
        f'to_day = {day[19]}\nunits = ["HQ"]\nother_units = ["HQ"]',
        "ops",
        kind="programme/activity",
    )
    carry(jp, gb)
    gb.submit("", "ops", kind="programme/accept", case=activity["case"])
    carry(gb, jp)
    for number, first, last in ((71, 3, 8), (72, 8, 12), (73, 13, 14)):
        gb.submit(
            f'number = "GB-HQ-{year:02d}-00{number}"\nreceiving = "HQ"\nissuing = "HQ"\nsettlement = "cash"\n'
            f'transaction = "facility"\nwanted_from = {day[first]}\nwanted_to = {day[last]}\n'
            'lines = [{number = 1, category = "facilities", item = "HANGAR-2", quantity = "5 DAY", supply = "service"}]'
            "\n"
            'setting = {ground = "a", activity = "exercise", place = "XZ", together = true, same_kind = true}',
            "ops",
            kind="logistics/request",
            cites=activity["case"],
        )
    carry(gb, jp)
    for half in pair:
        (clash,) = half.json("status")["clashes"]
        assert (clash["thing"], clash["from_day"], clash["to_day"]) == ("JP/HQ/HANGAR-2", str(day[8]), str(day[8]))
        assert {clash["first_number"], clash["second_number"]} == {f"GB-HQ-{year:02d}-007{each}" for each in (1, 2)}
    assert "clashing bookings" in gb.run("status").output
    shown = jp.run("status", lang="ja").output
    assert "重複する予約" in shown
    assert "申請中" in shown


def test_registers_are_taken_in_withdrawn_matched_and_agreed(pair):
    gb, jp = pair
    books = dict(zip(("GB", "JP"), samples.registers(gb.home, TODAY, 12), strict=True))
    dry = gb.json("register", "import", books["GB"])
    assert (dry["signed"], len(dry["rejected"])) == (0, 1)
    assert dry["rows_read"] == dry["accepted"] + len(dry["rejected"]) + dry["non_rows"]
    rejected = Path(dry["rejected_file"]).read_text(encoding="utf-8-sig")
    assert "weapon" in rejected
    assert JAPANESE.search(rejected)
    assert gb.run("register", "import", books["GB"], "--confirm", ok=2)
    confirm = ("--confirm", "--officer", "ops")
    first = gb.json("register", "import", books["GB"], *confirm)
    assert first["signed"] == first["accepted"] > 0
    again = gb.json("register", "import", books["GB"], *confirm)
    assert (again["signed"], again["already_held"]) == (0, first["signed"])
    gone = gb.json("register", "withdraw", first["batch"], "--officer", "ops")
    assert gone["withdrawn"] == first["signed"]
    time.sleep(1.1)  # an act of the same second would be the very act that was withdrawn
    assert gb.json("register", "import", books["GB"], *confirm)["signed"] == first["signed"]
    jp.run("register", "import", books["JP"], *confirm, lang="ja")
    carry(gb, jp)
    late = gb.json("register", "withdraw", first["batch"], "--officer", "ops", ok=False)
    assert late["error"] == "register.batch_already_sent"
    assert gb.json("register", "withdraw", "0000", "--officer", "ops", ok=False)["error"] == "register.batch_unknown"

    found = gb.json("register", "match")
    assert found["matched"]
    assert found | {"waiting": 0} == jp.json("register", "match") | {"waiting": 0}
    one = found["matched"][0]["gb"]
    assert gb.json("register", "match", "--propose", "matched", "--ref", one, "--officer", "ops")["signed"] == 1
    assert gb.json("register", "match", "--propose", "all", "--officer", "ops")["signed"] == 1
    carry(gb, jp)
    waiting = jp.json("register", "match")["waiting"]
    assert len(waiting) == 2
    wrong = jp.json("register", "match", "--dispute", "no-reason", "--case", waiting[0], "--officer", "ops", ok=False)
    assert wrong["findings"]
    jp.json("register", "match", "--dispute", "not_agreed", "--case", waiting[0], "--officer", "ops")
    assert jp.json("register", "match", "--accept", "--officer", "ops")["signed"] == 1
    carry(jp, gb)
    number = f"GB-HQ-{TODAY.year % 100:02d}-0002"
    case = gb.json("statement", "--sign", "opening", "--number", number, "--officer", "ops")["case"]
    carry(gb, jp)
    jp.submit("", "ops", kind="logistics/accept", case=case)
    carry(jp, gb)
    book = gb.home / "statement.xlsx"
    gb.run("statement", "--xlsx", book)
    assert zipfile.is_zipfile(book)
    assert gb.json("log", "verify")["state_digest"] == jp.json("log", "verify")["state_digest"]
    assert gb.json("rebuild")["same"]


def test_the_list_of_appointments_says_which_have_run_out_or_not_begun():
    appointment = SimpleNamespace(valid_from=date(2026, 1, 1), valid_to=date(2026, 11, 21))
    revoked = Grant(appointment, 3, until=9)
    standing = Grant(appointment, 3)
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 21), date(2026, 11, 22))
    assert [_standing(standing, day) for day in days] == ["not-begun", "in_force", "in_force", "expired"]
    assert _standing(revoked, days[1]) == "revoked"


@pytest.mark.parametrize(
    "words",
    [("status",), ("case", "list"), ("party", "list"), ("register", "match"), ("statement",), ("log", "verify")],
    ids=" ".join,
)
def test_what_is_shown_in_japanese_has_no_english_left(pair, words):
    shown = pair[1].run(*words, lang="ja").output
    assert JAPANESE.search(shown)
    codes = re.compile(r"[0-9a-f]{8,}|[a-z]+/[A-Za-z0-9-]+@\w+|UTC")
    assert re.findall(r"[a-z]{3,}", codes.sub("", shown)) == []


def _zip(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as box:
        for name, raw in members.items():
            box.writestr(name.replace("__", "/"), raw)
    return content.getvalue()


BAD_FILES = {
    "empty.xlsx": b"",
    "blank.csv": b"\n\n,,\n",
    "sealed.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
    "renamed.xlsx": b"%PDF-1.7\n1 0 obj\n",
    "renamed.csv": b"%PDF-1.7\n1 0 obj\n",
    "torn.ods": _zip(mimetype=b"x")[:40],
    "bomb.xlsx": _zip(xl__workbook=b"0" * 450_000_000),
    "letter.csv": b"Dear colleague, please find the register attached.\n",
    "formulas.csv": b"=1+1,=HYPERLINK(A1)\n=cmd|calc,=2+2\n",
    "book.doc": b"anything",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_in_both_languages(pair, tmp_path, name):
    file = tmp_path / name
    file.write_bytes(BAD_FILES[name])
    gb = pair[0]
    told = gb.json("register", "import", file, ok=False)
    assert JAPANESE.search(told["ja"])
    assert "Next: " in told["en"]
    assert name in told["where"]
    assert "実行できません" in gb.run("register", "import", file, lang="ja", ok=False).output


def test_words_that_nobody_knows_are_mended_in_one_step(pair, tmp_path):
    gb, book = pair[0], tmp_path / "odd.csv"
    rows = [
        f'X-{at},0{1 + at % 9}/04/2026,issued,Sundries "{at % 2}",{at}5,firkin,HMS Calder,JS Hayase' for at in range(40)
    ]
    book.write_text("Ref,Date,Direction,Description,Quantity,Unit,UK unit,JSDF unit\n" + "\n".join(rows))
    first = gb.json("register", "import", book)
    assert (first["accepted"], first["unknown_words"]) == (0, {"units": {"firkin": 40}})
    sheet = Path(first["map_file"])
    sheet.write_text(sheet.read_text(encoding="utf-8").replace('"firkin" = ""', '"firkin" = "EA"'), encoding="utf-8")
    shown = gb.run("register", "import", book, "--map", sheet, lang="ja").output
    assert "意味の分からない語" in shown
    assert "EA" in sheet.read_text(encoding="utf-8")
    second = gb.json("register", "import", book, "--map", sheet)
    assert {word: len(rows) // 2 for word in ('Sundries "0"', 'Sundries "1"')} == second["unknown_words"]["categories"]
    sheet.write_text(
        '[units]\n"firkin" = "EA"\n[categories]\n"Sundries \\"0\\"" = "food"\n"Sundries \\"1\\"" = "spares"\n'
    )
    assert gb.json("register", "import", book, "--map", sheet)["accepted"] == 40


def test_a_map_of_columns_is_read_and_a_bad_one_is_told(pair, tmp_path):
    gb = pair[0]
    book, told = tmp_path / "own.csv", tmp_path / "map.toml"
    rows = "".join(f"X-{day},0{day}/04/2026,issued,Rice,{day}0,kg,food,HMS Calder,JS Hayase\n" for day in range(1, 9))
    book.write_text("Ref,Date,Direction,Description,Blob,Measure,Category,UK unit,JSDF unit\n" + rows)
    told.write_text('[columns]\nquantity = "Blob"\n')
    assert gb.json("register", "import", book, "--map", told)["accepted"] == 8
    told.write_text('[columns]\nnonsense = "A"\n')
    assert gb.json("register", "import", book, "--map", told, ok=False)["error"] == "map.unknown"
    assert gb.json("register", "import", book, "--map", tmp_path / "none", ok=False)["error"] == "file.not_there"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("act", "draft", "logistics/nonsense"), "act.kind_unknown"),
        (("act", "submit", "none.toml", "--officer", "ops", "--desk", "HQ"), "file.not_there"),
        (("party", "introduce", "--node", "nowhere"), "node.not_a_node"),
        (("party", "pin", "not words", "--read-by", "A", "--officer", "chief"), "fingerprint.word_unknown"),
        (("pack", "adopt", "--officer", "nobody"), "key.lost"),
        (("pack", "show", "no/such"), "pack.unknown"),
        (("log", "prove", "xyz"), "act.not_here"),
        (("exchange",), "exchange.address_missing"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_an_error_is_one_document_with_a_sentence_in_both_languages(pair, words, code):
    told = pair[0].json(*words, ok=False)
    assert told["error"] == code
    assert told["en"].startswith("This cannot be done")
    assert told["ja"].startswith("実行できません")


@pytest.mark.parametrize(
    "lines", ["on = 2026-06-01\nnumbr = 1", "[body]\non = 2026-06-01\n[[body.lines]]\nitm = 1", "cite = []"]
)
def test_a_misspelt_name_in_a_draft_is_told_and_never_passed_over(pair, tmp_path, lines):
    file = tmp_path / "draft.toml"
    file.write_text(f'kind = "logistics/request"\n{lines}\n')
    told = pair[0].json("act", "submit", file, "--officer", "ops", "--desk", "HQ", ok=False)
    assert told["error"] == "form.unknown_field"
    assert told["figures"]["name"] in lines


def test_a_wrong_command_line_ends_with_two_and_a_wrong_passphrase_with_one(pair):
    gb = pair[0]
    gb.run("statement", "--as-of", "yesterday", ok=2)
    absurd = ("statement", "--as-of", "0001-01-01", "--sign", "monthly", "--number", "GB-FINANCE-26-0009")
    assert gb.json(*absurd, "--officer", "ops", ok=False)["error"] == "statement.no_such_day"
    gb.run("status", "--peer", "FR", ok=2)
    gb.run("pack", "adopt", ok=2)
    shown = CliRunner().invoke(app, ["status", "--node", str(gb.node)], env={"WARIFU_PASSPHRASE": "another"})
    assert shown.exit_code == 1
    assert "passphrase" in shown.output
    assert gb.json("init", "--party", "GB", "--peer", "JP", "--root", gb.root, ok=False)["error"] == "key.name_taken"


def test_a_node_on_an_old_copy_gets_its_log_back_by_disc(pair, tmp_path):
    gb, jp = (Desk(tmp_path, each.party, each.peer) for each in pair)
    for half, told in zip((gb, jp), pair, strict=True):
        shutil.copytree(told.node, half.node)
    number = f"GB-HQ-{TODAY.year % 100:02d}-0090"
    activity = f'number = "{number}"\nform = "exercise"\nground = "a"\nplaces = ["XZ"]\nfrom_day = {TODAY}\n'
    activity += f'to_day = {TODAY + timedelta(days=9)}\nunits = ["HQ"]\nother_units = ["HQ"]'
    whole = gb.submit(activity, "ops", kind="programme/activity")
    carry(gb, jp)
    held, log = gb.json("status"), gb.json("log", "verify")
    gb = Desk(tmp_path / "restored", "GB", "JP")  # a path of its own: this process still holds the lost database open
    shutil.copytree(pair[0].node, gb.node)
    told = gb.json("bundle", "import", _disc(jp, "export"), ok=False)
    assert told["troubles"][0]["error"] == "log.behind_witness"
    assert "warifu bundle return" in told["troubles"][0]["sentence"]
    told = gb.submit(activity, "ops", kind="programme/activity", ok=False)
    assert told["error"] == "log.behind_witness"
    old = gb.json("status")
    sizes = f"GB={old['our_log']},JP={old['their_log']}"
    disc = _disc(jp, "return", "--held", sizes)
    assert "回復した" in gb.run("recover", disc, lang="ja").output
    back = gb.json("recover", disc)
    assert back == {"came_back": 0, "behind": 0, "dismissed": 0, "troubles": []}
    assert gb.json("log", "verify") == log
    (refused,) = gb.json("status")["evidence"]
    assert refused["what"] == "refused log.behind_witness"
    same = {"evidence": [], "witnessed_by_them": held["witnessed_by_them"]}
    assert gb.json("status") | same == held
    assert gb.json("case", "show", whole["case"])["number"] == number
    assert jp.json("bundle", "return", tmp_path / "x", "--held", "GB=9999,JP=0", ok=False)["error"].startswith("recov")
    jp.run("bundle", "return", tmp_path / "x", "--held", "GB=1", ok=2)
    assert gb.json("recover", _disc(jp, "export"), ok=False)["error"] == "recovery.nothing_of_ours"


def test_status_names_a_bundle_that_is_under_way_until_it_has_arrived(pair):
    gb, jp = pair
    carry(gb, jp)
    assert gb.json("status")["under_way"] == []
    file = gb.home / "dune.toml"
    file.write_text('code = "DUNE"\nname = "Camp Dune"\nname_ja = "砂丘駐屯地"\n', encoding="utf-8")
    gb.run("party", "desk", file, "--by", "chief")
    disc = _disc(gb, "export")
    (waits,) = gb.json("status")["under_way"]
    held = gb.json("status")
    assert (waits["what"], waits["our_log"]) == ("disc.sent", held["our_log"])
    assert waits["files"] == len(list(disc.iterdir()))
    assert "送付中の受渡しファイル" in gb.run("status", lang="ja").output
    jp.run("bundle", "import", disc)
    gb.run("bundle", "import", _disc(jp, "export"))
    assert gb.json("status")["under_way"] == []


def _disc(giver: Desk, how: str, *more: object) -> Path:
    """Write a disc of the giver's into a folder of its own."""
    disc = giver.home / f"{how} {giver.party} {time.monotonic_ns()}"
    giver.run("bundle", how, disc, *more)
    return disc


def test_packs_are_shown_checked_and_written_for_lawyers(pair, tmp_path):
    gb = pair[0]
    assert "条" in gb.run("pack", "show", "gb-jp/acsa-2017", lang="ja").output
    assert gb.json("pack", "show", "law/jp")[0]["rules"]
    assert gb.json("pack", "check") == []
    assert gb.json("pack", "export", "--xlsx", tmp_path / "rules.xlsx")["packs"]
    assert gb.json("act", "draft", "logistics/request")["form"].startswith("kind = ")
    assert len(gb.json("act", "draft")) > 40


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def test_a_node_serves_as_a_process_and_the_other_exchanges_with_it(pair, monkeypatch):
    gb, jp = pair
    port = _free_port()
    settings = (jp.node / "node.toml").read_text().replace("127.0.0.1:8417", f"127.0.0.1:{port}")
    (jp.node / "node.toml").write_text(settings)
    monkeypatch.setenv("WARIFU_PASSPHRASE", PASS)
    program = [sys.executable, "-c", "from warifu.doors.cli import main; main()", "serve", "--node", str(jp.node)]
    monkeypatch.setenv("PYTHONPATH", "src")
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert str(port) in (server.stdout.readline() if server.stdout else "")
            told = gb.json("exchange", "--address", f"http://127.0.0.1:{port}")
            assert told["quiet"]
        finally:
            server.terminate()
            assert server.wait(20) == 0
    assert gb.json("exchange", "--address", f"http://127.0.0.1:{port}", ok=False)["error"].startswith("exchange.")


def test_an_import_that_signs_nothing_is_no_success_and_one_that_cannot_say_so_signs_nothing(pair, tmp_path):
    gb = pair[0]
    book = tmp_path / "none.csv"
    head = "Ref,Date,Direction,Description,Quantity,Unit,Category,UK unit,JSDF unit\n"
    good = "".join(f"N-{day},0{day}/04/2026,issued,Rice,{day}0,kg,food,HMS Calder,JS Hayase\n" for day in range(1, 9))
    book.write_text(head + good.replace("kg", "firkin"))
    words = ("register", "import", book, "--confirm", "--officer", "ops")
    assert len(gb.json(*words, ok=False)["rejected"]) == 8
    assert "rejected 8" in gb.run(*words, ok=False).output
    book.write_text(head + good + good.replace("N-", "M-").replace("kg", "firkin"))
    entries = gb.json("log", "verify")["logs"]["GB"]["size"]
    rejects = tmp_path / "none.csv.rejected.csv"
    rejects.unlink()
    rejects.mkdir()
    assert gb.json(*words, ok=False)["error"] == "file.not_written"
    assert gb.json("log", "verify")["logs"]["GB"]["size"] == entries
    rejects.rmdir()
    assert gb.json(*words)["signed"] == 8


def test_a_calendar_ends_with_the_last_day_that_there_is(pair):
    assert pair[0].json("calendar", "--from", "9999-12-30") == []
