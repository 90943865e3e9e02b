"""`moodarc train listener`: the forecaster that ships, from felt moments, with its card.

Learned from the eighteen raw scores of every person (`share_points`), never from the table's word
norms. The weight of the attention is chosen on people held out.
"""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from moodarc.artifacts import save_artifact
from moodarc.datasets import load_felt_moments
from moodarc.evaluation.felt_histories import ForecastRows, rows_of
from moodarc.evaluation.felt_points import share_points
from moodarc.evaluation.forecast_baselines import fit_baselines
from moodarc.evaluation.forecast_check import ForecastConfig, bench_forecast
from moodarc.evaluation.learned_forecasts import chosen_share, fit_learned
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.listener.attention.tokens import MOST_MOMENTS
from moodarc.randomness import derive_rng

__all__ = ["MODEL_VERSION", "train_listener"]

MODEL_VERSION: Final = "listener-forecast-1"
"""raised with every new set of shipped weights"""

_SHOWN: Final = (
    "own_mean",
    "own_mean_ar1",
    "mmm",
    "pmm",
    "pmm_smoothed",
    "regression",
    "attention",
    "belief",
    "best",
)


def train_listener(
    table: Path, out: Path, config: ForecastConfig | None = None
) -> tuple[BenchRow, ...]:
    """Cross-validate over people, train on all, write the model folder; the card's figures.

    Raises:
        DatasetError: the table is not in its form, or holds too little.
        ArtifactError: `out` is something else than a model folder.
    """
    config = config or ForecastConfig()
    moments = load_felt_moments(table)
    rows = rows_of(moments, share_points(moments))
    report = bench_forecast(table, replace(config, refit=True))
    rng = derive_rng(config.seed, "forecast choice")
    share, errors = chosen_share(rows, config.attention, seed=config.seed, rng=rng)
    fitted = fit_learned(rows, config.attention, seed=config.seed)
    settings: dict[str, Any] = {
        "version": MODEL_VERSION,
        "attention_share": share,
        "training": asdict(config.attention),
        "seed": config.seed,
        "trained_on": fingerprint([table]),
    }
    card = _card(report, rows, errors=errors, share=share)
    model = fitted.artifact(settings, fit_baselines(rows).arrays(), card=card)
    save_artifact(
        out, model, command="moodarc train listener --data FILE --out DIR", seed=config.seed
    )
    return report.rows


def _card(
    report: BenchReport, rows: ForecastRows, *, errors: dict[float, float], share: float
) -> str:
    people = len(np.unique(rows.subjects))
    tried = ", ".join(f"{one:g}: {error:.4f}" for one, error in errors.items())
    return f"""# {MODEL_VERSION}: where a listener's affect is going

**What it does.** From a listener's moments so far (valence, arousal, shares of four quadrants,
time) it foretells valence, arousal, how far off that may be, and the shares, some hours ahead. It
is a regression of the median (`listener.regression_forecaster`) and self-attention over the last
{MOST_MOMENTS} moments that corrects it (LIN-3, `listener.attention`), with weight {share:g}.

**Data.** Fingerprint `{report.data}`: {people} people, {len(rows)} forecasts to moments one and two
ahead on the same day (Hoemann et al. 2020, Scientific Reports 10, 12459; not shipped). Learned from
the eighteen raw scores, each word at the centre of its quadrant; the table's own valence and
arousal are word norms and were used for the figures alone.

- *Who is in it.* {people} people for two weeks. Many moments were asked for when the beat of their
  heart changed, others at random. Age, sex and country are not in the table.
- *What it never saw.* Nights, gaps over seven hours, tracks and feedback: the network has inputs
  for them, without any trained effect yet. Beyond four hours it forgets no further.

**Method.** `moodarc train listener --data FILE --out DIR`. Weight of the attention: the least that
is within one standard error of the best, by absolute error in valence on people held out ({tried}).
The features of the regression, where the words lie and this rule were chosen while looking at
cross-validated errors of these very people: the figures are a little optimistic.

**Figures.** Next moment of the same day, in the table's valence and arousal in [-1, 1]; every model
refitted in each fold, but not the belief, whose dynamics these people taught. `forward`: the first
half of everybody's days learned from, the later half foretold. `unseen`: people foretold by models
of other people. Repeat: `moodarc bench forecast --data FILE --refit`.

{_table(report)}

Better than the own mean with AR(1) in valence by {_percent(report, "forward")} (forward) and
{_percent(report, "unseen")} (unseen).

**What it must not be used for.** To watch, judge or diagnose anybody, or to foretell their health
or conduct. It is for a person who lets their own player choose their own music; what enters of them
stays with them. It is often wrong: see the errors.
"""


def _table(report: BenchReport) -> str:
    lines = [
        "| model | forward V MAE | A MAE | vector NRMSE | unseen V MAE | A MAE | vector NRMSE |",
        "|---|---|---|---|---|---|---|",
    ]
    for model in _SHOWN:
        cells = [
            f"{report[f'forecast.{protocol}.{model}.{figure}']:.4f}"
            for protocol in ("forward", "unseen")
            for figure in ("valence_mae", "arousal_mae", "t1_nrmse")
        ]
        lines.append(f"| {model} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _percent(report: BenchReport, protocol: str) -> str:
    name = f"forecast.{protocol}.best.valence_gain"
    row = next(row for row in report.rows if row.name == name)
    low, high = (end if end is not None else float("nan") for end in (row.low, row.high))
    return f"{100 * row.value:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"
