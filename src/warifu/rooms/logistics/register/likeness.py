"""How alike two words of two books are, learned from pairs of rows that belong together. Floor 3a, pure.

Law: no name is known beforehand. That ``JS Hayase`` and 補給艦はやせ are one ship is learned because they stand together
in rows that references or figures prove; what is written alike (``rapidfuzz``) counts as if seen together a few times
already. The measure is the logarithm of how much more often two words stand together than chance would have it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from warifu.rooms.logistics.register.columns import WORD_FIELDS, Columns, Floats, Ints

#: Words beyond this number (free text) are compared only if frequent enough to be among them.
VOCABULARY = 1500
_ALIKE = 88.0
_SEEN_IF_ALIKE = 4.0
_ACQUAINTED = 2.0
_HIGHEST, _LOWEST = 3.5, -4.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """One learned table for each field: rows are the left book's words, columns the right's, in natural logarithms."""

    tables: dict[str, Floats]
    kept_left: dict[str, Ints]
    kept_right: dict[str, Ints]

    def of(self, left: Columns, right: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
        """Give the likeness of index pairs field by field; zero where a word is missing or too rare."""
        result = {}
        for one, two in WORD_FIELDS:
            rows = self.kept_left[one][left.words[one][i]]
            columns = self.kept_right[one][right.words[two][j]]
            result[one] = self.tables[one][rows, columns]
        return result


def learn(left: Columns, right: Columns, i: Ints, j: Ints) -> Likeness:
    """Learn all tables from linked index pairs; with no pairs only what is written alike is alike."""
    tables, kept_left, kept_right = {}, {}, {}
    for one, two in WORD_FIELDS:
        rows, row_texts = _keep(left.words[one], left.texts[one])
        columns, column_texts = _keep(right.words[two], right.texts[two])
        tables[one] = _table(rows, columns, (row_texts, column_texts), (left.words[one], right.words[two]), (i, j))
        kept_left[one], kept_right[one] = rows, columns
    return Likeness(tables, kept_left, kept_right)


def _keep(numbers: Ints, texts: tuple[str, ...]) -> tuple[Ints, list[str]]:
    """Give each text its row in the table (0: none) and the texts of the rows, most frequent first."""
    counts = np.bincount(numbers, minlength=len(texts))
    counts[0] = 0
    order = sorted(range(1, len(texts)), key=lambda at: (-int(counts[at]), texts[at]))[:VOCABULARY]
    kept = np.zeros(len(texts), dtype=np.int64)
    kept[order] = np.arange(1, len(order) + 1)
    return kept, ["", *(texts[at] for at in order)]


def _table(
    rows: Ints, columns: Ints, texts: tuple[list[str], list[str]], words: tuple[Ints, Ints], pairs: tuple[Ints, Ints]
) -> Floats:
    shape = (len(texts[0]), len(texts[1]))
    together = np.zeros(shape)
    np.add.at(together, (rows[words[0][pairs[0]]], columns[words[1][pairs[1]]]), 1.0)
    together[0, :] = together[:, 0] = 0.0
    alike = process.cdist(texts[0], texts[1], scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.float32)
    together += np.where(alike >= _ALIKE, _SEEN_IF_ALIKE, 0.0)
    together[0, :] = together[:, 0] = 0.0
    share_left = _shares(rows[words[0]], shape[0])
    share_right = _shares(columns[words[1]], shape[1])
    seen = float(together.sum())
    chance = np.outer(share_left, share_right)
    # As if one pair in twenty, and one at least, had been thrown together blindly.
    blind = max(1.0, seen / 20)
    with np.errstate(divide="ignore", invalid="ignore"):
        result = np.log((together + blind * chance) / ((seen + blind) * chance))
    result = np.nan_to_num(np.clip(result, _LOWEST, _HIGHEST), nan=0.0)
    # Two words of which neither has been met in a pair are strangers to us, not to each other.
    met = np.maximum.outer(_met(together.sum(axis=1)), _met(together.sum(axis=0)))
    result = np.where(result < 0.0, result * met, result)
    result[0, :] = result[:, 0] = 0.0
    return np.asarray(result, dtype=np.float64)


def _met(counts: Floats) -> Floats:
    """Give how well a word is known from how often it was met in pairs, 0 to 1."""
    return np.asarray(counts / (counts + _ACQUAINTED), dtype=np.float64)


def _shares(numbers: Ints, size: int) -> Floats:
    counts = np.bincount(numbers, minlength=size).astype(np.float64)
    counts[0] = 0.0
    return counts / max(1.0, float(counts.sum()))
