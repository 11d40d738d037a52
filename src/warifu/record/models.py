"""Tables of memory: the logs, which are the only truth, and what travels beside them.

Law: column types are text, integer, bytes and bool only; every key begins with the pair, so that a nation with many
partners grows by pair; no foreign keys between rooms. Models define tables and read them; ``record.log`` and
``record.projection`` write them in plain SQL (measured: bulk_create 20 k rows/s, executemany 90 k).

``pair`` is ``GB-JP``, or ``national`` for the log that is never sent. ``author`` is the party whose log it is.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField


class Entry(models.Model):
    """One entry of a log at its place: an act's envelope, or an answer. ``kind`` is empty for an answer."""

    pk = models.CompositePrimaryKey("pair", "author", "place")
    pair = Text()
    author = Text()
    place = Int()
    case = Bytes()
    act = Bytes()
    """Digest of the act: itself, or the one that is answered."""
    kind = Text()
    time = Int()
    raw = Bytes()
    leaf = Bytes()

    class Meta:
        db_table = "entry"
        indexes = (
            # Each entry stands in one of the two, for the act that begins a case has the case's own digest; a batch
            # spends more time on indexes than on anything else that it writes.
            models.Index(
                fields=["pair", "case"],
                name="entry_case_of",
                condition=models.Q(kind="") | ~models.Q(act=models.F("case")),
            ),
            models.Index(fields=["pair", "act"], name="entry_act_of", condition=~models.Q(kind="")),
        )


class Log(models.Model):
    """The head of a log: size, root, and the frontier of its tree, so that it grows without being read again."""

    pk = models.CompositePrimaryKey("pair", "author")
    pair = Text()
    author = Text()
    size = Int()
    root = Bytes()
    tree = Bytes()
    time = Int()

    class Meta:
        db_table = "log"


class Loose(models.Model):
    """An act that came ahead of its place (paper); it leaves this table when its place comes."""

    pk = models.CompositePrimaryKey("pair", "act")
    pair = Text()
    act = Bytes()
    author = Text()
    case = Bytes()
    raw = Bytes()

    class Meta:
        db_table = "loose"
        indexes = (models.Index(fields=["pair", "case"], name="loose_case"),)


class Opening(models.Model):
    """The opening of one text, encrypted under its own key; ``cipher`` is empty once it is erased."""

    pk = models.CompositePrimaryKey("pair", "act", "slot")
    pair = Text()
    act = Bytes()
    slot = Int()
    leaf = Bytes()
    cipher = Bytes()

    class Meta:
        db_table = "opening"


class OpeningKey(models.Model):
    """The key of one opening. Erasing destroys this row first."""

    pk = models.CompositePrimaryKey("pair", "act", "slot")
    pair = Text()
    act = Bytes()
    slot = Int()
    key = Bytes()

    class Meta:
        db_table = "opening_key"


class Attachment(models.Model):
    """Bytes of a file named by its digest."""

    pk = models.CompositePrimaryKey("pair", "digest")
    pair = Text()
    digest = Bytes()
    raw = Bytes()

    class Meta:
        db_table = "attachment"


class Checkpoint(models.Model):
    """A checkpoint of a log: ours as sent, theirs as verified."""

    pk = models.CompositePrimaryKey("pair", "author", "size", "peer_size")
    pair = Text()
    author = Text()
    size = Int()
    peer_size = Int()
    root = Bytes()
    first = Bytes()
    second = Bytes()
    time = Int()

    class Meta:
        db_table = "checkpoint"


class Waiting(models.Model):
    """Acts that wait: pending ones, and entries of kinds that this program cannot read yet; ``why`` says which."""

    pk = models.CompositePrimaryKey("pair", "digest")
    pair = Text()
    digest = Bytes()
    case = Bytes()
    why = Text()
    raw = Bytes()
    time = Int()

    class Meta:
        db_table = "waiting"


class Evidence(models.Model):
    """What must not be lost: refused bytes by digest, equivocation, a forked history, unfounded objections."""

    pk = models.CompositePrimaryKey("pair", "digest", "what")
    pair = Text()
    digest = Bytes()
    what = Text()
    figures = Text()
    time = Int()

    class Meta:
        db_table = "evidence"


