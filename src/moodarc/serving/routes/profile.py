"""Who a listener is: by their word (LIN-9) and by their log (LIN-5)."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter

from moodarc.consent import CONSENTS
from moodarc.errors import UnknownListenerError
from moodarc.listener import SENSITIVE_FACTS, ListenerFacts, ProfileBuilder, build_profile
from moodarc.local_zone import listener_zone
from moodarc.music.metadata import MetadataPrior
from moodarc.serving.briefs import Briefs
from moodarc.serving.consents import check_consent
from moodarc.serving.routes.feelings import Listening, Working
from moodarc.serving.wire.profile import FactsSaid, ProfileTold
from moodarc.serving.worker import Worker
from moodarc.session import first_guess, profile_values

__all__ = ["router"]

router = APIRouter(tags=["profile"])


@router.get("/profile")
async def profile(caller: Listening, worker: Working) -> ProfileTold:
    """What you said of yourself, and what your log says."""
    briefs = await worker.rooms.briefs_of(caller.listener)
    return await worker.do(_told, worker, briefs, caller.listener)


@router.put("/profile")
async def register(said: FactsSaid, caller: Listening, worker: Working) -> ProfileTold:
    """Say something of yourself, or take it back; what is changed is not kept."""
    await worker.do(_keep, worker, caller.listener, said)
    return await profile(caller, worker)


def _told(worker: Worker, briefs: Briefs, listener: str) -> ProfileTold:
    store = worker.store
    try:
        facts, events = store.facts.of(listener), store.events.of(listener)
        readings = store.readings.of(listener)
    except UnknownListenerError:
        facts, events, readings = ListenerFacts(), [], []
    zone = listener_zone(facts.time_zone)
    builder = ProfileBuilder.before_any(*briefs.library.traits, zone=zone)
    found = build_profile(builder, events, readings).profile
    guess = first_guess(facts, MetadataPrior.shipped())
    values: dict[str, Any] = profile_values(listener, facts, guess, profile=found)
    return ProfileTold(**values)


def _keep(worker: Worker, listener: str, said: FactsSaid) -> None:
    by = said.by_name()
    ListenerFacts().corrected(by)  # so that nothing is asked for what is then refused
    if any(by[name] is not None for name in SENSITIVE_FACTS & set(by)):
        check_consent(worker.settings.data_dir, listener, CONSENTS["sensitive"])
    worker.store.listeners.ensure(listener)
    worker.store.facts.correct(listener, by, datetime.now(UTC))
