from datetime import datetime, timedelta

import numpy as np
import pytest
from tests.service_songs import write_parquet

from moodarc.cli import main
from moodarc.datasets.felt_moments import FELT_EMOTIONS
from moodarc.errors import DatasetError
from moodarc.evaluation.dynamics_check import bench_dynamics


def table(path, n_people, n=25):
    """People whose scores are drawn at random."""
    rng = np.random.default_rng(0)
    start = datetime(2020, 1, 1)  # noqa: DTZ001 - the published table has local times
    rows = [
        {
            "subject": float(person),
            "day": 1.0,
            "event": float(event),
            "ts": start + timedelta(hours=1.5 * event),
            "valence": 0.0,
            "arousal": 0.0,
        }
        | {emotion: float(rng.integers(0, 7)) for emotion in FELT_EMOTIONS}
        for person in range(n_people)
        for event in range(n)
    ]
    return write_parquet(path / "moments.parquet", rows)


def test_each_dimension_is_learned_and_held_out(tmp_path):
    report = bench_dynamics(table(tmp_path, 6))
    rows = {row.name: row for row in report.rows}
    assert len(rows) == len(report.rows) == 26
    assert all(np.isfinite(row.value) for row in report.rows)
    gain = rows["dynamics.arousal.gain_over.independent"]
    assert gain.low <= gain.value <= gain.high
    densities = [
        rows[f"dynamics.arousal.log_density.{model}"].value
        for model in ("ornstein_uhlenbeck", "independent")
    ]
    assert gain.value == pytest.approx(densities[0] - densities[1])


def test_too_few_people_are_refused(tmp_path):
    with pytest.raises(DatasetError, match="4 people with times; expected five or more"):
        bench_dynamics(table(tmp_path, 4, n=5))


def test_an_absent_table_is_one_clear_line(tmp_path, capsys):
    assert main(["bench", "dynamics", "--data", str(tmp_path / "none.parquet")]) == 2
    assert "none.parquet" in capsys.readouterr().err
