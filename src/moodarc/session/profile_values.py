"""A listener's profile as JSON values, for the command line and the service alike."""

from typing import Any

from moodarc.listener import AxisTendency, ColdStart, Estimate, ListenerFacts, Profile, Response

__all__ = ["profile_values"]


def profile_values(
    name: str, facts: ListenerFacts, guess: ColdStart, *, profile: Profile
) -> dict[str, Any]:
    """All of it; values and their 95 % intervals."""
    liked = guess.liked
    return {
        "listener": name,
        "facts": facts.given(),
        "cold_start": {
            "liked": None
            if liked is None
            else {
                "valence": liked.valence,
                "arousal": liked.arousal,
                "valence_variance": liked.variance.valence,
                "arousal_variance": liked.variance.arousal,
            },
            "genres": list(guess.known),
            "unknown_genres": list(guess.unknown),
            "unused_facts": list(guess.unused),
        },
        "readings": profile.n_readings,
        "at": None if profile.at is None else profile.at.isoformat(),
        "valence": _axis_json(profile.valence),
        "arousal": _axis_json(profile.arousal),
        "genres": [_response_json(response) for response in profile.genres],
        "descriptors": [_response_json(response) for response in profile.descriptors],
        "habits": {
            "events": {kind.value: n for kind, n in profile.habits.done.items()},
            "plays": {part.value: n for part, n in profile.habits.plays.items()},
            "skipped": _estimate_json(profile.habits.skipped),
            "liked": _estimate_json(profile.habits.liked),
        },
    }


def _axis_json(axis: AxisTendency) -> dict[str, Any]:
    return {
        "level": _estimate_json(axis.level),
        "variability": _estimate_json(axis.variability),
        "inertia": _estimate_json(axis.inertia),
        "day_parts": {part.value: _estimate_json(v) for part, v in axis.day_parts.items()},
    }


def _response_json(response: Response) -> dict[str, Any]:
    return {
        "trait": response.trait,
        "heard": response.heard,
        "valence": _estimate_json(response.valence),
        "arousal": _estimate_json(response.arousal),
    }


def _estimate_json(found: Estimate) -> dict[str, float]:
    return {"value": found.value, "low": found.low, "high": found.high}
