"""A token becomes a cookie, so that sound and sockets of the page carry it; and is let go."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from moodarc.serving.security.access import COOKIE, checked_grant
from moodarc.serving.wire.health import TokenPresented
from moodarc.serving.worker import Worker, worker_of

__all__ = ["router"]

router = APIRouter(tags=["service"])

_LASTS_S: Final = 180 * 24 * 3600


@router.post("/auth", status_code=204, response_class=Response)
async def log_in(
    presented: TokenPresented,
    request: Request,
    worker: Annotated[Worker, Depends(worker_of)],
) -> Response:
    """Keep a token in a cookie that no script can read and no other site can use."""
    await checked_grant(request, worker, presented.token)
    response = Response(status_code=204)
    response.set_cookie(
        COOKIE,
        presented.token,
        max_age=_LASTS_S,
        path="/",
        secure=_is_encrypted(request),
        httponly=True,
        samesite="strict",
    )
    return response


@router.delete("/auth", status_code=204, response_class=Response)
async def log_out() -> Response:
    """Forget the cookie."""
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return response


def _is_encrypted(request: Request) -> bool:
    """Whether the browser asked over TLS, as far as we or a proxy before us know."""
    told = request.headers.get("x-forwarded-proto", "")
    return request.url.scheme == "https" or told.strip().lower() == "https"
