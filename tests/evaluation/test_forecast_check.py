"""`bench forecast` and `train listener` end to end on made people."""

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.felt_diaries import write_diaries
from tests.felt_people import TINY, felt_people, write_people
from tests.shared import shared_data

from moodarc.artifacts import load_artifact
from moodarc.errors import ArtifactError, DatasetError, InputError
from moodarc.evaluation import forecast_check
from moodarc.evaluation.felt_histories import rows_of
from moodarc.evaluation.felt_points import Scale
from moodarc.evaluation.forecast_baselines import fit_baselines
from moodarc.evaluation.forecast_check import (
    MODELS,
    ForecastConfig,
    bench_forecast,
    is_training_data,
)
from moodarc.evaluation.forecast_training import train_listener
from moodarc.evaluation.quadrant_forecasts import later_half
from moodarc.evaluation.report import fingerprint
from moodarc.listener import LearnedForecaster
from moodarc.metrics import mae

CONFIG = ForecastConfig(refit=True, n_folds=2, attention=replace(TINY, epochs=1))
PAPER = {"persistence", "own_mean", "own_mean_ar1", "mmm", "pmm", "pmm_smoothed", "attention"}


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return write_people(tmp_path_factory.mktemp("felt") / "felt.parquet")


@pytest.fixture(scope="module")
def shipped(table):
    return bench_forecast(table)


@pytest.fixture(scope="module")
def refitted(table):
    return bench_forecast(table, CONFIG)


@pytest.fixture(params=["shipped", "refitted"])
def report(request):
    return request.getfixturevalue(request.param)


def test_every_model_has_its_rows_under_both_protocols(report):
    assert set(MODELS) == PAPER | {"regression", "belief", "best"}
    told = {row.name: row for row in report.rows}
    for protocol in ("forward", "unseen"):
        for model in MODELS:
            for ahead in ("", "t2_"):
                for axis in ("valence", "arousal"):
                    row = told[f"forecast.{protocol}.{model}.{ahead}{axis}_mae"]
                    assert 0 < row.low <= row.value <= row.high < 2
                    squared = told[f"forecast.{protocol}.{model}.{ahead}{axis}_rmse"]
                    assert squared.value >= row.value
            for figure in ("t1_nrmse", "t2_nrmse", "t1_happy_mae", "t2_peaceful_nrmse"):
                assert 0 < report[f"forecast.{protocol}.{model}.{figure}"] < 1
    assert report["forecast.people"] == 8
    assert report["forecast.moments"] == 144
    assert report["forecast.left_out"] == 0


def test_it_is_a_report(report, check_report):
    check_report(json.loads(report.to_json()))


def test_errors_are_in_the_tables_own_unit(refitted):
    moments = felt_people()
    rows = rows_of(
        moments, Scale.of(moments).ours(np.column_stack([moments.valence, moments.arousal]))
    )
    scored = later_half(moments)[rows.moments] & (rows.ahead == 1)
    present = rows.moments[scored]
    expected = mae(moments.valence[present + 1], moments.valence[present])
    assert refitted["forecast.forward.persistence.valence_mae"] == pytest.approx(expected)


def test_ar1_of_the_later_half_was_learned_from_the_first(refitted):
    moments = felt_people()
    scale = Scale.of(moments)
    rows = rows_of(moments, scale.ours(np.column_stack([moments.valence, moments.arousal])))
    later = later_half(moments)[rows.moments]
    told = fit_baselines(rows.take(~later)).foretold(rows)["own_mean_ar1"].affect
    some = later & (rows.ahead == 1)
    expected = mae(scale.theirs(rows.came.affect)[some, 1], scale.theirs(told)[some, 1])
    assert refitted["forecast.forward.own_mean_ar1.arousal_mae"] == pytest.approx(expected)


def test_people_who_keep_to_their_words_are_better_foretold_by_their_mean(report):
    for protocol in ("forward", "unseen"):
        errors = [
            report[f"forecast.{protocol}.{model}.valence_mae"]
            for model in ("own_mean", "persistence")
        ]
        assert errors[0] < errors[1]


