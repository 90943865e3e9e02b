"""`moodarc feel`: say or show how you feel, and see what was understood."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.face import expression_json, read_face, shown_line
from moodarc.cli.feeling import Mood, Terms, ValenceArousal, feeling_from, state_json
from moodarc.cli.mood_consent import ask_for_mood
from moodarc.cli.shell import Shell
from moodarc.cli.text import printable
from moodarc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from moodarc.affect import AffectReading, AffectState

__all__ = ["feel"]

Note = Annotated[
    str | None,
    typer.Option(
        "--note",
        metavar="TEXT",
        help="Your own words, in English; read for their mood, and not kept.",
    ),
]
Face = Annotated[
    str | None,
    typer.Option(
        "--face",
        metavar="PHOTO|VIDEO|camera[:N]",
        help="Look at your face; no picture is kept or sent.",
    ),
]
Seconds = Annotated[
    float | None,
    typer.Option(
        "--seconds", metavar="S", min=0.5, help="Of --face; none = a whole video, ten of a camera."
    ),
]
Yes = Annotated[
    bool, typer.Option("--yes", "-y", help="Agree to what is asked once: camera, inferred mood.")
]
EmotionML = Annotated[
    bool, typer.Option("--emotionml", help="Write the reading as EmotionML 1.0 (W3C).")
]


def feel(
    shell: Shell,
    mood: Mood = None,
    va: ValenceArousal = None,
    terms: Terms = None,
    note: Note = None,
    face: Face = None,
    seconds: Seconds = None,
    yes: Yes = False,
    emotionml: EmotionML = False,
) -> None:
    """Store how you feel now: a word, a point, scored terms, a note in your own words, or a face.

    Note and face are read for their mood beside whatever else is said; neither the words nor any
    picture is stored. A playlist without any feeling given starts from the last ones stored.
    """
    # what is said is checked before anything is asked for
    readings = _readings(datetime.now(UTC), mood, va, terms=terms, note=note, face=face)
    agreed = _ask(shell, note=note, face=face, yes=yes)
    if face is not None:
        shown = read_face(shell, face, seconds=seconds, yes=yes)
        readings = [shown, *(_moved(reading, shown.state.at) for reading in readings)]
    at = datetime.now(UTC)
    listener = shell.settings.listener
    agreed()
    with shell.open_store() as store:
        store.listeners.ensure(listener)
        for reading in readings:
            store.readings.add(listener, reading)
    if emotionml:
        from moodarc.affect import to_emotionml

        typer.echo(to_emotionml(readings), nl=False)
    elif shell.as_json:
        shell.write_json(_json(readings, listener, at))
    else:
        shell.console.print(_echo(readings, listener, at), markup=False)


def _ask(shell: Shell, *, note: str | None, face: str | None, yes: bool) -> "Callable[[], None]":
    """Whether a mood may be inferred; the camera asks for itself, with more to say."""
    if note is None and (face is None or _is_camera(face)):
        return lambda: None
    return ask_for_mood(shell, yes=yes)


def _is_camera(face: str) -> bool:
    from moodarc.sensing.face import Camera

    return Camera.parse(face) is not None


def _readings(
    at: datetime,
    mood: str | None,
    va: tuple[float, float] | None,
    *,
    terms: str | None,
    note: str | None,
    face: str | None,
) -> "list[AffectReading]":
    """What was said, as readings: the note first, as what the listener chose counts as newer."""
    said = feeling_from(at, mood=mood, va=va, terms=terms)
    read = None if note is None else _read_note(note, at)
    if said is None and face is None and read is not None and not read.is_valid:
        msg = f"the note says nothing: {read.validity}; add --mood WORD or --va V A"
        raise InputError(msg)
    found = [r for r in (read, said) if r is not None and r.is_valid]
    if not found and face is None:
        msg = (
            "no feeling was given; add --mood WORD, --va V A, --terms happy=4,calm=2, --note TEXT "
            "or --face PHOTO|VIDEO|camera"
        )
        raise InputError(msg)
    return found


def _moved(reading: "AffectReading", at: datetime) -> "AffectReading":
    """The same at a later time: what the listener says counts as newer than what was seen."""
    return replace(reading, state=replace(reading.state, at=at))


def _read_note(note: str, at: datetime) -> "AffectReading":
    from moodarc.sensing import from_note
    from moodarc.text_affect import TextEstimator

    return from_note(note, at, TextEstimator.shipped())


def _together(readings: "list[AffectReading]", at: datetime) -> "tuple[AffectState, Any]":
    """The state that the readings give together, and its shares of the four quadrants."""
    from moodarc.listener import NEUTRAL_DYNAMICS, believe

    if len(readings) == 1:
        return readings[0].state, _shares(readings[0])
    belief = believe(readings, at, dynamics=NEUTRAL_DYNAMICS)
    return belief.state, belief.emotion_vector


def _json(readings: "list[AffectReading]", listener: str, at: datetime) -> dict[str, Any]:
    """The last reading as `reading`, all of them as `readings`, and what they say together."""
    state, shares = _together(readings, at)
    return {
        "listener": listener,
        "reading": _reading_json(readings[-1]),
        "readings": [_reading_json(reading) for reading in readings],
        "together": {**state_json(state), "quadrants": shares._asdict()},
    }


def _reading_json(reading: "AffectReading") -> dict[str, Any]:
    return {
        **state_json(reading.state),
        "modality": reading.modality,
        "confidence": reading.confidence,
        "note": reading.note,
        "expression": None if reading.expression is None else expression_json(reading),
        "quadrants": _shares(reading)._asdict(),
    }


def _shares(reading: "AffectReading") -> Any:  # noqa: ANN401 - EmotionVector, imported late
    from moodarc.affect import emotion_vector

    state = reading.state
    return reading.vector or emotion_vector(state.valence, state.arousal, state.variance)


def _echo(readings: "list[AffectReading]", listener: str, at: datetime) -> str:
    state, shares = _together(readings, at)
    likely = sorted(shares._asdict().items(), key=lambda pair: -pair[1])
    quadrants = ", ".join(f"{share:.0%} {name}" for name, share in likely if share >= 0.005)
    shown = "".join(f"{shown_line(r)}\n" for r in readings if r.expression is not None)
    return (
        f"{shown}Understood for {printable(listener)}: "
        f"valence {state.valence:+z.2f} +-{state.variance.valence**0.5:.2f}, "
        f"arousal {state.arousal:+z.2f} +-{state.variance.arousal**0.5:.2f} ({quadrants})."
    )
