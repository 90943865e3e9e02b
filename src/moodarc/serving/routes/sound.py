"""The sound of a track, whole or by ranges, and the picture in its tags.

Only files of the library are read: a number from outside is looked up, a path never comes from
outside. A link in the place of a file is followed as the scan followed it.
"""

import mimetypes
import os
import re
import stat
import struct
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Send
from starlette.types import Scope as AsgiScope
from tinytag import TinyTag, TinyTagException

from moodarc.serving.problems import Refusal
from moodarc.serving.routes.tracks import TrackId
from moodarc.serving.security.access import Caller, needs
from moodarc.serving.worker import Worker, worker_of
from moodarc.storage import FileState, Scope

__all__ = ["router"]

router = APIRouter(prefix="/tracks", tags=["library"])

_TYPES: Final = {
    ".mp3": "audio/mpeg",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".mp4": "audio/mp4",
    ".aac": "audio/aac",
    ".wav": "audio/wav",
    ".wave": "audio/wav",
    ".aif": "audio/aiff",
    ".aiff": "audio/aiff",
    ".aifc": "audio/aiff",
}
_ONE_RANGE: Final = re.compile(r"bytes=(\d{1,18})-(\d{0,18})|bytes=-(\d{1,18})")
_LARGEST_PICTURE: Final = 20_000_000
_FOR_NOW: Final = "private, max-age=300"
"""for what may be there soon: a file can be tagged at any time"""
_DAY: Final = "private, max-age=86400"


@router.api_route(
    "/{track_id}/audio",
    methods=["GET"],
    response_class=Response,
    responses={
        200: {"content": {"audio/*": {}}, "description": "The file."},
        206: {"content": {"audio/*": {}}, "description": "A range of it."},
    },
)
@router.head("/{track_id}/audio", include_in_schema=False)
async def audio(
    track_id: TrackId,
    _caller: Annotated[Caller, Depends(needs(Scope.LIBRARY))],
    worker: Annotated[Worker, Depends(worker_of)],
) -> Response:
    """The file of a track; `Range` gives one part of it."""
    state = await worker.do(_state, worker, track_id)
    found = await worker.do(_regular, state.path)
    if found is None:
        detail = f"the file of track {track_id} is not there; scan its folder, or mount its disk"
        raise Refusal(404, "missing-file", detail)
    return _Sound(state.path, found)


@router.get(
    "/{track_id}/cover",
    response_class=Response,
    responses={
        200: {"content": {"image/*": {}}, "description": "The picture."},
        204: {"description": "There is none."},
    },
)
async def cover(
    track_id: TrackId,
    request: Request,
    _caller: Annotated[Caller, Depends(needs(Scope.LIBRARY))],
    worker: Annotated[Worker, Depends(worker_of)],
) -> Response:
    """The picture that the file's tags hold; 204 where they hold none."""
    state = await worker.do(_state, worker, track_id)
    headers = {"ETag": f'"{state.content_hash[:32]}"', "Cache-Control": _DAY}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    picture = await worker.do(_picture, state.path)
    if picture is None:
        # no failure: a browser would fill its console with one for each of the tracks
        return Response(status_code=204, headers={"Cache-Control": _FOR_NOW})
    media_type, content = picture
    return Response(content, media_type=media_type, headers=headers)


class _Sound(FileResponse):
    """A file by ranges. A `Range` of several parts, or of no sense, is ignored (RFC 9110, 14.2)."""

    def __init__(self, path: Path, found: os.stat_result) -> None:
        media_type = _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0]
        super().__init__(
            path, stat_result=found, media_type=media_type, headers={"Cache-Control": _DAY}
        )

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        wanted = headers.get("range")
        if wanted is not None and not self._is_satisfiable(wanted, headers.get("if-range")):
            plain = MutableHeaders(headers=headers)
            del plain["range"]
            scope = {**scope, "headers": plain.raw}
        await super().__call__(scope, receive, send)

    def _is_satisfiable(self, wanted: str, unless: str | None) -> bool:
        """Whether a range can be given; False where it is to be ignored.

        Raises:
            Refusal: it lies behind the end.
        """
        match = _ONE_RANGE.fullmatch(wanted.replace(" ", "").lower())
        if match is None or (match[2] and int(match[2]) < int(match[1])):
            return False
        if unless is not None and not self._should_use_range(unless):
            return False
        size = int(self.headers["content-length"])
        if int(match[1] or 0) < size and match[3] != "0":
            return True
        detail = f"the file has {size} bytes, and {wanted[:60]!r} lies behind them"
        raise Refusal(416, "no-such-range", detail, headers={"Content-Range": f"bytes */{size}"})


def _state(worker: Worker, track_id: int) -> FileState:
    worker.store.tracks.get(track_id)
    return worker.store.tracks.states_of([track_id])[0]


def _regular(path: Path) -> os.stat_result | None:
    """What the system says of a regular file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _picture(path: Path) -> tuple[str, bytes] | None:
    """The first picture of the tags that a browser shows."""
    try:
        picture = TinyTag.get(path, tags=True, duration=False, image=True).images.any
    except (TinyTagException, OSError, ValueError, KeyError, IndexError, TypeError, struct.error):
        return None
    if picture is None or not picture.data or len(picture.data) > _LARGEST_PICTURE:
        return None
    media_type = _sniffed(picture.data)
    return None if media_type is None else (media_type, picture.data)


def _sniffed(content: bytes) -> str | None:
    """Its type by its first bytes: what the tag says of it is not to be trusted."""
    if content[8:12] == b"WEBP":
        return "image/webp"
    starts = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif"}
    return next((kind for start, kind in starts.items() if content.startswith(start)), None)
