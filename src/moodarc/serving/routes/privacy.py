"""What is kept of a listener: told, handed out, erased; what they agreed to."""

import json
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from moodarc.consent import CONSENTS
from moodarc.errors import UnknownListenerError
from moodarc.listener import SENSITIVE_FACTS
from moodarc.serving.problems import Refusal
from moodarc.serving.routes.feelings import Listening, Working
from moodarc.serving.wire.privacy import ConsentSaid, ConsentState, Erased, Privacy, Stored
from moodarc.serving.worker import Worker
from moodarc.storage import Belongings, Scope

__all__ = ["router"]

router = APIRouter(tags=["privacy"])

ConsentName = Literal["camera", "calibration", "wearables", "notes", "sensitive"]

_WHY: Final = {
    "readings": "how you felt, so that lists fit it",
    "events": "what you did with tracks, so that lists learn what you like",
    "decisions": "lists you were shown and why, so that they can be explained and improved",
    "sessions": "when you listened, and for what",
    "corrections": "what you said that tracks express, so that they count the way you hear them",
    "samples": "what a wearable measured, until its windows are read and some days after",
    "facts": "what you told of yourself",
    "files": "your face's calibration, what you agreed to, which senses are off",
}


@router.get("/privacy")
async def privacy(caller: Listening, worker: Working) -> Privacy:
    """What is stored of you, why, and what you agreed to."""
    told = await worker.do(_told, worker, caller.listener)
    return told if Scope.MANAGE in caller.scopes else told.model_copy(update={"where": None})


@router.put("/privacy/consents/{name}", status_code=204, response_class=Response)
async def agree(
    name: ConsentName, *, caller: Listening, worker: Working, said: ConsentSaid | None = None
) -> Response:
    """Agree to terms: those of `GET /privacy`, or one of the wordings there, which is then kept.

    Words by which it is not asked for are refused: who saw earlier ones is asked again.
    """
    shown = None if said is None else said.terms
    await worker.do(partial(_agree, worker, caller.listener, name, shown=shown))
    return Response(status_code=204)


@router.delete("/privacy/consents/{name}", status_code=204, response_class=Response)
async def withdraw(name: ConsentName, caller: Listening, worker: Working) -> Response:
    """Take an agreement back; what may only be kept with it is removed."""
    await worker.do(_withdraw, worker, caller.listener, name)
    return Response(status_code=204)


@router.get(
    "/export",
    response_class=Response,
    responses={200: {"content": {"application/json": {}}, "description": "All that is kept."}},
)
async def export(caller: Listening, worker: Working) -> Response:
    """All that is kept of you, as one file."""
    text = await worker.do(_exported, worker, caller.listener)
    headers = {"Content-Disposition": 'attachment; filename="moodarc-export.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.delete("/listener")
async def erase(
    caller: Listening, worker: Working, confirm: Annotated[str, Query(max_length=64)] = ""
) -> Erased:
    """Erase everything of yours, without a trace; a session that plays is stopped first."""
    if confirm != caller.listener:
        detail = f"erasing must be confirmed; add ?confirm= with the name, {caller.listener!r}"
        raise Refusal(422, "not-confirmed", detail)

    def erased() -> Erased:
        return _erase(worker, caller.listener)

    return await worker.rooms.erase(caller.listener, erased)


def _told(worker: Worker, listener: str) -> Privacy:
    belongings = Belongings(worker.settings.data_dir, listener)
    counts = worker.store.count_listener(listener)
    stored = [
        Stored(what=what, n=n, first=first, last=last, why=_WHY.get(what, "kept for you alone"))
        for what, (n, first, last) in counts.items()
    ]
    n_files = len(belongings.files())
    stored.append(Stored(what="files", n=n_files, first=None, last=None, why=_WHY["files"]))
    consents = [ConsentState.of(one, belongings.agreement(one.terms)) for one in CONSENTS.values()]
    return Privacy(stored=stored, consents=consents, listener=listener, where=worker.store.name)


def _agree(worker: Worker, listener: str, name: str, *, shown: str | None) -> None:
    consent = CONSENTS[name]
    if shown is not None and not consent.is_asked_as(shown):
        told = f"these are not the words by which {name!r} is asked for; read them at GET /privacy"
        raise Refusal(409, "other-words", told)
    worker.store.listeners.ensure(listener)  # known there, so that an erasure finds the file
    belongings = Belongings(worker.settings.data_dir, listener)
    if not belongings.has_consented(consent.terms):
        other = None if shown == consent.terms else shown
        belongings.consent(consent.terms, datetime.now(UTC), shown=other)


def _withdraw(worker: Worker, listener: str, name: str) -> None:
    belongings = Belongings(worker.settings.data_dir, listener)
    belongings.withdraw(CONSENTS[name].terms)
    if name == "calibration":
        belongings.forget_face_head()
    if worker.store.marks(listener) is None:
        return
    if name == "wearables":
        worker.store.samples.forget_before(listener, datetime.max.replace(tzinfo=UTC))
    if name == "sensitive":
        gone: dict[str, Any] = dict.fromkeys(SENSITIVE_FACTS)
        worker.store.facts.correct(listener, gone, datetime.now(UTC))


def _exported(worker: Worker, listener: str) -> str:
    files = Belongings(worker.settings.data_dir, listener).exported()
    try:
        values = worker.store.export_listener(listener)
    except UnknownListenerError:
        values = {"listener": listener}
    return json.dumps({**values, "files": files}, indent=2) + "\n"


def _erase(worker: Worker, listener: str) -> Erased:
    n_files = Belongings(worker.settings.data_dir, listener).erase()
    try:
        rows = worker.store.erase_listener(listener)
    except UnknownListenerError:
        rows = {}
    worker.known.forget(listener)
    worker.tokens.forget(listener)
    return Erased(erased=rows, files=n_files)
