"""How long planning a list takes, by goal and size of the library, and how good the lists are.

    python benchmarks/plan_playlist.py [N_TRACKS]

Median of five runs over a library that was prepared once. Aim (issue 2): 10,000 tracks in less
than 0.2 s. The gap is by how much the mean score of 12 tracks may miss the best possible, at most.
"""

import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from moodarc.affect import AffectBelief, AffectState, Goal, GoalKind, Variance
from moodarc.session import (
    Candidates,
    PlaylistRequest,
    gap_to_best,
    plan_playlist,
    planned_rows,
    problem_of,
)
from synthetic_library import make_library

AT = datetime(2026, 1, 1, tzinfo=UTC)
SAD = AffectBelief(
    state=AffectState(valence=-0.5, arousal=-0.4, variance=Variance(0.06, 0.06), at=AT)
)
WISHES = {"12 tracks": {}, "30 minutes": {"minutes": 30.0}, "3 hours": {"minutes": 180.0}}


def median_ms(request: PlaylistRequest, library: Candidates, runs: int = 5) -> float:
    """Milliseconds of one plan."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        plan_playlist(request, library, at=AT)
        times.append(1000.0 * (time.perf_counter() - start))
    return statistics.median(times)


def gap(request: PlaylistRequest, library: Candidates) -> float:
    """How far a list may be from the best."""
    problem = problem_of(request, library)
    return gap_to_best(problem, planned_rows(problem))


def main(n_tracks: int) -> None:
    """Print the table."""
    library = Candidates.of(make_library(n_tracks))
    print(f"{n_tracks} tracks" + "".join(f"{name:>14}" for name in WISHES) + f"{'gap':>9}")
    for kind in (GoalKind.MATCH, GoalKind.FOLLOW, GoalKind.LIFT, GoalKind.CALM, GoalKind.ENERGISE):
        requests = [
            PlaylistRequest(belief=SAD, goal=Goal(kind), **wish) for wish in WISHES.values()
        ]
        cells = "".join(f"{median_ms(request, library):11.0f} ms" for request in requests)
        print(f"{kind:<12}{cells}{gap(requests[0], library):9.4f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
