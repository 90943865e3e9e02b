import numpy as np
import pytest
from tests.felt_people import TINY, felt_people, write_people

from moodarc.artifacts import load_artifact
from moodarc.errors import DatasetError, InputError
from moodarc.evaluation.felt_histories import rows_of
from moodarc.evaluation.felt_points import share_points
from moodarc.evaluation.forecast_baselines import Baselines
from moodarc.evaluation.forecast_check import (
    MODELS,
    ForecastConfig,
    bench_forecast,
    is_training_data,
)
from moodarc.evaluation.forecast_training import MODEL_VERSION, train_listener
from moodarc.listener import LearnedForecaster

CONFIG = ForecastConfig(refit=True, n_folds=2, attention=TINY)
FIGURES = ("valence_mae", "arousal_mae", "t1_nrmse", "t2_valence_mae", "t2_mae")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return write_people(tmp_path_factory.mktemp("felt") / "felt.parquet")


@pytest.fixture(scope="module")
def report(table):
    return bench_forecast(table, CONFIG)


@pytest.fixture(scope="module")
def shipped(table):
    return bench_forecast(table)


@pytest.mark.parametrize("protocol", ["forward", "unseen"])
def test_every_model_has_its_figures_under_both_protocols(report, protocol):
    for model in MODELS:
        for figure in FIGURES:
            assert 0.0 < report[f"forecast.{protocol}.{model}.{figure}"] < 2.0
    assert np.isfinite(report[f"forecast.{protocol}.best.valence_gain"])
    assert report["forecast.people"] == 8
    assert report["forecast.moments"] == 144


def naive_persistence(moments, *, later_days):
    wrong = [
        abs(moments.valence[now + 1] - moments.valence[now])
        for now in range(len(moments) - 1)
        if moments.subjects[now] == moments.subjects[now + 1]
        and moments.days[now] == moments.days[now + 1]
        and (not later_days or moments.days[now] >= 2)
    ]
    return float(np.mean(wrong))


def test_errors_are_in_the_tables_own_unit(report, shipped):
    moments = felt_people()
    for found in (report, shipped):
        told = found["forecast.unseen.persistence.valence_mae"]
        assert told == pytest.approx(naive_persistence(moments, later_days=False))


def test_the_own_mean_beats_persistence_of_people_who_come_back_to_their_words(report):
    assert (
        report["forecast.unseen.own_mean.valence_mae"]
        < report["forecast.unseen.persistence.valence_mae"]
    )


def test_what_ships_foretells_without_a_training(shipped, report, table):
    assert [row.name for row in shipped.rows] == [row.name for row in report.rows]
    assert shipped["forecast.unseen.best.valence_mae"] > 0.0
    assert not is_training_data(table)


@pytest.mark.parametrize("few", [{"days": 1}, {"moments": 2}])
@pytest.mark.parametrize("config", [CONFIG, ForecastConfig()])
def test_a_table_without_days_to_foretell_is_refused(tmp_path, few, config):
    with pytest.raises(DatasetError, match="three moments"):
        bench_forecast(write_people(tmp_path / "a.parquet", **few), config)


def test_fewer_people_than_folds_are_refused(tmp_path):
    with pytest.raises(InputError, match="folds"):
        bench_forecast(write_people(tmp_path / "b.parquet", people=1), CONFIG)


@pytest.fixture(scope="module")
def trained(table, tmp_path_factory):
    out = tmp_path_factory.mktemp("model") / "m"
    return train_listener(table, out, CONFIG), load_artifact(out)


def test_the_card_names_the_figures_of_the_bench(trained, report):
    rows, artifact = trained
    assert {row.name: row.value for row in rows} == {row.name: row.value for row in report.rows}
    for protocol in ("forward", "unseen"):
        assert f"{report[f'forecast.{protocol}.best.valence_mae']:.4f}" in artifact.card
    assert f"`{report.data}`" in artifact.card
    assert "8 people" in artifact.card


def test_what_was_trained_can_be_loaded_and_foretells(trained):
    artifact = trained[1]
    forecaster = LearnedForecaster.of_artifact(artifact)
    assert forecaster.version == MODEL_VERSION
    assert forecaster.attention_share in (0.0, 0.25, 0.5, 0.75, 1.0)
    rows = rows_of(felt_people(), share_points(felt_people()))
    told = forecaster.foretold(rows.histories, rows.horizon_h.tolist())
    assert np.abs(told.affect).max() <= 1.0
    assert told.shares.sum(axis=1) == pytest.approx(1.0)
    assert Baselines.of_arrays(artifact.arrays).carried.shape == (2, 6)
