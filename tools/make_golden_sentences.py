"""Write what the page must be able to tell: `tests/serving/golden_sentences.json`.

The page tells the service's English sentences in its own words (`web/src/views/now/sentences.ts`
and others). Here the real code says each kind of sentence that it can, over tracks that exist only
on paper; of sentences that differ in numbers or keys alone, the first is kept.

    python tools/make_golden_sentences.py
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import (
    UNINFORMED,
    AffectBelief,
    AffectReading,
    AffectState,
    Goal,
    GoalKind,
    TrackAffect,
    Variance,
)
from moodarc.catalog import AffectPart, EventKind, ListeningEvent, Track
from moodarc.listener import Ending, IntentPrior, infer_intent
from moodarc.serving.live.unplayable import Unplayable
from moodarc.serving.music_source import COMPOSED, COMPOSING, composing
from moodarc.serving.routes.outlook import attention_why
from moodarc.session import (
    OWN_PARTS,
    PART_NAMES,
    UNPLAYABLE,
    Candidates,
    PlaylistRequest,
    Preference,
    plan_playlist,
    problem_of,
)
from moodarc.session.context import context_text
from moodarc.session.engine import Engine, PreparedLibrary, SteeredPlans
from moodarc.session.explain import explain
from moodarc.session.fusion import FUSED_PARTS
from moodarc.session.list_scores import scores_of
from moodarc.session.novelty import novelty, novelty_text
from moodarc.session.preference import TASTE
from moodarc.session.reach import reach_of
from moodarc.session.track_part import TrackPart
from moodarc.session.words import quoted
from moodarc.storage import open_store
from session_shell import Shell
from synthetic_library import make_library, make_track, sounding

TARGET: Final = Path(__file__).parents[1] / "tests" / "serving" / "golden_sentences.json"
AT: Final = datetime(2026, 1, 5, 12, tzinfo=UTC)
HAPPY: Final = (0.4, 0.3)
SAD: Final = (-0.4, -0.3)
AWKWARD: Final = 'Mr. "One"; two, 0.12 away (x2)'
"""a title with all that could mislead who reads a sentence"""
NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
NAMES: Final = (*PART_NAMES, *OWN_PARTS)
KEY: Final = re.compile(r"\b[A-G](#|b)? (major|minor)\b")

Sentences = dict[str, list[str]]


def main() -> None:
    """Say them all and write them."""
    told = made()
    TARGET.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{sum(map(len, told.values()))} sentences: {TARGET}")


def made() -> Sentences:
    """Names, and what is said under each; reasons are `reason.` and their name."""
    told: Sentences = {}
    for name, text in reasons():
        told.setdefault(f"reason.{name}", []).append(text)
    told["reach"] = list(reaches())
    told["intent"] = list(intents())
    told["cause"] = list(causes())
    told["ending"] = list(endings())
    told["factor"] = list(FUSED_PARTS)
    told["part"] = list(NAMES)
    told["stored"] = list(stored())
    told["job.composing"] = [COMPOSING, composing(3, 16), COMPOSED]
    told["attention.used"] = [attention_why("attention-1", 0.25)]
    told["attention.unused"] = [attention_why("attention-1", 0.0)]
    return {name: kinds(texts) for name, texts in sorted(told.items())}


def kinds(texts: Iterable[str]) -> list[str]:
    """The first of those that differ in numbers and keys alone."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(KEY.sub("", NUMBER.sub("0", text)), text)
    return list(first.values())


