"""Run the whole play and write what an auditor or a program asks for.

``import-gb.json``, ``import-jp.json``, ``match.json``, ``statement.json``, ``verify.json`` lie in the folder given.
The exit status tells the truth: a finding of the verification, unequal digests, or tables that are not what the logs
say end in a failure.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from warifu.core.errors import WireError
from warifu.doors.demo import cast, chapters
from warifu.doors.demo.play import Play
from warifu.doors.demo.stage import Actor, stage
from warifu.doors.documents import finding_document, plain
from warifu.node.drafting import Draft
from warifu.rooms.logistics.acts import Accept
from warifu.rooms.logistics.acts import Statement as StatementBody
from warifu.rooms.programme.acts import Assent

Tell = Callable[[str, str], None]
STEPS = (
    ("introduction and pins", "紹介と固定"),
    ("officers appointed, packs adopted", "任命と規則データの採択"),
    ("both registers taken in", "双方の台帳の取込み"),
    ("past dealings matched and agreed", "過去の取引の照合と合意"),
    ("activities agreed", "活動の合意"),
    ("fuel at sea, with a discrepancy", "洋上給油(差異あり)"),
    ("food and water in relief, replaced", "災害救援の食料・水(同種返還)"),
    ("airlift exchanged for billeting", "空輸と宿泊の交換"),
    ("repair paid in cash", "修理(償還)"),
    ("a loan returned", "貸付けと返還"),
    ("set-off at year's end", "年度末の相殺"),
    ("an irregular delivery, ratified", "不備のある引渡しと追認"),
    ("refusals with article and sentence", "条と理由を示す拒否"),
    ("both halves verified", "双方の半分の検証"),
)


def run(registers: tuple[Path, Path], out: Path, today: date, tell: Tell) -> dict[str, Any]:
    """Play everything on the registers given; returns the summary. Raises WireError where anything goes wrong."""
    out.mkdir(parents=True, exist_ok=True)
    with stage(out / "nodes") as (gb, jp):
        play = Play(gb, jp, today, tell)
        tell(*STEPS[0])
        _introduce(play)
        imports = _registers(play, registers)
        match = _match(play)
        _activities(play)
        _orders(play)
        summary = {"registers": imports, "match": match, "refusals": _told(play)} | _prove(play)
    for name, document in (summary.pop("files") | _files(imports, match)).items():
        (out / name).write_text(json.dumps(plain(document), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return summary


def _files(imports: dict[str, Any], match: dict[str, Any]) -> dict[str, Any]:
    return {"import-gb.json": imports["GB"], "import-jp.json": imports["JP"], "match.json": match}


def _introduce(play: Play) -> None:
    """Found, appoint, read back, pin, adopt, exchange; first a rehearsal marked EXERCISE."""
    for actor in (play.gb, play.jp):
        actor.send("staff", *cast.staff(actor.party, play.today))
    for actor in (play.gb, play.jp):
        actor.answer("staff")
    for actor, other in ((play.gb, play.jp), (play.jp, play.gb)):
        readers = [f"{actor.party}-001", f"{actor.party}-009"]
        actor.ask("pin", other.founded, readers, "chief")
    play.tell(*STEPS[1])
    for actor in (play.gb, play.jp):
        actor.ask("adopt", "chief")
    play.sync()


def _registers(play: Play, registers: tuple[Path, Path]) -> dict[str, Any]:
    play.tell(*STEPS[2])
    found: dict[str, Any] = {}
    for actor, path in zip((play.gb, play.jp), registers, strict=True):
        actor.send("take_in", path, "registrar", play.today)
    for actor in (play.gb, play.jp):
        found[actor.party] = actor.answer("take_in")
    play.sync()
    return found


def _match(play: Play) -> dict[str, Any]:
    """Both nodes compare alone and must find the same; GB proposes what matches and what differs, JP agrees."""
    play.tell(*STEPS[3])
    ours: dict[str, Any] = play.gb.ask("match")
    if ours != play.jp.ask("match"):
        raise WireError("demo.matches_differ", "match")
    for actor, other, which in ((play.gb, play.jp, "matched"), (play.jp, play.gb, "differing")):
        outcomes = actor.ask("propose", which, "registrar")
        play.sync()
        outcomes += other.ask("agree", "registrar")
        play.sync()
        for outcome in outcomes:
            if not outcome.ok:
                raise WireError("demo.refused", f"match {which}", reasons=str(outcome.ruling[:3]))
    _sign_opening(play, ours)
    return ours


def _sign_opening(play: Play, match: dict[str, Any]) -> None:
    """The opening balance, signed by both."""
    totals = play.gb.ask("totals", play.today)
    counts = {name: len(match[name]) for name in ("matched", "differing", "only_gb", "only_jp", "undetermined")}
    body = StatementBody(
        play.today,
        play.number("GB", "FINANCE"),
        "opening",
        play.today,
        totals,
        counts["matched"],
        counts["differing"],
        counts["only_gb"],
        counts["only_jp"],
        counts["undetermined"],
    )
    case = play.act(play.gb, "finance", "statement", body)
    play.sync()
    play.act(play.jp, "finance", "accept", Accept(play.today), case=case)
    play.sync()


def _activities(play: Play) -> None:
    play.tell(*STEPS[4])
    for name, body in cast.activities(play.today).items():
        outcome = play.gb.ask("submit", Draft(kind="programme/activity", body=body, desk="HQ"), "liaison")
        if not outcome.ok:
            raise WireError("demo.refused", f"activity {name}", reasons=str(outcome.ruling))
        play.activities[name] = outcome.case
    play.sync()
    for case in play.activities.values():
        outcome = play.jp.ask(
            "submit", Draft(kind="programme/accept", body=Assent(play.today), desk="HQ", case=case), "liaison"
        )
        if not outcome.ok:
            raise WireError("demo.refused", "activity", reasons=str(outcome.ruling))
    play.sync()


def _orders(play: Play) -> None:
    play.tell(*STEPS[5])
    fuel = chapters.fuel_at_sea(play)
    for place, chapter in enumerate(
        (chapters.relief, chapters.airlift_for_billeting, chapters.repair, chapters.loan), 6
    ):
        play.tell(*STEPS[place])
        chapter(play)
    play.tell(*STEPS[10])
    chapters.set_off(play, fuel)
    play.tell(*STEPS[11])
    chapters.irregular(play)
    play.tell(*STEPS[12])
    chapters.refusals(play, fuel)


def _told(play: Play) -> list[dict[str, Any]]:
    return [
        {
            "title": {"en": each["en"], "ja": each["ja"]},
            "party": each["party"],
            "findings": [finding_document(finding) for finding in (*each["outcome"].ruling, *each["outcome"].own_law)],
        }
        for each in play.refusals
    ]


def _prove(play: Play) -> dict[str, Any]:
    play.tell(*STEPS[13])
    play.sync()
    actors: tuple[Actor, ...] = (play.gb, play.jp)
    for actor in actors:
        actor.send("verify")
    proofs = {actor.party: actor.answer("verify") for actor in actors}
    statements = {actor.party: actor.ask("statement", play.today) for actor in actors}
    rebuilt = {actor.party: actor.ask("rebuild") for actor in actors}
    digests = {proof["state_digest"] for proof in proofs.values()}
    verify = {
        "state_digests": {party: proof["state_digest"] for party, proof in proofs.items()},
        "equal": len(digests) == 1,
        "log_sizes": {party: proof["logs"] for party, proof in proofs.items()},
        "findings": [finding for proof in proofs.values() for finding in proof["findings"]],
        "tables_are_what_the_logs_say": rebuilt,
    }
    if len(digests) != 1 or verify["findings"] or not all(rebuilt.values()):
        raise WireError("demo.halves_differ", "verify", found=json.dumps(plain(verify)))
    return {
        "verify": verify,
        "statement": statements["GB"],
        "files": {"statement.json": statements["GB"], "verify.json": verify},
    }
