"""What of a case is wrong, late, weak, disputed or without its paper; and its acts one by one. Floor 3a, pure.

Law: a fact that broke a rule is irregular until it is ratified, corrected or disputed; its owner is the side whose step
it was, who must explain it, within a stated number of days. A dispute ends by a resolution that both sides agreed. A
step's source document is present if a file is attached to its act; which papers, is said by what they are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from warifu.core.act import FindingWire
from warifu.law.case import Case, Stand
from warifu.law.judge import Finding
from warifu.law.room import RowContext
from warifu.law.stand import by_time
from warifu.rooms.logistics.rows_common import Tables, day, day_number, day_of, digits, table
from warifu.rooms.logistics.rows_delivery import agreed_terms
from warifu.rooms.logistics.rows_tables import (
    ActRow,
    DisputeRow,
    DocumentRow,
    IrregularityRow,
    LateRow,
    PaperRow,
)
from warifu.rooms.logistics.terms import OrderTerms

_L = "logistics/"
_STEPS = frozenset(
    _L + step for step in ("issue", "receipt", "payment", "acknowledge", "loss", "passed", "invoice", "credit")
)
_RECORDED = frozenset({"recorded", "irregular", "standing"})


def wrong_rows(case: Case, context: RowContext) -> Tables:
    """Return the acts of a case and what is wrong with them, by table."""
    stands = sorted(case.stands.values(), key=_by_time)
    on_line = {stand.placed.digest for stand in case.line}
    terms = agreed_terms(case)
    disputes = [_dispute(case, stand, terms) for stand in stands if stand.placed.act.kind == _L + "dispute"]
    irregular = [stand for stand in stands if stand.status == "irregular"]
    return {
        "logistics_act": [_act(stand, stand.placed.digest in on_line) for stand in stands],
        "logistics_dispute": [row for row in disputes if row is not None],
        "logistics_irregularity": irregularities(case, context, irregular, disputes) if irregular else [],
        "logistics_document": [_document(s) for s in stands if s.placed.act.kind in _STEPS and s.status in _RECORDED],
        "logistics_paper": [_paper(stand) for stand in stands if stand.placed.act.on_behalf],
        "logistics_late": [_late(stand) for stand in stands if stand.late],
    }


def _by_time(stand: Stand) -> tuple[int, str, bytes]:
    return by_time(stand.placed)


def _act(stand: Stand, on_line: bool) -> ActRow:  # noqa: FBT001  a column of the row
    placed, act = stand.placed, stand.placed.act
    return ActRow(
        placed.digest, act.kind, placed.kind.nature, placed.author, act.side_of,
        -1 if placed.index is None else placed.index, day(getattr(placed.body, "on", None)), act.time, stand.status,
        stand.confirmed, on_line, stand.state, stand.rival, _codes(stand.ruling) if stand.ruling else "",
        _codes(stand.objection) if stand.objection else "", stand.unfounded, stand.late,
    )  # fmt: skip


def _codes(findings: Iterable[Finding | FindingWire]) -> str:
    return " ".join(dict.fromkeys(finding.rule for finding in findings))


def _dispute(case: Case, stand: Stand, terms: OrderTerms | None) -> DisputeRow | None:
    placed, body = stand.placed, stand.placed.body
    if not stand.effective:
        return None
    resolved = terms is not None and placed.digest in terms.resolved
    end = _resolution(case, placed.digest) if resolved else None
    money = body.amount
    return DisputeRow(
        placed.digest, placed.act.side_of, body.about, placed.act.cites[0] if placed.act.cites else b"",
        "" if money is None else digits(money.amount), "" if money is None else money.currency, day_number(body.on),
        end.placed.digest if end else b"", end.placed.body.outcome if end else "",
        end.placed.body.consultation if end else "", day_number(end.placed.body.on) if end else None,
    )  # fmt: skip


def _resolution(case: Case, dispute: bytes) -> Stand | None:
    for stand in reversed(case.line):
        if stand.placed.act.kind == _L + "resolve" and dispute in stand.placed.act.cites:
            return stand
    return None


def irregularities(
    case: Case, context: RowContext, stands: list[Stand], disputes: list[DisputeRow | None]
) -> list[IrregularityRow]:
    """Return the irregular facts with their findings, owner, clock and cure."""
    terms = agreed_terms(case)
    days = table(case, context, "clocks")["irregular_days"]
    disputed = {row.contested: row for row in disputes if row is not None and not row.resolved_by}
    found = []
    for stand in stands:
        placed = stand.placed
        codes: list[Finding | FindingWire] = [*stand.ruling, *stand.objection]
        since = getattr(placed.body, "on", None) or day_of(placed.act.time)
        state, cure = _cure(case, terms, placed.digest)
        row = disputed.get(placed.digest)
        if row is not None and not cure:
            state, cured_by, cured_on = "disputed", row.act, None
        else:
            cured_by = cure.placed.digest if cure else b""
            cured_on = day_number(cure.placed.body.on) if cure else None
        found.append(
            IrregularityRow(
                placed.digest, placed.act.kind, _codes(codes),
                " ".join(dict.fromkeys(each.article for each in codes)), placed.act.side_of, day_number(since),
                day_number(since + timedelta(days=days)), state, cured_by, cured_on,
            )
        )  # fmt: skip
    return found


def _cure(case: Case, terms: OrderTerms | None, digest: bytes) -> tuple[str, Any]:
    """(state, the will that cured the fact): ratified or corrected, as far as both sides stand behind it."""
    if terms is None:
        return "open", None
    for stand in reversed(case.line):
        act = stand.placed.act
        if act.kind == _L + "ratify" and digest in act.cites and digest in terms.ratified:
            return "ratified", stand
        if act.kind == _L + "correct" and digest in act.cites and any(digest in c.facts for c in terms.corrections):
            return "corrected", stand
    return "open", None


def _document(stand: Stand) -> DocumentRow:
    act = stand.placed.act
    files = act.attachments
    papers = " ".join(dict.fromkeys(each.paper or each.media for each in files)) if files else ""
    return DocumentRow(
        stand.placed.digest, act.kind.removeprefix(_L), act.side_of, papers, len(act.attachments),
        bool(act.attachments), day_number(stand.placed.body.on),
    )  # fmt: skip


def _paper(stand: Stand) -> PaperRow:
    placed, act = stand.placed, stand.placed.act
    scans = act.attachments
    return PaperRow(
        placed.digest, act.kind, placed.author, act.on_behalf, scans[0].digest if scans else b"", len(scans),
        day(getattr(placed.body, "on", None)), stand.confirmed,
    )  # fmt: skip


def _late(stand: Stand) -> LateRow:
    placed, act = stand.placed, stand.placed.act
    on, sealed = day_number(placed.body.on), day_number(day_of(act.time))
    reason = getattr(placed.body, "late_reason", "")
    return LateRow(placed.digest, act.kind, placed.author, on, sealed, sealed - on, reason, stand.effective)