@dataclass(frozen=True)
class HalfWay:
    """A listener who goes a share of the way to each track."""

    share: float = 0.5

    def predict(
        self, before: NDArray[np.float64], track: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """See `FeltResponse`."""
        mean = before + self.share * (track - before)
        return mean, np.full(mean.shape, 0.01)


def asked(kind: GoalKind, feeling: tuple[float, float], **wish: Any) -> PlaylistRequest:  # noqa: ANN401 - of a request
    """A request of somebody who feels so."""
    valence, arousal = feeling
    spread = Variance(0.02, 0.02)
    state = AffectState(valence=valence, arousal=arousal, variance=spread, at=AT)
    goal = Goal(kind, wish.pop("target", None))
    return PlaylistRequest(belief=AffectBelief(state=state), goal=goal, **wish)


def named(track: Track, title: str) -> Track:
    """The track with another title."""
    return replace(track, tags=replace(track.tags, title=title))


def reasons() -> Iterator[tuple[str, str]]:
    """Name and text of each kind of reason."""
    for request, tracks in lists():
        yield from of_list(request, tracks, parts(len(tracks)))


def lists() -> Iterator[tuple[PlaylistRequest, list[Track]]]:
    """Requests, and the list that each is answered with."""
    seed = named(make_track(90, HAPPY), AWKWARD)
    there = [make_track(1, SAD), known(make_track(2, HAPPY))]
    for kind in (GoalKind.MATCH, GoalKind.LIFT):
        for feeling in (SAD, HAPPY, (0.0, 0.0)):
            yield asked(kind, feeling), there
    yield asked(GoalKind.FOLLOW, SAD), there
    yield asked(GoalKind.LIFT, SAD, felt=HalfWay()), there
    yield asked(GoalKind.MATCH, SAD, seed=seed), there
    for model, value in (("sequence", 0.8), (TASTE, 0.6), (f"sequence and {TASTE}", 0.6)):
        for liked in (value, 1.0, 0.0):
            yield asked(GoalKind.MATCH, SAD, preference=preferring(model, liked)), there
    yield asked(GoalKind.MATCH, HAPPY), in_succession()
    yield asked(GoalKind.MATCH, HAPPY), repeating()


def preferring(model: str, value: float) -> Preference:
    """A recommender that expects the same of all tracks."""
    by_track = dict.fromkeys((1, 2), value)
    return Preference(
        by_track=by_track, known=frozenset(by_track), model=model, heard=1, of_heard=1
    )


def known(track: Track) -> Track:
    """The track as if everything told of it."""
    told = (AffectPart(name, UNINFORMED, 1.0 / len(NAMES)) for name in NAMES)
    return replace(track, parts=tuple(told))


def in_succession() -> list[Track]:
    """Tracks that follow each other in every way that is told."""
    flows: list[tuple[dict[str, Any], float | None]] = [
        ({}, 1.0),  # C major, 120 bpm, -14 LUFS
        ({}, 0.9),  # all the same
        ({"tempo_bpm": 242.0, "key": 9, "mode": 0, "loudness_lufs": -11.5}, -0.7),
        ({"tempo_bpm": 122.0, "key": 7, "mode": 1, "loudness_lufs": -13.0}, -0.1),
        ({"key": 9, "mode": 1}, None),
        ({"key": 2, "mode": 1}, 0.5),
        ({"tempo_bpm": 0.0, "key": -1, "mode": -1}, 0.5),
        ({"key": 0, "mode": 0}, 0.5),
        ({"key": 4, "mode": 1}, -0.7),
    ]
    return [
        sounding(make_track(number, HAPPY, sound=sound), None if turn is None else turned(turn))
        for number, (sound, turn) in enumerate(flows)
    ]


def turned(cosine: float) -> NDArray[np.float32]:
    """A sound so far from the first axis."""
    return np.float32([cosine, np.sqrt(1.0 - cosine**2)])


def repeating() -> list[Track]:
    """An artist one, two and five places after."""
    artists = ("Ann; of A", "Ann; of A", "B", "Ann; of A", "C", "D", "E", "F", "B")
    return [make_track(number, HAPPY, artist=artist) for number, artist in enumerate(artists)]


def parts(n: int) -> list[TrackPart]:
    """What the engine knows besides, one value for all."""
    days = (0.01, 0.05, 0.5, 1.0, 2.0, 40.0, 400.0)
    at_once = np.arange(1)
    new = [novelty(at_once, {0: AT - timedelta(days=ago)}, AT).item() for ago in days]
    told = [(novelty_text, "novelty", value) for value in (*new, 1.0)]
    told += [(context_text, "context", value) for value in (0.7, 0.5, 0.3)]
    return [TrackPart(name, 0.1, np.full(n, value), text) for text, name, value in told]


def of_list(
    request: PlaylistRequest, tracks: Sequence[Track], more: Sequence[TrackPart]
) -> Iterator[tuple[str, str]]:
    """The reasons of exactly this list."""
    problem = problem_of(request, Candidates.of(tracks), parts=more)
    for offer in explain(problem, scores_of(problem, tuple(range(len(tracks)))), tracks):
        yield from ((reason.name, reason.text) for reason in offer.reasons)


def reaches() -> Iterator[str]:
    """Accounts of lists: near and far, led and staying, long enough and too short."""
    yield from stays()
    yield from leads()
    yield from lengths()
    bright = [make_track(number, HAPPY) for number in range(3)]
    yield plan_playlist(asked(GoalKind.MATCH, HAPPY, n=3), bright, at=AT, bounded=True).reach


def reach(request: PlaylistRequest, tracks: Sequence[Track], rows: Sequence[int]) -> str:
    """The account of exactly these rows of a library."""
    problem = problem_of(request, Candidates.of(tracks))
    return reach_of(request, problem, scores_of(problem, rows), tracks=tracks)


def library(*points: tuple[float, float]) -> list[Track]:
    """A track at each point, each with an awkward title and 200 s long."""
    return [named(make_track(i, point), f"{AWKWARD} {i}") for i, point in enumerate(points)]


def stays() -> Iterator[str]:
    """Lists that stay with a feeling: there, with too few tracks there, and out of reach."""
    yield reach(asked(GoalKind.MATCH, HAPPY, n=1), library(HAPPY), [0])
    yield reach(asked(GoalKind.MATCH, HAPPY, n=2), library(HAPPY, SAD), [0, 1])
    yield reach(asked(GoalKind.MATCH, (0.0, 0.0), n=2), library((0.6, 0.6), SAD), [0, 1])
    for feeling in ((0.9, 0.0), (-0.9, 0.0), (0.0, 0.9), (0.0, -0.9)):
        yield reach(asked(GoalKind.MATCH, feeling, n=1), library((0.0, 0.0)), [0])
    yield reach(asked(GoalKind.FOLLOW, HAPPY, n=1), library(HAPPY), [0])


def leads() -> Iterator[str]:
    """Lists that lead to a goal: there, past a nearer track, and out of reach."""
    to_happy = asked(GoalKind.POINT, SAD, target=HAPPY, n=2)
    yield reach(to_happy, library(SAD, HAPPY), [0, 1])
    yield reach(to_happy, library(HAPPY, SAD), [0, 1])
    yield reach(to_happy, library(HAPPY, SAD, SAD), [1, 2])
    around = library(SAD, (0.0, 0.6), (0.8, -0.1))
    yield reach(to_happy, around, [0, nearest_to(HAPPY, around)])
    for target in ((0.9, 0.0), (-0.9, 0.0), (0.0, 0.9), (0.0, -0.9)):
        wish = asked(GoalKind.POINT, HAPPY, target=target, n=1)
        yield reach(wish, library((0.0, 0.0)), [0])


def nearest_to(point: tuple[float, float], tracks: Sequence[Track]) -> int:
    """The row of the track nearest to a point."""
    affects = [track.analysis.affect for track in tracks if track.analysis is not None]
    away = [np.hypot(one.valence - point[0], one.arousal - point[1]) for one in affects]
    return int(np.argmin(away))


def lengths() -> Iterator[str]:
    """Lists that are shorter than asked."""
    three = library(HAPPY, HAPPY, HAPPY)
    for wish, n, rows in (
        ({"n": 12}, 3, [0, 1, 2]),
        ({"n": 12}, 1, [0]),
        ({"n": 3, "minutes": 7.0}, 3, [0, 1]),
        ({"minutes": 45.0}, 3, [0, 1, 2]),
        ({"minutes": 45.0}, 1, [0]),
        ({"minutes": 9.0}, 3, [0, 1]),
    ):
        yield reach(asked(GoalKind.MATCH, HAPPY, **wish), three[:n], rows)


def intents() -> Iterator[str]:
    """What a seed asks for, with what was said lately and chosen before."""
    seeds = [TrackAffect(*place, Variance(0.02, 0.02)) for place in (HAPPY, (0.0, 0.0))]
    chosen = [(0, 0), (1, 0), (0, 1), (4, 2)]
    for seed, times, before in [
        *((seeds[0], times, before) for times in (0, 1, 3) for before in chosen),
        (seeds[1], 1, (0, 0)),
    ]:
        said = [reading(timedelta(minutes=5 * (1 + ago))) for ago in range(times)]
        prior = IntentPrior(*before)
        yield infer_intent(seed, said, AT, prior=prior, title=quoted(AWKWARD)).reason


def reading(ago: timedelta) -> AffectReading:
    """Of somebody who was sad."""
    spread = Variance(0.02, 0.02)
    state = AffectState(valence=SAD[0], arousal=SAD[1], variance=spread, at=AT - ago)
    return AffectReading(state=state, modality="self_report")


def causes() -> Iterator[str]:
    """Why a session makes new lists: it comes to each cause in turn."""
    tracks = make_library(60, seed=3)
    plans = SteeredPlans(library=PreparedLibrary.of(tracks), n=3)
    shell = Shell(Engine(tracks, plans), dict.fromkeys(range(1, 61), 200.0))
    shell.feel(*SAD)
    shell.start()
    for _ in range(4):
        shell.play_through()
    shell.aim(Goal(GoalKind.MATCH))
    for kind in (EventKind.SKIP, EventKind.BAN):
        shell.do(EventKind.PLAY, shell.engine.state.queue[0])
        shell.do(kind, shell.engine.state.playing, 5)
    shell.engine.found_more()
    shell.do(EventKind.PLAY, shell.engine.state.queue[0])
    for _ in range(3):
        shell.feel(0.7, 0.6, variance=0.005)
    return (outcome.decision.cause for outcome in shell.outcomes if outcome.decision is not None)


def endings() -> Iterator[str]:
    """Why sessions end."""
    yield from (one.value for one in Ending)
    failures = Unplayable()
    gone = {UNPLAYABLE: "the file is gone"}
    skip = ListeningEvent(listener="me", at=AT, kind=EventKind.SKIP, track_id=1, details=gone)
    while not failures.is_enough:
        failures.has_failed(skip)
    yield failures.reason


def stored() -> Iterator[str]:
    """What is kept of a listener."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "music.db") as store:
        yield from store.count_listener("me")
    yield "files"


if __name__ == "__main__":
    main()
