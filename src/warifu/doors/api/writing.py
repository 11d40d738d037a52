"""What the API writes: a draft is judged, or judged and signed with the officer's passphrase."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.http import HttpResponse, JsonResponse
from ninja import Router

from warifu.core.errors import BytesError, KeyTroubleError, ValueTroubleError
from warifu.core.keys import Signer
from warifu.doors import wording
from warifu.doors.api import problems
from warifu.doors.api.auth import asker
from warifu.doors.api.once import once
from warifu.doors.api.reading import PROBLEMS
from warifu.doors.api.shapes import DraftIn, Ruling, Signed, SignIn
from warifu.doors.documents import finding_document
from warifu.doors.forms import body_of
from warifu.doors.labelling import labelled
from warifu.doors.web import acting_judging, casepage
from warifu.doors.web.accounts import trying
from warifu.doors.web.accounts.visitor import Visitor
from warifu.doors.web.page import OFFICERS
from warifu.law.room import find_kind
from warifu.node.drafting import Draft, File

router = Router()
_FILE_BYTES = 1_500_000


def draft_of(request: Any, written: DraftIn) -> Draft:
    """Return the draft that a body describes; raises ValueTroubleError, BytesError, Http404 for a case unseen."""
    _, kind = find_kind(request.house.node.rooms.values(), written.kind)
    if kind.national:
        raise BytesError("act.national", written.kind, kind=written.kind)
    case = bytes.fromhex(written.case)
    if case:
        with request.house.turn(request.peer) as pair:
            casepage.shown(request, pair, case)
    texts = {int(slot): text for slot, text in written.texts.items()}
    draft = Draft(
        kind=kind.name,
        body=wording.fixed(kind.name, body_of(kind, written.body), texts),
        desk=written.desk,
        case=case,
        texts=texts,
        cites=tuple(bytes.fromhex(each) for each in written.cites),
        files=tuple(_file(each) for each in written.files),
        label=tuple(written.label or ()),
        on_behalf=written.on_behalf,
        irregular=written.irregular,
    )
    if written.label is not None:
        return draft
    with request.house.turn(request.peer) as pair:
        return labelled(draft, pair, request.house.node.schemes)


def _file(told: Any) -> File:
    try:
        raw = base64.b64decode(told.content, validate=True)
    except (binascii.Error, ValueError) as trouble:
        raise ValueTroubleError("form.does_not_fit", "files", trouble="base64") from trouble
    if len(raw) > _FILE_BYTES:
        raise ValueTroubleError("form.does_not_fit", "files", trouble=str(_FILE_BYTES))
    return File(raw, told.media, told.paper)


def _signer(request: Any, visitor: Visitor, passphrase: str) -> Signer:
    """Open the officer's key; wrong passphrases are counted and locked as on the pages. Raises ProblemError."""
    account, now = request.auth.account, request.house.clock()
    if not trying.begin(account, now):
        raise problems.ProblemError(429, "locked", minutes=trying.minutes(account, now))
    try:
        signer: Signer = request.house.signer(visitor.key_name, passphrase)
    except KeyTroubleError as trouble:
        if trouble.code != "key.locked":
            raise
        raise problems.ProblemError(403, "wrong_passphrase", left=trying.left(account)) from trouble
    trying.succeeded(account)
    if signer.public.key_id() != visitor.key_id:
        raise problems.ProblemError(403, "another_key")
    return signer


@router.post("/drafts/check", response={200: Ruling, **PROBLEMS}, summary="Judge a draft; signs nothing")
def check(request: Any, written: DraftIn) -> Any:
    """Return what the judge would say of a draft if the token's officer signed it now."""
    visitor = asker(request, OFFICERS)
    draft = draft_of(request, written)
    with request.house.turn(request.peer) as pair:
        judged = acting_judging.judge(request, pair, draft, visitor.key_id)
    return {
        "permitted": judged.ready,
        "findings": [finding_document(each) for each in judged.ruling],
        "own_law": [finding_document(each) for each in judged.own_law],
        "can_record_as_irregular": judged.can_insist,
    }


_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Chosen by the asker, kept for a day: the same request under the same key is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


@router.post(
    "/acts",
    response={201: Signed, **PROBLEMS},
    summary="Judge a draft, sign it and record it",
    openapi_extra={"parameters": [_KEY]},
)
def sign(request: Any, written: SignIn) -> Any:
    """Sign with the officer's key, which the passphrase opens. Needs an ``Idempotency-Key``."""
    visitor = asker(request, OFFICERS)

    def work() -> HttpResponse:
        draft = draft_of(request, written)
        signer = _signer(request, visitor, written.passphrase)
        with request.house.turn(request.peer) as pair:
            refused = acting_judging.unseen(pair, draft)
            outcome = refused or request.house.node.submit(request.peer, draft, signer)
        if not outcome.ok:
            return problems.refused((*outcome.ruling, *outcome.own_law), can_insist=outcome.can_insist)
        return JsonResponse({"act": outcome.act.hex(), "case": outcome.case.hex()}, status=201)

    if not visitor.signs:
        raise problems.ProblemError(403, "signs_nothing")
    return once(request, request.auth, work)
