"""Keep drafts: made by their first saving, saved whole, taken for signing by one hand only, wiped when done with.

Law: whoever saves names the draft by the token that the form brought, so that a form sent twice is one draft. Only one
request may hold a draft for signing (compare and swap); one that was held by a process that died is looked up in the
case before it opens again. What was typed lies sealed (``sealing``).
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.db import transaction
from django.http import Http404

from warifu.core import canonical, texts
from warifu.core.errors import ValueTroubleError
from warifu.doors.web.drafts import sealing
from warifu.doors.web.drafts.models import Draft, DraftFile
from warifu.doors.web.forming.typed import CITES, Typed, texts_of
from warifu.doors.web.request import Request
from warifu.node.drafting import File
from warifu.record import database

MAX_DRAFTS = 60
MAX_FILES = 12
MAX_FILE_BYTES = 12 * 1024 * 1024
MAX_FILES_BYTES = 40 * 1024 * 1024
EXPIRES_SECONDS = 30 * 86_400
STALE_SECONDS = 120
_TOKEN_BYTES = 18
_MAX_NAME = 120
_MAGIC = (
    (b"%PDF-", 0, "application/pdf"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"ftyphei", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
)


class DraftGoneError(Exception):
    """The draft was signed, handed on, discarded, or has expired; ``state`` says which."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.state)
        self.draft = draft
        self.state = draft.state


def new_token() -> str:
    """Return the name of a draft to come."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def _mine(request: Request) -> Any:
    return Draft.objects.filter(user_id=request.user.pk, party=request.house.party, peer=request.peer)


def find(request: Request, token: str) -> Draft:
    """Return a draft of the visitor; raises Http404, and DraftGoneError where it is open no longer."""
    draft: Draft | None = _mine(request).filter(token=token).first()
    if draft is None:
        raise Http404
    now = request.house.clock()
    if draft.state == "open" and now - draft.changed > EXPIRES_SECONDS:
        close(draft, "expired")
    if draft.state not in {"open", "signing"}:
        raise DraftGoneError(draft)
    return draft


def make(request: Request, token: str, kind: str, case: bytes, typed: Typed) -> Draft:
    """Keep a new draft, or save the one that this token names already; raises ValueTroubleError drafts.too_many."""
    if not 16 <= len(token) <= 64 or not token.replace("-", "").replace("_", "").isalnum():
        token = new_token()
    now = request.house.clock()
    _expire(request, now)
    if not Draft.objects.filter(token=token).exists() and _mine(request).filter(state="open").count() >= MAX_DRAFTS:
        raise ValueTroubleError("drafts.too_many", limit=MAX_DRAFTS)
    Draft.objects.get_or_create(
        token=token,
        defaults={
            "user_id": request.user.pk, "party": request.house.party, "peer": request.peer, "kind": kind, "case": case,
            "made": now, "changed": now,
        },
    )  # fmt: skip
    draft = find(request, token)
    if draft.kind != kind or bytes(draft.case) != case:
        raise Http404
    save(request, draft, typed)
    return draft


def _expire(request: Request, now: int) -> None:
    """Wipe what has expired, whoever wrote it: its author may never come back."""
    expired = Draft.objects.filter(party=request.house.party, state="open", changed__lt=now - EXPIRES_SECONDS)
    for old in expired[:MAX_DRAFTS]:
        close(old, "expired")


def save(request: Request, draft: Draft, typed: Typed) -> None:
    """Keep what was typed; raises DraftGoneError where another request has meanwhile signed it or is signing it."""
    salts = json.loads(draft.salts)
    for slot in texts_of(typed):
        salts.setdefault(str(slot), request.house.node.means.chance(texts.SALT_BYTES).hex())
    draft.typed = sealing.seal(draft.token, json.dumps(typed, ensure_ascii=False))
    draft.salts = json.dumps(salts)
    draft.changed = request.house.clock()
    said = {"typed": draft.typed, "salts": draft.salts, "changed": draft.changed}
    if not Draft.objects.filter(token=draft.token, state="open").update(**said):
        raise DraftGoneError(find(request, draft.token))


def typed_of(draft: Draft) -> Typed:
    """Return what was typed."""
    typed: Typed = json.loads(sealing.open_sealed(draft.token, draft.typed))
    return typed


def leaves_of(draft: Draft, said: dict[int, str]) -> tuple[texts.Opening, ...]:
    """Return the texts with the salts that were fixed when they were first saved."""
    salts: dict[str, str] = json.loads(draft.salts)
    return tuple(
        texts.Opening(slot, bytes.fromhex(salts[str(slot)]), said[slot])
        for slot in sorted(said)
        if said[slot] and str(slot) in salts
    )


def holding(party: str, words: list[str]) -> list[tuple[str, int]]:
    """Return (account, day) of the open drafts, of whomever, in which one of these texts was typed as well."""
    found = []
    for draft in Draft.objects.filter(party=party, state__in=("open", "signing")).select_related("user"):
        said = " ".join(texts_of(typed_of(draft)).values())
        if any(each in said for each in words):
            found.append((draft.user.get_username(), draft.changed // 86_400))
    return found


def mine(request: Request) -> list[Draft]:
    """List the visitor's open drafts with this peer, the newest first."""
    _expire(request, request.house.clock())
    return list(_mine(request).filter(state__in=("open", "signing")).order_by("-changed"))


