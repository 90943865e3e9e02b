from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from moodarc.affect import AffectBelief, AffectState, Goal, GoalKind, Variance
from moodarc.session import PlaylistRequest

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def at() -> datetime:
    return AT


@pytest.fixture(scope="session")
def ask() -> Callable[..., PlaylistRequest]:
    """A request of someone at `feeling` (sad, unless told)."""

    def request(
        kind=GoalKind.MATCH, *, feeling=(-0.5, -0.5), variance=0.02, target=None, **wish
    ) -> PlaylistRequest:
        valence, arousal = feeling
        spread = Variance(variance, variance)
        state = AffectState(valence=valence, arousal=arousal, variance=spread, at=AT)
        return PlaylistRequest(belief=AffectBelief(state=state), goal=Goal(kind, target), **wish)

    return request
