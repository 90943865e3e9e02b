"""`moodarc feel`: say how you feel, and see what was understood."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.feeling import Mood, Terms, ValenceArousal, feeling_from, state_json
from moodarc.cli.shell import Shell
from moodarc.cli.text import printable
from moodarc.errors import InputError

if TYPE_CHECKING:
    from moodarc.affect import AffectReading

__all__ = ["feel"]

Note = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="Your own words, kept beside it.")
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
    emotionml: EmotionML = False,
) -> None:
    """Store how you feel now: a word, a point, or scored terms.

    A playlist without any feeling given starts from the last one stored.
    """
    reading = _reading(mood, va, terms=terms, note=note)
    listener = shell.settings.listener
    with shell.open_store() as store:
        store.listeners.ensure(listener)
        store.readings.add(listener, reading)
    if emotionml:
        from moodarc.affect import to_emotionml

        typer.echo(to_emotionml([reading]), nl=False)
    elif shell.as_json:
        shell.write_json({"listener": listener, "reading": _reading_json(reading)})
    else:
        shell.console.print(_echo(reading, listener), markup=False)


def _reading(
    mood: str | None, va: tuple[float, float] | None, *, terms: str | None, note: str | None
) -> "AffectReading":
    from dataclasses import replace

    reading = feeling_from(datetime.now(UTC), mood=mood, va=va, terms=terms)
    if reading is None:
        msg = "no feeling was given; add --mood WORD, --va V A or --terms happy=4,calm=2"
        raise InputError(msg)
    return reading if note is None else replace(reading, note=note)


def _reading_json(reading: "AffectReading") -> dict[str, Any]:
    return {
        **state_json(reading.state),
        "modality": reading.modality,
        "confidence": reading.confidence,
        "note": reading.note,
        "quadrants": _shares(reading)._asdict(),
    }


def _shares(reading: "AffectReading") -> Any:  # noqa: ANN401 - EmotionVector, imported late
    from moodarc.affect import emotion_vector

    state = reading.state
    return reading.vector or emotion_vector(state.valence, state.arousal, state.variance)


def _echo(reading: "AffectReading", listener: str) -> str:
    state = reading.state
    likely = sorted(_shares(reading)._asdict().items(), key=lambda pair: -pair[1])
    quadrants = ", ".join(f"{share:.0%} {name}" for name, share in likely if share >= 0.005)
    return (
        f"Understood for {printable(listener)}: "
        f"valence {state.valence:+.2f} +-{state.variance.valence**0.5:.2f}, "
        f"arousal {state.arousal:+.2f} +-{state.variance.arousal**0.5:.2f} ({quadrants})."
    )
