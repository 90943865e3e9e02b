"""What a trained recommender expects a listener to like, brought to the scale of a score's parts.

Scores of different models have different scales, so that places count: a track's preference is the
share of the library's known tracks that score lower, in [0, 1]. A track that the model does not
know has the mean of its artist's known tracks, else the middle.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import AffectBelief
from moodarc.catalog import Feelings, Track
from moodarc.errors import InputError
from moodarc.recommend import TrainedModel

__all__ = ["TASTE", "Preference", "prefer", "preference_text", "song_names"]

MIDDLE = 0.5
"""preference for a track of which nothing is known"""
TASTE = "taste"
"""model of a preference that was learned from what the listener did (`session.taste`)"""


@dataclass(frozen=True, eq=False, kw_only=True)
class Preference:
    """How much a listener is expected to like each track of a library.

    Attributes:
        by_track: in [0, 1] by track id.
        known: ids of the tracks that the model knows.
        model: name of the recommender.
        heard: how many songs of the history the model knows.
        of_heard: how many songs the history has.
    """

    by_track: dict[int, float]
    known: frozenset[int]
    model: str
    heard: int
    of_heard: int

    def of(self, tracks: Sequence[Track]) -> NDArray[np.float64]:
        """float64 (n,) of some tracks; the middle for one of another library."""
        return self.of_ids(np.array([track.track_id for track in tracks], dtype=np.int64))

    def of_ids(self, track_ids: NDArray[np.int64]) -> NDArray[np.float64]:
        """The same by track ids, int64 (n,)."""
        ids, shares = self._columns
        if not len(ids):
            return np.full(len(track_ids), MIDDLE)
        place = np.minimum(np.searchsorted(ids, track_ids), len(ids) - 1)
        return np.where(ids[place] == track_ids, shares[place], MIDDLE)

    @cached_property
    def _columns(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Track ids in ascending order, and the preference for each."""
        ids = np.array(sorted(self.by_track), dtype=np.int64)
        return ids, np.array([self.by_track[track_id] for track_id in ids.tolist()])


def song_names(
    *, artist: str | None, title: str | None, recording: str | None = None, item: str | None = None
) -> tuple[str, ...]:
    r"""The ids under which a model may know a song, the surest first.

    >>> song_names(artist="Nico", title="Afraid", recording=None)
    ('Nico\tAfraid',)
    """
    name = f"{artist}\t{title}" if artist and title else None
    return tuple(one for one in (item, recording, name) if one)


def prefer(
    model: TrainedModel,
    heard: Iterable[tuple[str, ...]],
    tracks: Sequence[Track],
    *,
    belief: AffectBelief | None = None,
) -> Preference:
    """What the model expects of each track.

    Args:
        model: a trained recommender.
        heard: the names of each song of the history (`song_names`), oldest first.
        tracks: the library.
        belief: how the listener feels, for a model that looks at it.

    Raises:
        InputError: the model knows no song of the history, or none of the library.
    """
    history = list(heard)
    rows = [row for names in history if (row := model.row_of(names)) is not None]
    own = {track.track_id: model.row_of(_names(track)) for track in tracks}
    known = {track_id: row for track_id, row in own.items() if row is not None}
    if not rows or not known:
        what = f"{len(history)} songs of the history" if not rows else f"{len(tracks)} tracks here"
        msg = (
            f"the model knows none of the {what}; train one on plays of this music: "
            "moodarc train sequence --data PLAYS"
        )
        raise InputError(msg)
    scores = model.score(rows, None if belief is None else _feelings(belief))
    places = _places(scores[list(known.values())])
    by_track = _with_unknown(dict(zip(known, places.tolist(), strict=True)), tracks)
    return Preference(
        by_track=by_track,
        known=frozenset(known),
        model=model.name,
        heard=len(rows),
        of_heard=len(history),
    )


def preference_text(value: float, model: str) -> str:
    """A track's preference as its reason tells it.

    >>> preference_text(0.8, "sequence")
    'suits you more than 80% of your library; says sequence'
    >>> preference_text(0.62, TASTE)
    '62% likely to please you; 50% is usual, says taste'
    """
    if TASTE in model.split(" and "):
        return f"{value:.0%} likely to please you; 50% is usual, says {model}"
    return f"suits you {_than(round(100.0 * value))} of your library; says {model}"


def _than(below: int) -> str:
    """Than which share; the best track is above all others, and not above 100%."""
    if below in {0, 100}:
        return "more than all the rest" if below else "less than all the rest"
    return f"more than {below}%"


def _names(track: Track) -> tuple[str, ...]:
    tags = track.tags
    return song_names(
        artist=tags.artist, title=tags.title, recording=tags.musicbrainz.get("recording")
    )


def _places(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """The share of the others below each; half of those that equal it count."""
    if len(scores) == 1:
        return np.ones(1)
    ordered = np.sort(scores)
    below = np.searchsorted(ordered, scores, side="left")
    level = np.searchsorted(ordered, scores, side="right") - below - 1
    places: NDArray[np.float64] = (below + 0.5 * level) / (len(scores) - 1)
    return places


def _with_unknown(known: dict[int, float], tracks: Sequence[Track]) -> dict[int, float]:
    of_artist: dict[str, list[float]] = defaultdict(list)
    for track in tracks:
        if track.track_id in known and track.tags.artist:
            of_artist[track.tags.artist.casefold()].append(known[track.track_id])
    return {
        track.track_id: known.get(
            track.track_id,
            float(np.mean(of_artist.get((track.tags.artist or "").casefold(), [MIDDLE]))),
        )
        for track in tracks
    }


def _row(expression: tuple[float, ...] | None) -> NDArray[np.float32] | None:
    return None if expression is None else np.array([expression], dtype=np.float32)


def _feelings(belief: AffectBelief) -> Feelings:
    state = belief.state
    dominance = np.nan if state.dominance is None else state.dominance
    spread = [np.nan if value is None else value for value in state.variance]
    return Feelings(
        mean=np.array([[state.valence, state.arousal, dominance]], dtype=np.float32),
        variance=np.array([spread], dtype=np.float32),
        expression=_row(belief.expression),
    )
