"""Routes by topic; each module has one `router`, and a new one is one line of `ROUTERS`."""

from fastapi import APIRouter

from moodarc.serving.routes import (
    auth,
    feelings,
    health,
    library,
    live,
    models,
    playlists,
    scans,
    sound,
    tracks,
)

__all__ = ["ROUTERS"]

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    auth.router,
    models.router,
    library.router,
    tracks.router,
    sound.router,
    scans.router,
    feelings.router,
    playlists.router,
    live.router,
)
