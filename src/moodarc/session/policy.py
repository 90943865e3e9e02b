"""The rule that makes a list, as numbers: weights of the parts of a score, width of the search.

Affect rules: the parts that judge how one track follows another are worth 0.018 together, which
buys a detour of less than 0.4 on the plane (0.018 = 0.38^2 / 8), and no more.
"""

from dataclasses import asdict, dataclass

__all__ = ["PathPolicy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPolicy:
    """Weights and bounds; the scale of each part is that of its scorer in `recommend`.

    Attributes:
        affect: weight of the match with the wanted point or emotion vector, match in [0, 1].
        arrival: price of ending the list away from its goal, times 1 - match; a path is judged by
            where it ends.
        tempo: weight of `tempo_flow`, in [0, 1].
        key: weight of `key_flow`, in [0, 1].
        loudness: weight of `loudness_flow`, in [0, 1].
        timbre: weight of `timbre_flow`, in [0, 1].
        repetition: price of an artist right after itself; outweighs any flow.
        half_life: places after which the price of an artist halves.
        taste: weight of the likeness to a seed track, in [0, 1].
        preference: weight of what a trained recommender expects, in [0, 1]: half of it buys a
            detour of about 0.8 on the plane (0.15 x 0.5 = 0.8^2 / 8).
        novelty: weight of how new a track is to the listener, in [0, 1]: half of it buys a detour
            of about 0.45 (0.05 x 0.5 = 0.45^2 / 8); new is tried where it hardly strays.
        context: weight of how a track suits the hour, place and doing, in [0, 1]: half of it buys
            a detour of about 0.63 (0.1 x 0.5 = 0.63^2 / 8), less than what one likes.
        felt: weight of the match of the feeling expected after a track with the way-point at its
            end, in [0, 1]; below `affect`, so that music is led by the way and not by the lag of
            the listener behind it (`felt`).
        felt_arrival: share of `arrival` that the feeling expected at the end has beside the last
            track itself; none without a response.
        artist_gap: places within which an artist does not come again, where a list can be filled
            without; 0 = only the price counts.
        beam_width: lists that the search keeps at each place.
        neighbours: candidates that each waypoint proposes, before what the list's length adds.
        waypoints: points of the way that propose candidates, at most.
        forecast_step_minutes: minutes of one step of the mental model; the transitions of the MMM
            were counted over hours (BAEK section 4.4).
        fill_tolerance: share of the time limit that may stay empty for the sake of a better list.
        near: distance on the plane within which a goal counts as reached: a quarter of the side of
            a quadrant.
    """

    affect: float = 1.0
    arrival: float = 3.0
    tempo: float = 0.005
    key: float = 0.003
    loudness: float = 0.005
    timbre: float = 0.005
    repetition: float = 0.05
    half_life: float = 2.0
    taste: float = 0.07
    preference: float = 0.15
    novelty: float = 0.05
    context: float = 0.1
    felt: float = 0.5
    felt_arrival: float = 0.5
    artist_gap: int = 3
    beam_width: int = 16
    neighbours: int = 128
    waypoints: int = 16
    forecast_step_minutes: float = 60.0
    fill_tolerance: float = 0.02
    near: float = 0.25

    def __str__(self) -> str:
        """Name and settings, as `Decision.policy` keeps them."""
        settings = ", ".join(f"{name}={value:g}" for name, value in asdict(self).items())
        return f"path-beam-2({settings})"
