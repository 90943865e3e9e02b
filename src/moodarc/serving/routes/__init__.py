"""Routes by topic; each module has one `router`, and a new one is one line of `ROUTERS`."""

from fastapi import APIRouter

from moodarc.serving.routes import (
    auth,
    corrections,
    face,
    feelings,
    health,
    history,
    journey,
    library,
    live,
    models,
    outlook,
    playlists,
    privacy,
    profile,
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
    corrections.router,
    scans.router,
    feelings.router,
    outlook.router,
    journey.router,
    history.router,
    playlists.router,
    session.router,
    live.router,
    profile.router,
    privacy.router,
    senses.router,
    face.router,
)
