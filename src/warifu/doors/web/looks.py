"""What the components of ``parts.html`` ask for: the tone of a state, an instant in its parts, a finding in its parts.

Law: a colour never stands alone. Each state has a word in both languages, and the tone that goes with it decides colour
and sign; a state that nobody has named here is plain, never good. Nothing is worked out here: words and figures come
from the catalogues and from ``showing``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from django import forms

from warifu.doors import sentences
from warifu.doors.web import showing, words

Tone = Literal["good", "ours", "wait", "warn", "bad", "unknown", "plain"]

_STATES: Mapping[Tone, str] = {
    "good": "confirmed standing matched agreed consented settled met on-time in_force adopted approved signed closed"
    " verified equal done pinned published accepted authorised assured",
    "ours": "our_move to_do draft review returned",
    "wait": "sent their_move requested offered countered verbal confirming ordered asked proposed prepared approving"
    " changing_by_opener changing_by_responder cancelling_by_opener cancelling_by_responder closing_by_opener"
    " closing_by_responder amending_by_opener amending_by_responder handed_over booked under_way recorded late"
    " amending queried investigating_opener investigating_responder assessing_opener assessing_responder"
    " measuring_opener measuring_responder closing_opener closing_responder",
    "warn": "irregular discrepancy differing warning due_soon only_ours only_theirs only_gb only_jp paper doubtful"
    " expiring missing draft_law sister exercise suspended",
    "bad": "objected refused overdue lapsed expired revoked dispute equivocation failed rejected unequal broken"
    " unfounded_objection reported noticed incident",
    "unknown": "undetermined pending anteroom unknown not-laid-out no-day-set",
    "plain": "fallen withdrawn cancelled declined verbal_declined verbal_withdrawn current not-begun not_needed",
}
_TONES: Mapping[str, Tone] = {state: tone for tone, states in _STATES.items() for state in states.split()}

PARTIES_WITH_A_THEME = frozenset({"GB", "JP"})


class Moment(NamedTuple):
    """An instant for a page: ISO text for machines, the reader's local time (era in Japanese), and Zulu."""

    iso: str
    local: str
    zulu: str


class Told(NamedTuple):
    """A finding in its parts: why, the article as it is cited, its id in the pack, what to do next (may be empty)."""

    sentence: str
    cite: str
    article: str
    next: str


def tone(state: Any) -> Tone:
    """Return the tone of a state; one that is not known is plain."""
    return _TONES.get(str(state), "plain")


def state_word(state: Any) -> str:
    """Return what a state is called in the reader's language: the word of the pages, else that of the packs."""
    key = f"state.{state}"
    return words.w(key) if key in words.catalogue() else sentences.word(str(state), words.language())


def party_name(code: str) -> str:
    """Return a party's name in the reader's language; one without a name here is shown by its code."""
    key = f"party.{code}"
    return words.w(key) if key in words.catalogue() else code


def theme(code: str) -> str:
    """Return which theme a party's pages bear: its own, or the neutral one."""
    return code if code in PARTIES_WITH_A_THEME else "other"


def moment(value: Any) -> Moment | None:
    """Return an instant (UTC seconds or ISO text) in its parts; None where there is none."""
    if value is None or value == "":
        return None
    seen = (
        datetime.fromtimestamp(value, UTC)
        if isinstance(value, int)
        else datetime.fromisoformat(str(value)).astimezone(UTC)
    )
    local, _, zulu = showing.instant(int(seen.timestamp())).partition(" / ")
    return Moment(seen.strftime("%Y-%m-%dT%H:%M:%SZ"), local, zulu)


def told(found: Any) -> Told:
    """Return a finding (``law.judge.Finding`` or one from the wire) in its parts, in the reader's language."""
    at = words.language()
    step = sentences.next_step(found.rule, "pages")
    return Told(
        sentences.of_code(found.rule, at, dict(found.figures)),
        sentences.of_article(found.article, at),
        found.article,
        step.in_(at) if step else "",
    )


def control(bound: Any, size: str = "") -> dict[str, str]:
    """Return what a form's control bears: its class for kind, width and error, and the ids of hint and errors."""
    widget = bound.field.widget
    kind = {"select": "select", "file": "file-upload", "textarea": "textarea"}.get(field_type(widget), "input")
    classes = [f"govuk-{kind}"]
    classes += [f"govuk-{kind}--error"] if bound.errors else []
    classes += [f"govuk-input--width-{size}"] if size and kind == "input" else []
    classes += ["govuk-password-input__input", "govuk-js-password-input-input"] * (field_type(widget) == "password")
    described = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes = {"class": " ".join([*classes, *str(widget.attrs.get("class", "")).split()])}
    return attributes | ({"aria-describedby": " ".join(described)} if described else {})


def in_use(bounds: list[Any]) -> bool:
    """Tell whether any of some fields of a form holds something, so that it must be seen; errors count."""
    return any(bound.errors or bound.value() not in (None, "", [], False) for bound in bounds)


def field_type(widget: Any) -> str:
    """Return what a widget is to the page: ``textarea``, ``checkboxes``, or the type of its input."""
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    return str(getattr(widget, "input_type", "text"))


_NAMED = re.compile(r"\S*[^\W_][._/@:]+\w|\S*[\d_]|.*\w\.[A-Za-z0-9]{2,5}$")
"""A text whose first word has a sign or a figure within it, or that ends as a file's name does."""


def capital(text: Any) -> Any:
    """Return a text with a capital at its beginning, for headings made of the packs' words.

    Markup stays as it is, and so does what is no word but a name with signs in it: a file's (``stores.xlsx``), a code.
    """
    if hasattr(text, "__html__") or not isinstance(text, str) or _NAMED.match(text):
        return text
    return text[:1].upper() + text[1:]


def hexed(value: Any) -> str:
    """Return a digest as lower-case hex, from bytes or from hex."""
    return value.hex() if isinstance(value, bytes | bytearray | memoryview) else str(value)


GLOBALS: Mapping[str, Callable[..., Any]] = {
    "tone": tone,
    "state_word": state_word,
    "party_name": party_name,
    "theme": theme,
    "moment": moment,
    "told": told,
    "hexed": hexed,
    "in_use": in_use,
    "capital": capital,
    "control": control,
    "field_type": field_type,
}
"""What every template may call besides the words."""