def names_draft(token: str) -> str:
    """Return how one draft names another among what it cites, until that one is an act."""
    return f"draft:{token}"


def became(draft: Draft, act: bytes) -> None:
    """Let the drafts that rest on this one cite the act that it became."""
    name = names_draft(draft.token)
    for other in Draft.objects.filter(user_id=draft.user_id, state="open"):
        said = typed_of(other)
        if name not in said.get(CITES, "").split():
            continue
        said[CITES] = " ".join(act.hex() if word == name else word for word in said[CITES].split())
        other.typed = sealing.seal(other.token, json.dumps(said, ensure_ascii=False))
        other.save()


def close(draft: Draft, state: str, act: bytes = b"", case: bytes = b"") -> None:
    """End a draft and wipe what it held: SQLite overwrites what it lets go of and empties its log of writes."""
    with transaction.atomic(using="default"):
        draft.files.all().delete()  # type: ignore[attr-defined]  # Django's reverse side
        draft.state, draft.act, draft.signed_case, draft.typed, draft.salts = state, act, case, "{}", "{}"
        draft.save()
        transaction.on_commit(database.forget_accounts, using="default")


def hold(draft: Draft, now: int) -> bool:
    """Take a draft for signing; False where another request has it."""
    taken = Draft.objects.filter(token=draft.token, state="open").update(state="signing", held_since=now)
    if taken:
        draft.state, draft.held_since = "signing", now
    return bool(taken)


def let_go(draft: Draft) -> None:
    """Open a draft again that was not signed."""
    Draft.objects.filter(token=draft.token, state="signing").update(state="open", held_since=0)
    draft.state = "open"


def media_of(raw: bytes) -> str:
    """Return the media type that the first bytes tell; empty for a file that is neither PDF nor photograph."""
    return next((media for magic, at, media in _MAGIC if raw[at : at + len(magic)] == magic), "")


def attach(draft: Draft, upload: Any, paper: str) -> None:
    """Keep a file with a draft; raises ValueTroubleError file.* where it is too large, too many, or of another kind."""
    name = "".join(each for each in str(upload.name or "") if each.isprintable())[:_MAX_NAME]
    if upload.size > MAX_FILE_BYTES:
        raise ValueTroubleError("drafts.file_too_large", name, size=upload.size, limit=MAX_FILE_BYTES)
    raw = upload.read()
    media = media_of(raw)
    if not media:
        raise ValueTroubleError("drafts.file_kind", name)
    digest = canonical.digest(raw)
    held = list(DraftFile.objects.filter(draft=draft).values_list("digest", "size"))
    if digest in {bytes(each) for each, _ in held}:
        return
    if len(held) >= MAX_FILES or sum(size for _, size in held) + len(raw) > MAX_FILES_BYTES:
        raise ValueTroubleError("drafts.too_many_files", name, limit=MAX_FILES)
    DraftFile.objects.create(draft=draft, digest=digest, media=media, paper=paper, name=name, raw=raw, size=len(raw))


def attach_bytes(draft: Draft, file: File) -> None:
    """Keep with a draft a file that was prepared before."""
    DraftFile.objects.create(
        draft=draft, digest=canonical.digest(file.raw), media=file.media, paper=file.paper, raw=file.raw,
        size=len(file.raw),
    )  # fmt: skip


def detach(draft: Draft, number: int) -> None:
    """Take a file from a draft."""
    DraftFile.objects.filter(draft=draft, pk=number).delete()


def papers(draft: Draft) -> list[Any]:
    """List the files of a draft without their bytes."""
    return list(DraftFile.objects.filter(draft=draft).defer("raw").order_by("pk"))


def files_of(draft: Draft) -> tuple[File, ...]:
    """Return the files of a draft, to be attached to its act."""
    found = DraftFile.objects.filter(draft=draft).order_by("pk")
    return tuple(File(bytes(each.raw), each.media, each.paper) for each in found)
