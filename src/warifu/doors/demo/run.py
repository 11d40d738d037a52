"""Run the whole play and write what an auditor or a program asks for.

``import-gb.json``, ``import-jp.json``, ``match.json``, ``information.json``, ``statement.json``, ``verify.json`` lie in
the folder given, each written as soon as it is known, and beside them the auditor's copy that was verified. The exit status tells the truth: a finding of the verification, unequal digests, or
tables that are not what the logs say end in a failure.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from warifu.core.errors import WireError
from warifu.doors.demo import auditor, cast, chapters
from warifu.doors.demo.play import Play
from warifu.doors.demo.stage import Actor, stage
from warifu.doors.documents import finding_document, plain
from warifu.doors.registers.matching import Form
from warifu.doors.sentences import Doing
from warifu.rooms.logistics.acts import Accept
from warifu.rooms.programme.acts.activity import Assent

Tell = Callable[[str, str], None]
STEPS = {
    "introduce": ("introduction and pins", "紹介とルート鍵の固定"),
    "adopt": ("officers appointed, packs adopted", "任命と規則データの採択"),
    "rehearse": ("a rehearsal order, marked EXERCISE", "演練の要請（EXERCISEの表示）"),
    "registers": ("both registers taken in", "双方の台帳の取込み"),
    "match": ("past dealings matched and agreed", "過去の取引の照合と合意"),
    "activities": ("activities agreed", "活動の合意"),
    **{chapter.name: (chapter.en, chapter.ja) for chapter in chapters.CHAPTERS},
    "statement": ("the monthly statement, signed by both", "月次計算書（双方署名）"),
    "verify": ("both halves verified", "双方の記録の検証"),
    "audit": ("an auditor's copy verified by neither node", "監査官用の写しの検証（第三者）"),
}


After = Callable[[dict[str, Any], Actor, Actor], None]
"""What is done with the summary while both nodes are still there."""


def run(registers: tuple[Path, Path], out: Path, today: date, tell: Tell, after: After | None = None) -> dict[str, Any]:
    """Play everything on the registers given; returns the summary. Raises WarifuError where anything goes wrong."""
    with stage(out / "nodes", pages=after is not None) as (gb, jp):
        play = Play(gb, jp, today, tell)
        _introduce(play)
        imports = _registers(play, registers, out)
        match = _match(play)
        _write(out, "match", match)
        _activities(play)
        _chapters(play)
        tell(*STEPS["statement"])
        _sign(play, "monthly")
        statement, verify = _prove(play, out)
        tell(*STEPS["audit"])
        verify["audit"] = auditor.audited(play, out)
        _write(out, "verify", verify)
        for name, document in play.documents.items():
            _write(out, name, document)
        summary = {
            "registers": imports,
            "match": match,
            "refusals": _told(play.refusals, "refused"),
            "irregular": _told(play.irregular, "irregular"),
            **play.documents,
            "statement": statement,
            "verify": verify,
            "folder": str(out),
        }
        if after is not None:
            after(summary, gb, jp)
    return summary


def _write(out: Path, name: str, document: Any) -> None:
    text = json.dumps(plain(document), ensure_ascii=False, indent=1)
    (out / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _introduce(play: Play) -> None:
    """Found, appoint, read back, pin, adopt, exchange; then a rehearsal marked EXERCISE."""
    play.tell(*STEPS["introduce"])
    for actor in (play.gb, play.jp):
        actor.send("staff", *cast.staff(actor.party, play.today))
    for actor in (play.gb, play.jp):
        actor.answer("staff")
    for actor, other in ((play.gb, play.jp), (play.jp, play.gb)):
        readers = [f"{actor.party}-001", f"{actor.party}-009"]
        actor.ask("pin", other.founded, readers, "chief")
    play.tell(*STEPS["adopt"])
    for actor in (play.gb, play.jp):
        actor.ask("adopt", "chief")
    play.sync()
    play.tell(*STEPS["rehearse"])
    chapters.rehearsal(play)


def _registers(play: Play, registers: tuple[Path, Path], out: Path) -> dict[str, Any]:
    play.tell(*STEPS["registers"])
    found: dict[str, Any] = {}
    for actor, path in zip((play.gb, play.jp), registers, strict=True):
        rejects = out / f"{actor.party.lower()}.rejected.csv"
        actor.send("take_in", path, rejects, "registrar", play.today)
    for actor in (play.gb, play.jp):
        found[actor.party] = actor.answer("take_in")
        _write(out, f"import-{actor.party.lower()}", found[actor.party])
    play.sync()
    return found


def _match(play: Play) -> dict[str, Any]:
    """Both nodes compare alone and must find the same; GB proposes what matches, JP what differs, the other agrees."""
    play.tell(*STEPS["match"])
    play.gb.send("match")
    play.jp.send("match")
    ours: dict[str, Any] = play.gb.answer("match")
    if ours != play.jp.answer("match"):
        raise WireError("demo.matches_differ", "match")
    for actor, other, which in ((play.gb, play.jp, "matched"), (play.jp, play.gb, "differing")):
        outcomes = actor.ask("propose", which, "registrar")
        play.sync()
        outcomes += other.ask("agree", "registrar")
        play.sync()
        for outcome in outcomes:
            if not outcome.ok:
                raise WireError("demo.refused", f"match {which}", reasons=str(outcome.ruling[:3]))
    _sign(play, "opening")
    return ours


def _sign(play: Play, form: Form) -> None:
    """A statement drawn up by GB and signed by both."""
    body = play.gb.ask("draw_up", form, play.number("GB", "FINANCE"), play.today)
    case = play.act(play.gb, "finance", "statement", body)
    play.sync()
    play.act(play.jp, "finance", "accept", Accept(play.today), case=case)
    play.sync()


def _activities(play: Play) -> None:
    play.tell(*STEPS["activities"])
    for name, body in cast.activities(play.today).items():
        play.activities[name] = play.act(play.gb, "liaison", "programme/activity", body)
    play.sync()
    for name in cast.activities(play.today):
        play.act(play.jp, "liaison", "programme/accept", Assent(play.today), case=play.activities[name])
    play.sync()


def _chapters(play: Play) -> None:
    """Play every chapter."""
    for chapter in chapters.CHAPTERS:
        play.tell(chapter.en, chapter.ja)
        chapter.play(play)


def _told(noted: list[dict[str, Any]], doing: Doing) -> list[dict[str, Any]]:
    """Return what was refused, or recorded all the same, as a document: title, party, findings in both languages."""
    return [
        {
            "title": {"en": each["en"], "ja": each["ja"]},
            "party": each["party"],
            "findings": [finding_document(one, doing) for one in (*each["outcome"].ruling, *each["outcome"].own_law)],
        }
        for each in noted
    ]


def _prove(play: Play, out: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Verify both nodes at the same time; returns statement and proof, or raises WireError where they do not hold."""
    play.tell(*STEPS["verify"])
    play.sync()
    actors: tuple[Actor, ...] = (play.gb, play.jp)
    proofs = _of_both(actors, "verify")
    statements = _of_both(actors, "statement", play.today)
    rebuilt = _of_both(actors, "rebuild")
    digests = {proof["state_digest"] for proof in proofs.values()}
    verify = {
        "state_digests": {party: proof["state_digest"] for party, proof in proofs.items()},
        "equal": len(digests) == 1,
        "log_sizes": {party: proof["logs"] for party, proof in proofs.items()},
        "findings": [finding for proof in proofs.values() for finding in proof["findings"]],
        "tables_are_what_the_logs_say": rebuilt,
        "statements_equal": statements["GB"] == statements["JP"],
    }
    _write(out, "statement", statements["GB"])
    _write(out, "verify", verify)
    if not verify["equal"] or verify["findings"] or not all(rebuilt.values()) or not verify["statements_equal"]:
        raise WireError("demo.halves_differ", "verify", found=json.dumps(plain(verify)))
    return statements["GB"], verify


def _of_both(actors: tuple[Actor, ...], name: str, *arguments: Any) -> dict[str, Any]:
    for actor in actors:
        actor.send(name, *arguments)
    return {actor.party: actor.answer(name) for actor in actors}
