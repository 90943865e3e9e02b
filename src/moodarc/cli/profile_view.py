"""A listener's profile for people, and as JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from moodarc.cli.text import printable

if TYPE_CHECKING:
    from moodarc.listener import AxisTendency, ColdStart, Estimate, ListenerFacts, Profile, Response

__all__ = ["profile_json", "profile_lines"]

_LEAST_HEARD = 0.5
"""tracks of a trait below which its response is only what is believed of anybody"""


def profile_lines(
    name: str, facts: "ListenerFacts", guess: "ColdStart", *, profile: "Profile"
) -> Iterator[str]:
    """What to print, line by line."""
    yield printable(name)
    for fact, value in facts.given().items():
        told = ", ".join(value) if isinstance(value, list) else str(value)
        yield f"  {fact.replace('_', ' '):<17}  {printable(told)}"
    yield from _guess_lines(guess)
    yield ""
    yield from _tendency_lines(profile)
    yield from _response_lines("genre", profile.genres)
    yield from _response_lines("one deviation more of", profile.descriptors)
    yield from _habit_lines(profile)


def _guess_lines(guess: "ColdStart") -> Iterator[str]:
    if guess.liked is not None:
        at = f"{guess.liked.valence:+z.2f} {guess.liked.arousal:+z.2f}"
        deviation = [f"{value**0.5:.2f}" for value in guess.liked.variance[:2]]
        yield (
            f"  music of these genres lies at {at} (+-{' +-'.join(deviation)}): "
            "what you like to hear, not how you feel"
        )
    if guess.unknown:
        yield f"  nothing is known of: {printable(', '.join(guess.unknown))}"
    if guess.unused:
        told = ", ".join(name.replace("_", " ") for name in guess.unused)
        yield f"  kept, but no figure of ours says what follows from: {told}"


def _tendency_lines(profile: "Profile") -> Iterator[str]:
    n = profile.n_readings
    rests = f"from {n} reading{'s' if n > 1 else ''}" if n else "no reading yet: as of anybody"
    yield f"how you feel in the long run ({rests}; 95 % intervals)"
    for name in ("valence", "arousal"):
        axis: AxisTendency = getattr(profile, name)
        yield (
            f"  {name}  level {_told(axis.level)}, varies by {_plain(axis.variability)}, "
            f"like an hour before {_plain(axis.inertia)}"
        )
        if n:
            parts = (f"{part} {_told(value)}" for part, value in axis.day_parts.items())
            yield f"           {', '.join(parts)}"


def _response_lines(head: str, responses: "tuple[Response, ...]") -> Iterator[str]:
    heard = [response for response in responses if response.heard >= _LEAST_HEARD]
    if not heard:
        return
    yield ""
    yield f"how a track moved you, beyond the drift: {head}"
    for response in sorted(heard, key=lambda one: -one.heard):
        yield (
            f"  {response.trait:<18}  {response.heard:4.0f} heard  valence "
            f"{_told(response.valence)}  arousal {_told(response.arousal)}"
        )


def _habit_lines(profile: "Profile") -> Iterator[str]:
    from moodarc.catalog import EventKind

    habits = profile.habits
    if not habits.done:
        return
    yield ""
    counts = ", ".join(f"{habits.count(kind)} {kind.value}" for kind in EventKind)
    ended = habits.count(EventKind.SKIP) + habits.count(EventKind.FINISH)
    yield f"how you listen: {counts}" + (f"; skipped {_plain(habits.skipped)}" if ended else "")
    plays = ", ".join(f"{part.value} {n}" for part, n in habits.plays.items())
    if plays:
        yield f"  played by part of the day: {plays}"


def _told(found: "Estimate") -> str:
    return f"{found.value:+z.2f} ({found.low:+z.2f} to {found.high:+z.2f})"


def _plain(found: "Estimate") -> str:
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def profile_json(
    name: str, facts: "ListenerFacts", guess: "ColdStart", *, profile: "Profile"
) -> dict[str, Any]:
    """All of it; values and their 95 % intervals."""
    from moodarc.session import profile_values

    return profile_values(name, facts, guess, profile=profile)
