"""What was heard elsewhere, brought in; and what was heard here, handed out."""

from typing import Annotated, Final

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import Response

from moodarc.serving.history import exported, take_history
from moodarc.serving.routes.feelings import Listening, Working
from moodarc.serving.wire.history import HistoryForm, HistoryKind, HistoryTaken

__all__ = ["router"]

router = APIRouter(prefix="/history", tags=["history"])

_ENDINGS: Final = {"listenbrainz": "jsonl", "csv": "csv", "json": "json"}
_LONGEST_NAME: Final = 255


@router.post("/import")
async def bring_in(
    *,
    caller: Listening,
    worker: Working,
    file: Annotated[UploadFile, File(description="As a service handed it out.")],
    kind: Annotated[HistoryKind, Form()] = "auto",
) -> HistoryTaken:
    """Bring in what you heard elsewhere: exports of ListenBrainz, Spotify, Last.fm, or a table.

    The form is told from the file itself; `kind` is taken and needs not be right. The same file
    twice adds nothing the second time.
    """
    del kind
    content = await file.read()
    name = (file.filename or "history.json")[-_LONGEST_NAME:]
    briefs = await worker.rooms.briefs_of(caller.listener)
    return await worker.do(
        take_history, worker.store, briefs, caller.listener, name=name, content=content
    )


@router.get(
    "/export",
    response_class=Response,
    responses={
        200: {
            "content": {"application/jsonl": {}, "text/csv": {}, "application/json": {}},
            "description": "What you listened to, oldest first.",
        }
    },
)
async def hand_out(
    caller: Listening,
    worker: Working,
    format: HistoryForm = "listenbrainz",  # noqa: A002 - so called
) -> Response:
    """What you listened to, in a form that other services take."""
    briefs = await worker.rooms.briefs_of(caller.listener)
    text, kind = await worker.do(exported, worker.store, briefs, caller.listener, form=format)
    headers = {"Content-Disposition": f'attachment; filename="moodarc-listens.{_ENDINGS[format]}"'}
    return Response(text, media_type=kind, headers=headers)
