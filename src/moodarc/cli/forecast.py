"""`moodarc forecast`: how your feelings move, and where they are likely to go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.extras import need
from moodarc.cli.feeling import Mood, Terms, ValenceArousal, feeling_from, state_json
from moodarc.cli.forecast_learned import LearnedAnswer, learned_forecast
from moodarc.cli.shell import Shell
from moodarc.cli.text import printable
from moodarc.cli.transitions import model_of_file, model_of_text, transitions_json
from moodarc.errors import InputError
from moodarc.local_zone import listener_zone

if TYPE_CHECKING:
    from moodarc.affect import AffectBelief, AffectReading
    from moodarc.listener import AffectForecast, MentalModel

__all__ = ["ForecastAnswer", "forecast", "length", "model_line"]

_LEARNED = "learned"
_MOST_READINGS = 50_000
"""the newest so many; a wristband gives one a minute"""

Model = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="personal|population|mmm|learned|FILE",
        help="Your own, people's as measured, people's as they expect it (BAEK), weights learned "
        "from people's moments, which look back on yours, or a JSON file.",
    ),
]
Transitions = Annotated[
    str | None,
    typer.Option(
        "--transitions",
        metavar="ROWS",
        help="Chances an hour, 0 to 100, as you know yourself: from happy / angry / sad / "
        'peaceful to the same four: "60 5 5 30 / 20 50 20 10 / 10 20 60 10 / 30 5 15 50".',
    ),
]
Hours = Annotated[
    float, typer.Option("--hours", metavar="H", min=0.1, max=72.0, help="How far to look.")
]
Every = Annotated[
    float, typer.Option("--every", metavar="MIN", min=1.0, help="Minutes between two lines.")
]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE.png", help="Draw it too; needs moodarc[plot]."),
]


@dataclass(frozen=True, slots=True)
class ForecastAnswer:
    """What the command found.

    Attributes:
        listener: whose.
        belief: how they feel now.
        model: by which they move; it makes the forecast too unless `made_by` did.
        hours: from now, ascending, the first 0.
        ahead: the forecast at each of the hours.
        made_by: the learned forecaster that made it; None = the model.
    """

    listener: str
    belief: "AffectBelief"
    model: "MentalModel"
    hours: tuple[float, ...]
    ahead: "tuple[AffectForecast, ...]"
    made_by: LearnedAnswer | None = None


def forecast(
    shell: Shell,
    mood: Mood = None,
    va: ValenceArousal = None,
    terms: Terms = None,
    model: Model = "personal",
    transitions: Transitions = None,
    hours: Hours = 6.0,
    every: Every = 60.0,
    plot: Plot = None,
) -> None:
    """Show how your feelings move from one to another, and where they are likely to go from here.

    Starts from the readings stored, or from a feeling given here, which is not stored. Your own
    model is learned from your readings and leans on other people's as long as those are few.
    """
    from moodarc.listener import forecast_times

    if plot is not None:
        _check_plot(plot)
    now = datetime.now(UTC)
    said = feeling_from(now, mood=mood, va=va, terms=terms)
    times = forecast_times(hours, every / 60.0)
    chosen, learned = _model(model, transitions), model == _LEARNED
    answer = _answer(shell, said, chosen, times=times, now=now, learned=learned)
    if plot is not None:
        from moodarc.cli.forecast_plot import draw

        draw(answer, plot)
    if shell.as_json:
        shell.write_json(_json(answer))
        return
    for line in _lines(answer):
        shell.console.print(line, markup=False)
    if plot is not None:
        shell.notes.print(f"drawn in {printable(plot)}", markup=False)


def _check_plot(plot: Path) -> None:
    need("plot", "matplotlib")
    if plot.suffix.lower() != ".png":
        msg = f"{plot} is no name of a PNG; end it in .png"
        raise InputError(msg)


def _model(model: str, transitions: str | None) -> "MentalModel | None":
    """The model asked for; None = the listener's own, from their readings."""
    from moodarc.listener import MentalModel

    if transitions is not None:
        if model != "personal":
            msg = "--transitions is a model of its own; leave --model out"
            raise InputError(msg)
        return model_of_text(transitions)
    named = {"population": MentalModel.population, "mmm": MentalModel.mmm}
    if model in named:
        return named[model]()
    return None if model in {"personal", _LEARNED} else model_of_file(Path(model))


