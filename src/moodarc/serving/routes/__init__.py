"""Routes by topic; each module has one `router`, and a new one is one line of `ROUTERS`."""

from fastapi import APIRouter

from moodarc.serving.routes import (
    auth,
    face,
    feelings,
    health,
    library,
    live,
    models,
    playlists,
    privacy,
    scans,
    senses,
    session,
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
    session.router,
    live.router,
    privacy.router,
    senses.router,
    face.router,
)
