"""What has been: moods, music, and what it did."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from moodarc.errors import InputError
from moodarc.serving.journeys import genre_map, journey_of
from moodarc.serving.routes.feelings import Listening, Working
from moodarc.serving.wire.journey import Bucket, GenreMap, Journey

__all__ = ["router"]

router = APIRouter(tags=["journey"])

_USUAL: Final[dict[Bucket, timedelta]] = {
    "minutes": timedelta(days=1),
    "hour": timedelta(days=2),
    "day": timedelta(days=30),
    "week": timedelta(days=182),
}
_LONGEST: Final = timedelta(days=732)
_LONGEST_BY_MINUTES: Final = timedelta(days=2)


@router.get("/journey")
async def journey(
    *,
    caller: Listening,
    worker: Working,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    bucket: Annotated[Bucket, Query()] = "day",
) -> Journey:
    """Your moods, the feeling before and after each track, and which music moved you where."""
    end = until or datetime.now(UTC) + timedelta(seconds=1)
    begin = since or end - min(_USUAL[bucket], end - datetime.min.replace(tzinfo=UTC))
    longest = _LONGEST_BY_MINUTES if bucket == "minutes" else _LONGEST
    if not timedelta(0) <= end - begin <= longest:
        msg = (
            f"from {begin.isoformat()} to {end.isoformat()}; expected up to {longest.days} days, "
            "forwards"
        )
        raise InputError(msg)
    briefs = await worker.rooms.briefs_of(caller.listener)
    return await worker.do(
        journey_of, worker.store, briefs, caller.listener, span=(begin, end), bucket=bucket
    )


@router.get("/genre-map")
async def genres(caller: Listening, worker: Working) -> GenreMap:
    """Where genres lie in this library, and where they moved you."""
    briefs = await worker.rooms.briefs_of(caller.listener)
    return await worker.do(genre_map, worker.store, briefs, caller.listener, now=datetime.now(UTC))
