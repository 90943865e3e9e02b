"""A learned taste in the place of a trained recommender, or beside one.

A recommender's preference is a place among the library's tracks, a taste's is the outcome that is
expected; both lie in [0, 1] with 0.5 for the usual or unknown track. A taste is shrunk: what it is
unsure of lies at the middle and moves nothing. With both, a track's preference is

    c m + (1 - c) r

with m the taste's expectation, r the recommender's and c the taste's certainty of the track: of
someone new the recommender speaks alone, and of a track whose outcomes are known the taste does.
"""

from dataclasses import replace

from moodarc.session.preference import TASTE, Preference
from moodarc.session.taste.space import TasteSpace
from moodarc.session.taste.taste import Expected, Taste

__all__ = ["taste_preference", "with_taste"]


def taste_preference(taste: Taste, space: TasteSpace) -> Preference:
    """What a taste expects of each track of a library; `known` are those with outcomes."""
    return _preference(taste, space, taste.expected(space))


def with_taste(preference: Preference | None, taste: Taste, space: TasteSpace) -> Preference:
    """A recommender's preference and a taste's as one; the taste's alone without the former.

    A track that only one of them was asked of keeps its word.
    """
    expected = taste.expected(space)
    own = _preference(taste, space, expected)
    if preference is None:
        return own
    certainty = zip(space.track_id.tolist(), expected.certainty.tolist(), strict=True)
    both = {
        track_id: sure * own.by_track[track_id] + (1.0 - sure) * preference.by_track[track_id]
        for track_id, sure in certainty
        if track_id in preference.by_track
    }
    return replace(
        preference,
        by_track={**own.by_track, **preference.by_track, **both},
        known=preference.known | own.known,
        model=f"{preference.model} and {TASTE}",
    )


def _preference(taste: Taste, space: TasteSpace, expected: Expected) -> Preference:
    known = frozenset(track_id for track_id in taste.evidence if track_id in space.row_of)
    return Preference(
        by_track=dict(zip(space.track_id.tolist(), expected.mean.tolist(), strict=True)),
        known=known,
        model=TASTE,
        heard=len(known),
        of_heard=len(taste.evidence),
    )
