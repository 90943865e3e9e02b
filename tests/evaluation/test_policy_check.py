"""SIMULATION: the bench of policies on very few people."""

import json

import jsonschema
import numpy as np
import pytest
from tests.report_schema import REPORT
from tests.situnes_folder import write_situnes

from moodarc.errors import InputError
from moodarc.evaluation.off_policy_check import OffPolicyTrial, off_policy_rows
from moodarc.evaluation.policy_check import FIGURES, PolicyWish, bench_policies
from moodarc.evaluation.simulation import MadeLibraryConfig

FEW = {"listeners": 10, "sessions": 1, "minutes": 12.0, "library": MadeLibraryConfig(n=40)}


@pytest.fixture(scope="module")
def report():
    wish = PolicyWish(policies=("random", "popularity", "match", "hybrid"), **FEW)
    return bench_policies(wish)


def test_every_row_is_called_a_simulation(report):
    assert all(row.name.startswith("simulation.") for row in report.rows)
    assert "SIMULATION" in report.data
    jsonschema.validate(json.loads(report.to_json()), REPORT)


def test_each_policy_has_every_figure_and_its_difference_from_the_hybrid(report):
    for figure in FIGURES:
        own, hybrid = report[f"simulation.random.{figure}"], report[f"simulation.hybrid.{figure}"]
        difference = report[f"simulation.random.minus_hybrid.{figure}"]
        assert difference == pytest.approx(own - hybrid)


def test_figures_lie_in_their_ranges(report):
    for name in ("random", "hybrid"):
        for share in ("near", "reached", "skip_rate"):
            assert 0.0 <= report[f"simulation.{name}.{share}"] <= 1.0
        assert 0.0 < report[f"simulation.{name}.minutes_to_goal"] <= 12.0 + 6.0


def test_an_unknown_policy_is_named():
    with pytest.raises(InputError, match="policy magic; expected some of random, popularity"):
        bench_policies(PolicyWish(policies=("magic",), **FEW))


def test_with_data_what_was_fitted_is_shown(tmp_path):
    write_situnes(tmp_path)
    wish = PolicyWish(policies=("random",), data=tmp_path, **FEW)
    told = bench_policies(wish)
    assert 0.0 <= told["simulation.fit.skipped"] <= 1.0
    assert told["simulation.fit.reading_noise.valence"] >= 0.0


def test_estimates_from_logs_hold_the_truth_where_the_naive_mean_does_not():
    """Those who have more to gain get the arm more often, and gain more from anything."""
    rng = np.random.default_rng(0)
    context = rng.standard_normal(100)
    reward = {"ours": context + 0.2 * rng.standard_normal(100), "theirs": 0.5 * context}
    rows = off_policy_rows(
        reward, context, "ours", trial=OffPolicyTrial(logs=30, resamples=80, steepness=0.7)
    )
    told = {row.name.removeprefix("simulation.off_policy."): row.value for row in rows}
    assert told["naive.bias"] > 0.2
    assert told["naive.coverage"] < 0.6
    for name in ("ips", "snips", "doubly_robust"):
        assert abs(told[f"{name}.bias"]) < 0.1
        assert told[f"{name}.coverage"] >= 0.75
    assert told["doubly_robust.width"] < told["ips.width"]
    assert 20.0 < told["effective_sample_size"] < 100.0
