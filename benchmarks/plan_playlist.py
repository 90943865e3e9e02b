"""How long planning a list takes, by goal and size of the library, and how good the lists are.

    python benchmarks/plan_playlist.py [--tracks 10000 100000] [--plans 100]

Libraries are made (`evaluation.made_library`) and prepared once; feelings, points and seeds are
drawn. Told are the median and the 99th percentile of the processor's time for one plan, in ms; it
is less moved by what else the machine does than the clock is. Aims: 10,000 tracks in less than
200 ms (issue 2); 100,000 in 3 to 4 ms (issue 8). The gap is by how much the mean score of 12 tracks
may miss the best possible, at most, over three feelings.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from moodarc.affect import (
    AffectBelief,
    AffectCurve,
    AffectState,
    Goal,
    GoalKind,
    TrackAffect,
    Variance,
)
from moodarc.catalog import Descriptors, Track, TrackAnalysis
from moodarc.evaluation.made_library import made_candidates
from moodarc.session import (
    Candidates,
    PlaylistRequest,
    gap_to_best,
    plan_playlist,
    planned_rows,
    problem_of,
)

AT = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = (
    GoalKind.MATCH,
    GoalKind.FOLLOW,
    GoalKind.LIFT,
    GoalKind.CALM,
    GoalKind.ENERGISE,
    GoalKind.POINT,
)
WISHES = {"12 tracks": {"n": 12}, "30 minutes": {"minutes": 30.0}}
GAPS = 3


def seed_of(library: Candidates, row: int) -> Track:
    """A favourite that sounds like a track of the library."""
    table = library.columns.table
    valence, arousal = table.affect[row].tolist()
    variance = np.full((1, 2), 0.02, np.float32)
    start_s, values = np.zeros(1, np.float32), table.affect[row : row + 1]
    curve = AffectCurve(start_s=start_s, window_s=3.0, values=values, variance=variance)
    names = ("valence", "danceability", "acousticness", "instrumentalness", "liveness")
    sound = dict.fromkeys((*names, "speechiness", "beat_strength", "key_strength"), 0.5)
    descriptors = Descriptors(
        **sound,
        energy=float(table.energy[row]),
        tempo_bpm=float(table.tempo_bpm[row]),
        loudness_lufs=float(table.loudness_lufs[row]),
        key=int(table.key[row]),
        mode=int(table.mode[row]),
        time_signature=4,
        duration_s=float(table.duration_s[row]),
    )
    analysis = TrackAnalysis(
        analyser="made",
        descriptors=descriptors,
        affect=TrackAffect(valence, arousal, Variance(0.02, 0.02)),
        curve=curve,
        speech_probability=0.0,
    )
    return replace(library.tracks[row], analysis=analysis)


def requests(
    library: Candidates, kind: GoalKind, wish: dict[str, float], *, plans: int, seeded: bool
) -> Iterator[PlaylistRequest]:
    """Wishes of listeners who feel anything."""
    rng = np.random.default_rng(1)
    for _ in range(plans):
        valence, arousal, *point = rng.uniform(-0.8, 0.8, 4).tolist()
        spread, row = float(rng.uniform(0.01, 0.15)), int(rng.integers(len(library)))
        state = AffectState(
            valence=valence, arousal=arousal, variance=Variance(spread, spread), at=AT
        )
        yield PlaylistRequest(
            belief=AffectBelief(state=state),
            goal=Goal(kind, tuple(point) if kind is GoalKind.POINT else None),
            seed=seed_of(library, row) if seeded else None,
            **wish,
        )


def taken_ms(library: Candidates, wishes: Sequence[PlaylistRequest]) -> np.ndarray:
    """Of each plan; the first, which warms up, is planned twice."""
    plan_playlist(wishes[0], library, at=AT)
    taken = []
    for wish in wishes:
        began = time.thread_time()
        plan_playlist(wish, library, at=AT)
        taken.append(1000.0 * (time.thread_time() - began))
    return np.array(taken)


def gap(library: Candidates, wishes: Sequence[PlaylistRequest]) -> float:
    """How far lists may be from the best."""
    problems = [problem_of(wish, library) for wish in wishes]
    return float(np.mean([gap_to_best(problem, planned_rows(problem)) for problem in problems]))


def told(n_tracks: int, plans: int) -> None:
    """Print the table of one library."""
    vectors = np.random.default_rng(0).normal(size=(n_tracks, 64)).astype(np.float32)
    library = made_candidates(vectors)
    columns = [(name, wish, seeded) for name, wish in WISHES.items() for seeded in (False, True)]
    heads = (f"{name}{' + seed' if seeded else ''}" for name, _, seeded in columns)
    print(f"{n_tracks} tracks".ljust(16) + "".join(f"{head:>20}" for head in heads) + "       gap")
    for kind in KINDS:
        line = kind.ljust(16)
        for _, wish, seeded in columns:
            asked = list(requests(library, kind, wish, plans=plans, seeded=seeded))
            p50, p99 = np.percentile(taken_ms(library, asked), (50, 99))
            line += f"{p50:12.1f} /{p99:6.1f}"
        plain = list(requests(library, kind, {"n": 12}, plans=GAPS, seeded=False))
        print(f"{line}{gap(library, plain):10.4f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tracks", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--plans", type=int, default=100)
    options = parser.parse_args()
    for size in options.tracks:
        told(size, options.plans)
