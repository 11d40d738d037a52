"""The answer to a question where it is no: what may not be done, and a reason; nothing was to be recorded.

Law: a question has a wording of its own (``answer.*`` of the catalogue, with its figures), the same at the command
line, in the API and in the pages; the reason, its rule and the next step are those of any finding.
Place on the path: beside the doors that ask, above the sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from warifu.core.act import FindingWire
from warifu.doors import sentences
from warifu.doors.documents import finding_document
from warifu.law.judge import Finding


class No(NamedTuple):
    """What may not be done: the code of its sentence, and the figures that stand in it."""

    code: str
    figures: Mapping[str, Any]

    def said(self, language: str) -> str:
        """Return it as a bare sentence."""
        return sentences.of_code(self.code, language, self.figures)


def of_answer(finding: Finding | FindingWire, no: No, language: str) -> str:
    """Return a reason for a no as a person reads it: what may not be done, why, the rule, what to do next."""
    return sentences.of_reason(finding, no.said(language), language)


def document(finding: Finding | FindingWire, no: No) -> dict[str, Any]:
    """Return a reason for a no as JSON, with its sentence in both languages."""
    return finding_document(finding) | {language: of_answer(finding, no, language) for language in ("en", "ja")}
