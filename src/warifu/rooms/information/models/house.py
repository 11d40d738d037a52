"""The tables of what stays in our own house; their rows stand under the pair ``national``.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Attestation(models.Model):
    """A person's clearance as attested; nothing of what was evaluated."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    person = Text()
    issuer = Text()
    agency = Text()
    scope = Text()
    clearance = Text()
    scheme = Text()
    version = Text()
    written = Text()
    level = Int()
    from_day = Int()
    to_day = Int()
    ended = Text()
    broken_by = Text()
    nationality = Text()
    contractor = Text()

    class Meta:
        db_table = "information_attestation"
        indexes = (models.Index(fields=["pair", "person"], name="information_attestation_of"),)


class Need(models.Model):
    """A person needs to know what belongs to a circle, from day to day, and has been briefed on a day."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    person = Text()
    circle = Text()
    from_day = Int()
    to_day = Int()
    briefed_on = Int(null=True)
    ended = Text()

    class Meta:
        db_table = "information_need"
        indexes = (models.Index(fields=["pair", "person"], name="information_need_of"),)


class Place(models.Model):
    """A place and what it is accredited for."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    place = Text()
    agency = Text()
    level = Int()
    written = Text()
    media = Text()
    from_day = Int()
    to_day = Int()
    ended = Text()

    class Meta:
        db_table = "information_place"


class Custodian(models.Model):
    """Who answers for a copy inside our house, where it is kept, to whom it is being handed."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    item = Bytes()
    copy = Text()
    person = Text()
    place = Text()
    container = Text()
    to_person = Text()
    since = Int()
    state = Text()
    ended = Text()

    class Meta:
        db_table = "information_custodian"
        indexes = (models.Index(fields=["pair", "item"], name="information_custodian_of"),)


class Muster(models.Model):
    """A muster."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    form = Text()
    on_day = Int()
    sheets = Int()
    expected = Int()
    place = Text()
    person = Text()
    to_person = Text()
    closed_on = Int(null=True)
    countersigned_on = Int(null=True)

    class Meta:
        db_table = "information_muster"


class Sheet(models.Model):
    """One sheet of a muster and how far it is."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    muster = Bytes()
    number = Int()
    place = Text()
    custodian = Text()
    expected = Int()
    sighted = Int()
    explained = Int()
    unexplained = Int()
    closed_on = Int(null=True)

    class Meta:
        db_table = "information_sheet"
        indexes = (models.Index(fields=["pair", "muster"], name="information_sheet_of"),)


class SheetLine(models.Model):
    """One copy on a sheet: sighted, or the code that explains why not; empty while nothing is said."""

    pk = models.CompositePrimaryKey("pair", "case", "line")
    pair = Text()
    case = Bytes()
    line = Int()
    item = Bytes()
    copy = Text()
    said = Text()
    seen = Bool()

    class Meta:
        db_table = "information_sheet_line"


class Access(models.Model):
    """A decision: who asked for what, and the answer with its findings."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    person = Text()
    agency = Text()
    item = Bytes()
    copy = Text()
    purpose = Text()
    place = Text()
    medium = Text()
    on_day = Int()
    answer = Text()
    findings = Text()
    opened = Int()

    class Meta:
        db_table = "information_access"
        indexes = (models.Index(fields=["pair", "item"], name="information_access_of"),)


class Opened(models.Model):
    """One opening of a vault file."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    person = Text()
    item = Bytes()
    copy = Text()
    content = Bytes()
    on_day = Int()

    class Meta:
        db_table = "information_opened"


class VaultGone(models.Model):
    """A vault file that was destroyed: of which item, why, when."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    item = Bytes()
    cause = Text()
    on_day = Int()

    class Meta:
        db_table = "information_vault_gone"