def _answer(
    shell: Shell,
    said: "AffectReading | None",
    model: "MentalModel | None",
    *,
    times: Sequence[float],
    now: datetime,
    learned: bool,
) -> ForecastAnswer:
    from moodarc.listener import MentalModel, MentalModelForecaster, as_said, believe_log

    listener = shell.settings.listener
    with shell.open_store() as store:
        # who was never heard of has no history, which is no mistake here
        known = listener in store.listeners.names()
        readings = store.readings.of(listener, limit=_MOST_READINGS) if known else []
        zone = listener_zone(store.facts.of(listener).time_zone if known else None)
    readings = [reading for reading in readings if reading.state.at <= now]
    chosen = MentalModel.personal(readings) if model is None else model
    belief = believe_log(readings, now) if said is None else as_said(said)
    made_by = None
    if learned:
        ahead, made_by = learned_forecast(readings, belief, times, zone=zone)
    else:
        ahead = MentalModelForecaster(chosen).forecast(readings, belief, times)
    return ForecastAnswer(listener, belief, chosen, tuple(times), ahead, made_by)


def _json(answer: ForecastAnswer) -> dict[str, Any]:
    from moodarc.listener import BAND

    return {
        "listener": answer.listener,
        "at": answer.belief.state.at.isoformat(),
        "source": answer.belief.source,
        "model": {
            "name": answer.model.name,
            "steps": answer.model.n_steps,
            "step_min": 60.0 * answer.model.step_h,
            "transitions": transitions_json(answer.model),
            **_made_by(answer),
        },
        "band": BAND,
        "forecast": [
            {
                "hours": hour,
                **state_json(ahead.state),
                "quadrants": ahead.vector._asdict(),
                "low": dict(zip(ahead.vector._fields, ahead.low, strict=True)),
                "high": dict(zip(ahead.vector._fields, ahead.high, strict=True)),
            }
            for hour, ahead in zip(answer.hours, answer.ahead, strict=True)
        ],
    }


def _made_by(answer: ForecastAnswer) -> dict[str, Any]:
    """What the forecast was made by: this model, or the learned forecaster and its weights."""
    made_by = answer.made_by
    if made_by is None:
        return {"forecast_by": answer.model.name}
    return {
        "forecast_by": _LEARNED,
        "forecast_version": made_by.version,
        "attention_share": made_by.share,
    }


def model_line(answer: ForecastAnswer) -> str:
    """In a sentence, what the model rests on."""
    name, steps = printable(answer.listener), answer.model.n_steps
    return {
        "personal": f"learned from {steps} step{'s' * (steps != 1)} of {name}, leaning on people's",
        "population": "people's, as 41 were seen to move",
        "mmm": "people's, as they expect each other to move (BAEK)",
        "typed": "as typed in",
    }[answer.model.name]


def _lines(answer: ForecastAnswer) -> Iterator[str]:
    from moodarc.affect import Quadrant
    from moodarc.listener import BAND, FORGOTTEN_H, NO_READING

    names = [quadrant.value for quadrant in Quadrant]
    yield f"How feelings move in {length(answer.model.step_h)}: {model_line(answer)}"
    yield "  from       to " + "".join(f"{name:>10}" for name in names)
    for name, row in zip(names, answer.model.matrix, strict=True):
        yield f"  {name:<13}" + "".join(f"{share:>10.0%}" for share in row)
    yield ""
    yield f"Forecast for {printable(answer.listener)} ({answer.belief.source})"
    if answer.made_by is not None:
        yield f"  by {answer.made_by.version}, learned from people's moments, not by these chances"
    yield "  in       " + "".join(f"{name:>15}" for name in names) + "   valence   arousal"
    for hour, ahead in zip(answer.hours, answer.ahead, strict=True):
        yield f"  {length(hour) if hour else 'now':<9}" + _shares(ahead) + _point(ahead)
    yield f"In brackets: where {BAND * 10:.0f} of 10 answers would lie. Shares, not certainties."
    if answer.made_by is not None and answer.hours[-1] > FORGOTTEN_H:
        yield f"Beyond {FORGOTTEN_H:.0f} h this forecaster says the same; it never saw further."
    if answer.belief.source == NO_READING:
        yield "No history of your own is used; `moodarc feel` starts one."
    elif answer.model.name == "population" and answer.made_by is None:
        yield "The chances are other people's; your own take their place as moments gather."


def _shares(ahead: "AffectForecast") -> str:
    columns = zip(ahead.vector, ahead.low, ahead.high, strict=True)
    return "".join(
        f"{f'{100 * share:.0f} % ({100 * low:.0f}-{100 * high:.0f})':>15}"
        for share, low, high in columns
    )


def _point(ahead: "AffectForecast") -> str:
    state = ahead.state
    return f"{state.valence:>+z10.2f}{state.arousal:>+z10.2f}"


def length(hours: float) -> str:
    """A length of time: "1 h", "1 h 30", "45 min"."""
    minutes = round(hours * 60.0)
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest:02d}" if rest else f"{whole} h"
