import json

import numpy as np
import pytest
from tests.service_songs import write_parquet
from tests.situnes_folder import write_situnes

from moodarc.datasets import STD_COLUMNS, load_situnes_stage
from moodarc.errors import DatasetError
from moodarc.evaluation import physiology_check
from moodarc.evaluation.physiology_check import bench_physiology
from moodarc.evaluation.situnes_inputs import samples_of, situations_of
from moodarc.sensing.physiology import Activity


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_situnes(tmp_path_factory.mktemp("set") / "situnes", listeners=7, each=12)


def windows(people=4, n=12, seed=0):
    """Under stress skin conductance moves twice as much; people differ by more than that."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        usual = rng.uniform(0.5, 8.0)
        for k in range(2 * n):
            stress = k >= n
            spread = usual * (2.0 if stress else 1.0) * rng.uniform(0.9, 1.1)
            values = {name: float(rng.uniform(0.5, 1.5)) for name in STD_COLUMNS}
            label = 2 if stress else 1
            rows.append(values | {"EDA_phasic_std": spread, "subject": person, "label": label})
    return rows


def test_the_bench_reports_every_way_on_both_axes(folder, check_report):
    report = bench_physiology(folder)
    check_report(json.loads(report.to_json()))
    for axis in ("valence", "arousal"):
        for way in ("population_mean", "own_mean", "situation", "both", "recognizer"):
            assert report[f"physiology.{axis}.{way}.mae"] > 0.0
            assert report[f"physiology.{axis}.{way}.r2"] <= 1.0
    assert report["physiology.records"] == 84


def test_the_mean_of_the_past_is_only_of_the_past():
    """Own reports 0.1, 0.3, 0.8 at rising times: told are others' mean, 0.1, 0.2."""
    own = np.array([[0.0, 0.0], [1.0, 0.1], [2.0, 0.4]])
    told = physiology_check._weighed(own, -0.5, 0.0)
    np.testing.assert_allclose(told, [-0.5, 0.1, 0.2])


def test_the_past_of_a_record_is_counted_by_time_not_by_line(folder):
    stage = load_situnes_stage(folder / "Stage2")
    truth = stage.before[:, 0]
    own = physiology_check._own_past(truth, stage)
    theirs = np.flatnonzero(stage.listeners == 3)
    order = theirs[np.argsort(stage.at_s[theirs])]
    assert own[order, 0].tolist() == list(range(12))
    np.testing.assert_allclose(own[order[5], 1], truth[order[:5]].sum())


def test_what_is_told_of_a_listener_does_not_know_their_reports(folder):
    stage = load_situnes_stage(folder / "Stage2")
    truth = stage.before[:, 0].copy()
    before = physiology_check._Task(truth, stage, seed=0).all_ways()
    theirs = stage.listeners == 2
    changed = truth.copy()
    changed[theirs] = -truth[theirs]
    after = physiology_check._Task(changed, stage, seed=0).all_ways()
    for way in ("population_mean", "situation", "trees"):
        np.testing.assert_allclose(before[way][theirs], after[way][theirs])
    assert not np.allclose(before["own_mean"][theirs], after["own_mean"][theirs])


def test_a_wrist_that_tells_arousal_is_found_out(tmp_path):
    folder = write_situnes(tmp_path / "s", listeners=8, each=25)
    stage = load_situnes_stage(folder / "Stage2")
    wrist = stage.wrist.copy()
    wrist[:, :, 0] += 20.0 * stage.before[:, 1][:, None]
    wrist[:, :, 3] = 0.0
    np.save(folder / "Stage2" / "wrist.npy", wrist)
    report = bench_physiology(folder)
    assert report["physiology.arousal.situation.r2"] > 0.9
    assert report["physiology.arousal.recognizer.within_r"] > 0.8
    assert report["physiology.valence.situation.r2"] < 0.2


def test_stress_is_told_from_rest_by_what_is_a_persons_own(folder, tmp_path):
    table = write_parquet(tmp_path / "w.parquet", windows())
    report = bench_physiology(folder, table)
    assert report["physiology.wesad.unlabelled.stress_auc"] > 0.95
    assert report["physiology.wesad.body.stress_auc"] > 0.8
    assert report["physiology.wesad.stress"] == 48


def test_one_person_under_stress_is_too_few(folder, tmp_path):
    table = write_parquet(tmp_path / "w.parquet", windows(people=1))
    with pytest.raises(DatasetError, match="fewer than 3 people"):
        bench_physiology(folder, table)


def test_too_few_listeners_are_refused(tmp_path):
    with pytest.raises(DatasetError, match="no more than 5 listeners"):
        bench_physiology(write_situnes(tmp_path / "s", listeners=4))


def test_an_absent_folder_is_one_clear_error(tmp_path):
    with pytest.raises(DatasetError, match="missing"):
        bench_physiology(tmp_path / "absent")


def test_a_record_becomes_thirty_samples_that_end_at_it(folder):
    stage = load_situnes_stage(folder / "Stage2")
    samples = samples_of(stage, 4)
    assert len(samples) == 30
    assert samples[-1].at.timestamp() == stage.at_s[4]
    assert (samples[-1].at - samples[0].at).total_seconds() == 29 * 60
    assert samples[0].heart_rate_relative_bpm == stage.wrist[4, 0, 0]
    kinds = {0.0: Activity.STILL, 1.0: Activity.STILL, 3.0: None, 5.0: Activity.RUNNING}
    for sample, minute in zip(samples, stage.wrist[4], strict=True):
        if minute[3] in kinds:
            assert sample.activity == kinds[minute[3]]


def test_situations_are_finite_also_where_weather_is_missing(folder):
    stage = load_situnes_stage(folder / "Stage2")
    stage.weather[:3] = np.nan
    assert np.isfinite(situations_of(stage)).all()
