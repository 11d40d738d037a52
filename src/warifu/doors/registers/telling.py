"""How a register was understood, in the reader's words: fields, and the rules that hold for a whole sheet.

Law: a rule keeps its figures and codes; only where it was said, and which way, is told in words. The pages and the
command line say the same.
"""

from __future__ import annotations

import re

from warifu.doors import catalogues

_FROM = re.compile(r"\((map|heading|currency heading|title|assumed)\)$")
_WHOLE = frozenset({"issued", "received", "mdy"})


def field_said(field: str, lang: str) -> str:
    """Return what a field of a register is called; a rule's name too. Raises KeyError for one without a name."""
    return catalogues.pages()["register_field"][field][lang]


def rule_said(rule: str, lang: str) -> str:
    """Return a rule as ``Rules.shown`` gives it (``GBP (heading)``) with where it was said in the reader's language."""
    words = catalogues.pages()["register_rule"]
    if rule in _WHOLE:
        return words[rule][lang]
    return _FROM.sub(lambda found: "(" + words[found[1].replace(" ", "_")][lang] + ")", rule)