class Posting(models.Model):
    """One posting of a case (``core.posting`` wire form): what stands on the balances now."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    account = Text()
    debtor = Text()
    creditor = Text()
    commodity = Text()
    exponent = Int()
    figure = Text()
    reason = Text()
    day = Text()
    due = Text()
    basis = Text()

    class Meta:
        db_table = "posting"


class Balance(models.Model):
    """One row of kept balances (``core.ledger`` Key and Turnover), of the cases of one level and circle."""

    pk = models.CompositePrimaryKey(
        "pair", "level", "circle", "account", "debtor", "commodity", "reason", "grain", "bucket"
    )
    pair = Text()
    level = Int()
    circle = Text()
    account = Text()
    debtor = Text()
    commodity = Text()
    reason = Text()
    grain = Text()
    bucket = Text()
    owed = Text()
    settled = Text()
    postings = Int()

    class Meta:
        db_table = "balance"
        indexes = (models.Index(fields=["pair", "grain", "bucket"], name="balance_grain"),)


class CaseSight(models.Model):
    """Who may see a case (``law.room.Sight``); a case that is open has no row."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    level = Int()
    circle = Text()

    class Meta:
        db_table = "case_sight"


class CaseCite(models.Model):
    """An act of another case that a case cites, for whoever asks what rests on an act."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()

    class Meta:
        db_table = "case_cite"
        indexes = (models.Index(fields=["pair", "act"], name="case_cite_act"),)


class HalfDigest(models.Model):
    """What one case puts into the digest of a half: head of its confirmed line, digests of its facts.

    Beside it, outside the digest, what both halves do not agree on yet: acts of ours that the peer has not answered.
    """

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    root_kind = Text()
    head = Bytes()
    facts = Bytes()
    unanswered = Bytes()
    """Digests of our acts that wait for an answer, 32 bytes each."""
    since = Int()
    """UTC seconds of the first of them; 0 where all are answered."""

    class Meta:
        db_table = "half"
        indexes = (models.Index(fields=["pair", "since"], name="half_since", condition=models.Q(since__gt=0)),)


class Setting(models.Model):
    """Named values of this node: its party, its pins."""

    name = models.TextField(primary_key=True)
    text = Text()

    class Meta:
        db_table = "setting"


class Anteroom(models.Model):
    """What cannot be taken in yet (``record.anteroom``): a frame, encrypted, what it waits for and until when."""

    pk = models.CompositePrimaryKey("pair", "mark")
    pair = Text()
    mark = Bytes()
    number = Int()
    why = Text()
    until = Int()
    key = Bytes()
    first = Int()
    entries = Int()
    size = Int()
    since = Int()
    frame = Bytes()

    class Meta:
        db_table = "anteroom"


class AnteroomKey(models.Model):
    """The key of one frame in the anteroom: it holds openings, and so its key goes as theirs do."""

    pk = models.CompositePrimaryKey("pair", "mark")
    pair = Text()
    mark = Bytes()
    key = Bytes()

    class Meta:
        db_table = "anteroom_key"


class Seen(models.Model):
    """Which account was shown texts of which case on which day (``record.removals``): one row for all of a day."""

    pk = models.CompositePrimaryKey("pair", "case", "account", "day")
    pair = Text()
    case = Bytes()
    account = Text()
    day = Int()

    class Meta:
        db_table = "seen"


class Copied(models.Model):
    """What has left this node and may hold texts, a backup or a print; ``ours`` and ``theirs``: entries in it."""

    pk = models.CompositePrimaryKey("pair", "what", "digest", "act", "time")
    pair = Text()
    what = Text()
    digest = Bytes()
    act = Bytes()
    time = Int()
    case = Bytes()
    ours = Int()
    theirs = Int()
    size = Int()
    kept = Text()
    who = Text()

    class Meta:
        db_table = "copied"
        indexes = (models.Index(fields=["pair", "case"], name="copied_case"),)


class Removal(models.Model):
    """One thing to be followed up after a text was removed; ``closed`` is the national act that says what was done."""

    pk = models.CompositePrimaryKey("pair", "act", "mark", "erase")
    pair = Text()
    act = Bytes()
    mark = Bytes()
    erase = Bytes()
    case = Bytes()
    what = Text()
    who = Text()
    day = Int()
    kept = Text()
    closed = Bytes()
    done = Text()

    class Meta:
        db_table = "removal"
        indexes = (models.Index(fields=["pair", "closed"], name="removal_open"),)


class Withheld(models.Model):
    """A text of the other side that we have asked it to remove: no door opens it from then on; slot -1 is all."""

    pk = models.CompositePrimaryKey("pair", "act", "slot")
    pair = Text()
    act = Bytes()
    slot = Int()
    request = Bytes()

    class Meta:
        db_table = "withheld"


class Disc(models.Model):
    """A disc written or read (``record.discs``): what it carries by size and digest, and when it was seen to arrive."""

    pk = models.CompositePrimaryKey("pair", "digest")
    pair = Text()
    digest = Bytes()
    way = Text()
    time = Int()
    first = Int()
    ours = Int()
    theirs = Int()
    files = Int()
    length = Int()
    seen = Int()

    class Meta:
        db_table = "disc"
