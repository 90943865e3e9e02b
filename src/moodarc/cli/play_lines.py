"""What happens in a session as plain lines, for a pipe and below the live view.

Each thing that happened is one line, or a few; what only a program wants is left out.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from moodarc.cli.text import clock, printable

__all__ = ["lines_of", "place"]

Values = dict[str, Any]

_LISTED: Final = 5
_LEFT: Final = {
    "finish": "played through",
    "skip": "skipped",
    "ban": "banned",
    "stop": "stopped",
}


def lines_of(happened: Values) -> list[str]:
    """The lines of one thing that happened; none where people need not know.

    >>> lines_of({"event": "goal", "goal": "lift", "target": {"valence": 0.5, "arousal": 0.25}})
    ['goal: lift to happy +0.50 +0.25']
    """
    tell = _TELLERS.get(happened["event"])
    return [] if tell is None else [printable(line) for line in tell(happened)]


def place(point: Values) -> str:
    """A point of the plane: "sad -0.50 -0.40", with its deviation where it has one."""
    from moodarc.affect import quadrant_of

    valence, arousal = point["valence"], point["arousal"]
    text = f"{quadrant_of(valence, arousal) or 'neutral'} {valence:+z.2f} {arousal:+z.2f}"
    if "valence_sd" in point:
        text += f" (+-{point['valence_sd']:.2f} {point['arousal_sd']:.2f})"
    return text


def _goal(told: Values) -> str:
    target = told.get("target")
    return f"{told['goal']}" + ("" if target is None else f" to {place(target)}")


def _title(track: Values) -> str:
    artist = track.get("artist")
    return f"{track['title']}, {artist}" if artist else f"{track['title']}"


def _session(told: Values) -> Iterator[str]:
    begins = "going on with the session" if told["resumed"] else "a session"
    yield f"{begins} of {told['listener']} by {told['player']}"
    if told["outcomes"]:
        moved = ", ".join(f"{part} x{value:.2f}" for part, value in told["factors"].items())
        yield f"learned so far from {told['outcomes']:g} outcomes: {moved or 'no weight moved yet'}"


def _list(told: Values) -> Iterator[str]:
    yield f"list ({told['cause']}): {_goal(told)}, from {place(told['belief'])}"
    tracks = told["tracks"]
    for number, track in enumerate(tracks[:_LISTED], start=1):
        yield f"  {number}  {_title(track)}: {track['why']}"
    if len(tracks) > _LISTED:
        yield f"  and {len(tracks) - _LISTED} more. {told['reach']}"


def _play(told: Values) -> Iterator[str]:
    why = f": {told['why']}" if "why" in told else ""
    taken_up = " (taken up again)" if told.get("resumed") else ""
    yield f"playing {_title(told['track'])}{taken_up}{why}"


def _left(told: Values) -> Iterator[str]:
    if "unplayable" in told:
        yield f"cannot be played, left out: {_title(told['track'])}: {told['unplayable']}"
        return
    at = f" at {clock(told['position_s'])}" if told["event"] != "finish" else ""
    yield f"{_LEFT[told['event']]}{at}: {_title(told['track'])}"


def _reading(told: Values) -> Iterator[str]:
    if told["valid"]:
        yield f"felt ({told['modality']}): {place(told)}; believed {place(told['belief'])}"


def _sense(told: Values) -> Iterator[str]:
    del told
    yield "how do you feel now? (f here, or moodarc feel)"


def _end(told: Values) -> Iterator[str]:
    yield f"ended: {told['why']}"
    for track in told["tracks"]:
        way = f"{place(track['before'])} -> {place(track['after'])}"
        yield f"  {track['title']}, {_LEFT[track['how']]}: {way}"
    learned = told["learned"]
    if learned:
        moved = (f"{part} x{v['before']:.2f} -> x{v['after']:.2f}" for part, v in learned.items())
        yield f"learned: {', '.join(moved)}"
    else:
        yield "learned: no weight moved"


def _why(told: Values) -> Iterator[str]:
    yield f"why {_title(told['track'])}:"
    for reason in told["reasons"]:
        name = reason["name"].replace("_", " ")
        yield f"  {reason['value']:+.4f}  {name:<15}  {reason['text']}"
    yield f"= {told['score']:+.4f}  score"


def _volume(told: Values) -> Iterator[str]:
    yield f"volume {told['before']:.0%} -> {told['after']:.0%}"


_TELLERS: Final[dict[str, Callable[[Values], Iterator[str]]]] = {
    "session": _session,
    "list": _list,
    "play": _play,
    "finish": _left,
    "skip": _left,
    "ban": _left,
    "like": lambda told: iter([f"liked: {_title(told['track'])}"]),
    "replay": lambda told: iter([f"once more: {_title(told['track'])}"]),
    "volume": _volume,
    "goal": lambda told: iter([f"goal: {_goal(told)}"]),
    "reading": _reading,
    "sense": _sense,
    "player": lambda told: iter([f"{told['name']}: {told['state']}"]),
    "note": lambda told: iter([told["text"]]),
    "why": _why,
    "end": _end,
}
