"""What is shown, as JSON can hold it: plain values, findings and outcomes with their sentences in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from warifu.core.act import FindingWire
from warifu.doors import sentences
from warifu.doors.files import legible
from warifu.law.judge import Finding
from warifu.node.drafting import Outcome


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: bytes as hex, decimals and days as text, a file's name in letters."""
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, dict):
        return {legible(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value


def finding_document(finding: Finding | FindingWire, doing: sentences.Doing = "refused") -> dict[str, Any]:
    """Return one finding as JSON with its sentence in both languages.

    ``doing``: ``irregular`` where the act is recorded with it all the same.
    """
    figures = dict(finding.figures)
    return {
        "rule": finding.rule,
        "article": finding.article,
        "article_en": sentences.of_article(finding.article, "en"),
        "article_ja": sentences.of_article(finding.article, "ja"),
        "figures": figures,
        "en": sentences.of_finding(finding, "en", doing=doing),
        "ja": sentences.of_finding(finding, "ja", doing=doing),
    }


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """Return what became of a draft as JSON."""
    return {
        "signed": outcome.ok,
        "act": outcome.act,
        "case": outcome.case,
        "findings": [finding_document(each) for each in outcome.ruling],
        "own_law": [finding_document(each) for each in outcome.own_law],
        "can_record_as_irregular": outcome.can_insist,
        "wants_another_hand": outcome.wants_hands,
    }
