"""A draft as it was typed, and the files that lie with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """One act being written. ``token`` names it in addresses; ``typed`` and ``salts`` are JSON; times UTC seconds."""

    token = models.TextField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    user_id: int
    party = models.TextField()
    peer = models.TextField()
    kind = models.TextField()
    case = models.BinaryField(default=b"")
    typed = models.TextField(default="{}")
    salts = models.TextField(default="{}")
    """Slot to salt (hex) of each text: fixed with the first word, so that what is reviewed is what is signed."""
    state = models.TextField(default="open")
    """open, signing, signed, prepared, discarded or expired."""
    act = models.BinaryField(default=b"")
    """What it became: the act signed, or the act by which it was prepared."""
    signed_case = models.BinaryField(default=b"")
    made = models.BigIntegerField()
    changed = models.BigIntegerField()
    held_since = models.BigIntegerField(default=0)
    """Since when it is being signed."""

    class Meta:
        db_table = "drafts_draft"
        indexes = (models.Index(fields=["user", "state"], name="draft_of_user"),)


class DraftFile(models.Model):
    """A file that goes with a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    draft_id: str
    digest = models.BinaryField()
    media = models.TextField()
    paper = models.TextField(default="")
    name = models.TextField(default="")
    raw = models.BinaryField()
    size = models.BigIntegerField()

    class Meta:
        db_table = "drafts_file"
