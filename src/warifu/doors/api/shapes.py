"""What goes in and comes out of the API, by name: the schemas of its document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Hex = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="A SHA-256 digest in hex")]
Text = Annotated[str, Field(max_length=20_000)]
Code = Annotated[str, Field(max_length=120)]


class Strict(Schema):
    """A body in which nothing unknown may stand: what is not read is refused, never passed over."""

    model_config = ConfigDict(extra="forbid")


class Asked(Strict):
    """What a list of cases is narrowed to, and the line after which it goes on."""

    room: Code = "logistics"
    state: Code = ""
    flow: Code = ""
    settlement: Code = ""
    turn: Annotated[str, Field(max_length=8)] = ""
    desk: Annotated[str, Field(max_length=40)] = ""
    after: Annotated[str, Field(max_length=100, pattern="^([0-9]{1,18}-[0-9a-f]{64})?$")] = ""


Short = Annotated[str, Field(min_length=1, max_length=80, pattern="^[^\\u0000]+$")]


class AskedAccess(Strict):
    """May a person see a copy: for which agency and purpose, at which place, how it is shown, on which day."""

    person: Short
    agency: Short
    item: Short
    """Register number, or the case in hex."""
    copy_number: Short
    purpose: Short
    place: Short
    medium: Literal["paper", "workstation", "shared_folder", "operations_room", "oral_briefing"] = "paper"
    on: date | None = None


class AskedShipping(Strict):
    """May an item be shipped: to which recipient, how much of it (in its own unit), on which day."""

    item: Short
    to: Short
    quantity: Annotated[Decimal | None, Field(gt=0, max_digits=20, decimal_places=6)] = None
    on: date | None = None


class AskedHeld(Strict):
    """Who holds what of transfers: of one item, with one recipient, or all."""

    item: Annotated[str, Field(max_length=80)] = ""
    recipient: Annotated[str, Field(max_length=80)] = ""


class FileIn(Strict):
    """A file to be attached, in base64; at most 1.5 MB, four of them and 2.6 MB in all (more by the pages)."""

    content: Annotated[str, Field(max_length=2_000_100)]
    media: Literal["application/pdf", "image/jpeg", "image/png", "image/webp", "text/plain", "application/octet-stream"]
    paper: Code = ""


class DraftIn(Strict):
    """A draft as the command line's TOML holds it: ``body`` by the schema that ``/kinds/{kind}`` gives."""

    kind: Code
    desk: Annotated[str, Field(min_length=1, max_length=40)]
    body: dict[str, Any]
    case: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""
    cites: Annotated[list[Hex], Field(max_length=512)] = []
    texts: Annotated[dict[Annotated[str, Field(pattern="^[0-9]{1,3}$")], Text], Field(max_length=32)] = {}
    label: Annotated[list[Code], Field(max_length=16)] | None = None
    """Left out: that of what the act speaks of; an empty list: none."""
    on_behalf: Annotated[str, Field(max_length=8)] = ""
    irregular: bool = False
    files: Annotated[list[FileIn], Field(max_length=4)] = []


class SignIn(DraftIn):
    """A draft with the passphrase of the officer's key, which confirms the signature."""

    passphrase: Annotated[str, Field(min_length=1, max_length=1024)]


class Finding(Schema):
    """One reason of the judge, with article and figures, in both languages."""

    rule: str
    article: str
    article_en: str
    article_ja: str
    figures: dict[str, Any]
    en: str
    ja: str


class Ruling(Schema):
    """What the judge says of a draft."""

    permitted: bool
    findings: list[Finding]
    own_law: list[Finding]
    can_record_as_irregular: bool


class Access(Schema):
    """Whether a person may see a copy, and every reason why not."""

    permitted: bool
    findings: list[Finding]


class ShippedUnder(Schema):
    """Under what it may be shipped; ``draws``: acts that the delivery cites."""

    kind: str
    case: str
    number: str
    reference: str
    left: str
    unit: str
    until: str | None
    conditions: list[str]
    draws: list[str]


class Shipping(Schema):
    """Whether an item may be shipped, on which day, under what, and every reason why not.

    ``zone``: whose day it is where none was named (``Asia/Tokyo``, ``Europe/London``); else empty.
    """

    permitted: bool
    on: date
    zone: str
    under: ShippedUnder | None
    findings: list[Finding]


class HeldLine(Schema):
    """One item with one recipient under one transfer: what was received, and where it is; in the item's own unit."""

    case: str
    number: str
    state: str
    asker: str
    item: str
    recipient: str
    country: str
    unit: str
    granted: str
    under_way: str
    received: str
    held: str
    returned: str
    disposed: str
    passed_on: str
    lost: str
    discrepancies: int


class Signed(Schema):
    """An act that was signed and recorded."""

    act: str
    case: str


class Problem(Schema):
    """An error (RFC 9457): its code, and what happened and what to do, in both languages."""

    type: str
    title: str
    status: int
    code: str
    en: str
    ja: str
    where: str = ""
    figures: dict[str, str] = {}
    errors: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    can_record_as_irregular: bool = False
    roles: list[str] = []
    """Which would do, where the token has none that does."""
    left: int = 0
    """How many wrong passphrases are still looked at."""
    minutes: int = 0
    """For how long none is."""


class CaseLine(Schema):
    """One case in a list."""

    case: str
    flow: str
    number: str
    opener: str
    desk: str
    state: str
    turn: str
    since: int
    settlement: str
    activity: str
    agreed: bool
    exercise: bool
    irregular: int
    pending: int
    disputed: int
    marking: str
    """Both markings where the case is marked above level 0: its author's, and what answers to it; else empty."""


class Cases(Schema):
    """A page of cases; ``next`` is the address of the one after it, empty at the end."""

    items: list[CaseLine]
    next: str


class AskedItems(Strict):
    """What the register of classified information is narrowed to; ``on``: where each copy was after that day."""

    on: date | None = None
    words: Annotated[str, Field(max_length=100)] = ""
    form: Code = ""
    state: Code = ""
    holder: Annotated[str, Field(max_length=8)] = ""
    after: Annotated[str, Field(max_length=100, pattern="^([0-9]{1,18}-[0-9a-f]{64})?$")] = ""


class Items(Schema):
    """A page of the register; ``next`` is the address of the one after it, empty at the end."""

    items: list[dict[str, Any]]
    next: str


class KindLine(Schema):
    """One kind of act."""

    kind: str
    nature: str
    en: str
    ja: str
    begins_a_case: bool


class KindShape(Schema):
    """How a body of a kind is written: JSON Schema, and which texts it may bear."""

    kind: str
    body: dict[str, Any]
    texts: dict[str, str]


class Said(Schema):
    """What a label says in the words of its policy: the policy's number is an OID."""

    policy: str
    oid: str
    classification: str
    categories: dict[str, list[str]]


class LabelOfAct(Schema):
    """An act's label: its author's, the other side's where there is one, those among which a person decides.

    ``xml``: both bound to the act (STANAG 4774, 4778).
    """

    own: Said
    other: Said | None
    undecided: list[str]
    xml: str


class Head(Schema):
    """One log: entries and root."""

    size: int
    root: str


class Verified(Schema):
    """Both logs verified from their bytes."""

    state_digest: str
    logs: dict[str, Head]
    findings: list[dict[str, Any]]
