"""What routes ask of a listener: how they feel, and lists for it. Everything here blocks.

Stateless: nothing but the cached log (`session.shell.KnownListeners`) is held between requests. A
list is made as `moodarc playlist` makes it, with one thing more: what the listener banned is left
out.
"""

from dataclasses import replace
from datetime import UTC, datetime

from moodarc.affect import AffectBelief, AffectReading, AffectState
from moodarc.catalog import Decision
from moodarc.listener import as_said
from moodarc.serving.briefs import Briefs
from moodarc.serving.live.said import affect_of, time_of
from moodarc.serving.wire.affect import Feeling, reading_of
from moodarc.serving.wire.decision import PlaylistWish
from moodarc.session import PlaylistRequest, choose_goal, plan_playlist
from moodarc.session.shell import KnownListeners, or_of_seed, with_offer
from moodarc.storage import Store

__all__ = ["believed", "made_list", "read"]


def read(briefs: Briefs, said: Feeling) -> AffectReading:
    """The reading of what was said.

    Raises:
        InputError: it says nothing, or is of the future.
        UnknownTrackError: there is no such track.
    """
    at = time_of(said.at, datetime.now(UTC))

    def of_track(track_id: int) -> AffectState:
        return affect_of(briefs.track(track_id), at)

    return reading_of(said, at, of_track=of_track)


def believed(known: KnownListeners, listener: str) -> AffectBelief:
    """How a listener feels now, by what is stored."""
    now = datetime.now(UTC)
    return known.of(listener, now).mood.belief(now)


def made_list(
    store: Store, known: KnownListeners, briefs: Briefs, *, listener: str, wish: PlaylistWish
) -> Decision:
    """A list for a listener, stored where that is wished.

    Raises:
        GoalError: nothing can be played, or a goal that cannot be.
        InputError: a feeling that says nothing.
        UnknownTrackError: there is no such seed.
    """
    at = datetime.now(UTC)
    said = None if wish.feeling is None else read(briefs, wish.feeling)
    seed = None if wish.seed_track_id is None else briefs.track(wish.seed_track_id)
    held = known.of(listener, at)
    log = held.log if said is None else replace(held.log, readings=[*held.log.readings, said])
    belief = as_said(said) if said else or_of_seed(held.mood.belief(at), seed, at=at)
    named = None if wish.goal is None else wish.goal.record()
    goal, intent = choose_goal(named, seed, log, at=at)
    request = PlaylistRequest(
        belief=belief,
        goal=goal,
        minutes=wish.minutes,
        n=wish.n,
        seed=seed,
        listener=listener,
        exclude=held.banned.union(wish.exclude),
    )
    library = briefs.library
    made = plan_playlist(request, library.prepared.candidates, at=at)
    models = {**made.models, "affect_scale": library.scale_words}
    decision = with_offer(replace(made, models=models, intent=intent), log)
    if wish.store:
        if held.marks is None:
            store.listeners.ensure(listener)
        known.shown(listener, decision, store.decisions.add(decision))
    return decision