def test_the_gain_is_that_over_the_mean_with_ar1(report):
    for protocol in ("forward", "unseen"):
        best, other = (
            report[f"forecast.{protocol}.{model}.valence_mae"] for model in ("best", "own_mean_ar1")
        )
        assert report[f"forecast.{protocol}.best.valence_gain"] == pytest.approx(1 - best / other)


def test_it_repeats(table, refitted):
    assert bench_forecast(table, CONFIG) == refitted


def test_everybody_in_unseen_is_foretold_once_by_models_of_others(table, monkeypatch):
    seen = []
    refit = forecast_check._Bench._refitted

    def watched(bench, learned, judged):
        people = [set(bench.rows.subjects[rows]) for rows in (learned, judged)]
        seen.append((*people, judged))
        return refit(bench, learned, judged)

    monkeypatch.setattr(forecast_check._Bench, "_refitted", watched)
    bench_forecast(table, replace(CONFIG, n_folds=3))
    forward, *folds = seen
    assert forward[0] == forward[1]
    assert len(folds) == 3
    assert all(not known & judged for known, judged, _ in folds)
    assert np.sum([rows for *_, rows in folds], axis=0).tolist() == [1] * len(folds[0][2])


def test_more_folds_than_people_are_refused(table):
    with pytest.raises(InputError, match="20"):
        bench_forecast(table, replace(CONFIG, n_folds=20))


def test_a_table_whose_values_are_no_norms_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="word norms"):
        bench_forecast(write_diaries(tmp_path / "flat.parquet"))


@pytest.mark.parametrize("content", [None, b"", b"PAR1 nothing"])
def test_a_file_that_is_no_table_is_refused(tmp_path, content):
    file = tmp_path / "felt.parquet"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DatasetError, match=r"felt\.parquet"):
        bench_forecast(file)


@pytest.fixture(scope="module")
def model(table, tmp_path_factory):
    out = tmp_path_factory.mktemp("model") / "listener"
    return out, train_listener(table, out, replace(CONFIG, refit=False))


def test_training_writes_a_forecaster_that_can_be_used(model, table):
    out, rows = model
    artifact = load_artifact(out)
    forecaster = LearnedForecaster.of_artifact(artifact)
    moments = rows_of(felt_people(), np.zeros((144, 2)))
    told = forecaster.foretold(moments.histories[:3], [1.0] * 3)
    assert np.isfinite(told.affect).all()
    assert artifact.config["trained_on"] == fingerprint([table])
    assert {"baseline_carried", "baseline_points"} <= artifact.arrays.keys()
    assert {row.name for row in rows} >= {"forecast.forward.best.valence_mae"}


def test_the_figures_of_the_card_are_those_of_the_refitted_bench(model, refitted):
    out, rows = model
    assert tuple(rows) == refitted.rows
    card = (out / "card.md").read_text()
    cells = [
        f"{refitted[f'forecast.{protocol}.best.{figure}']:.4f}"
        for protocol in ("forward", "unseen")
        for figure in ("valence_mae", "arousal_mae", "t1_nrmse")
    ]
    assert f"| best | {' | '.join(cells)} |" in card
    assert "8 people" in card
    assert "must not be used" in card
    places = [card.index(f"| {name} |") for name in ("own_mean", "mmm", "regression", "best")]
    assert all(a < b for a, b in pairwise(places))


def test_training_does_not_write_over_something_else(table, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ArtifactError, match="no model folder"):
        train_listener(table, tmp_path, CONFIG)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_the_table_learned_from_is_recognised(table, model, monkeypatch):
    assert not is_training_data(table)
    own = LearnedForecaster.of_artifact(load_artifact(model[0]))
    monkeypatch.setattr(LearnedForecaster, "shipped", lambda: own)
    assert is_training_data(table)


@pytest.mark.shared_data
def test_what_ships_was_learned_from_hoemanns_table():
    file = shared_data("emotion_series", "hoemann_esm_41_people.parquet")
    assert is_training_data(file)


@pytest.mark.parametrize("few", [{"days": 1}, {"moments": 2}])
@pytest.mark.parametrize("config", [CONFIG, ForecastConfig()])
def test_a_table_without_days_to_foretell_is_refused(tmp_path, few, config):
    with pytest.raises(DatasetError, match="three moments"):
        bench_forecast(write_people(tmp_path / "a.parquet", **few), config)
