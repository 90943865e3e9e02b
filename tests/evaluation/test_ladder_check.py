"""The ladder runs from rung to rung; what it finds is a matter of the bench, not of a test."""

import json

import jsonschema
import numpy as np
import pytest
from tests.report_schema import REPORT

from moodarc.evaluation.ladder_check import RUNGS, LadderWish, bench_ladder, ladder_rows
from moodarc.evaluation.simulation import MadeLibraryConfig


def test_rows_of_made_listeners_by_strength_and_rung():
    wish = LadderWish(
        strengths=(0.0, 1.0),
        learners=10,
        asked=30,
        library=MadeLibraryConfig(n=30),
        epochs=1,
        seeds=1,
    )
    report = bench_ladder(wish)
    names = {row.name for row in report.rows}
    jsonschema.validate(json.loads(report.to_json()), REPORT)
    for rung in RUNGS:
        assert f"simulation.ladder.s000.{rung}.ndcg10" in names
        assert f"simulation.ladder.s100.{rung}.ndcg10" in names
    assert "simulation.ladder.s100.affect.recovered" in names
    assert not any(".s000." in name and name.endswith(".recovered") for name in names)


def test_a_gain_is_paired_and_its_share_is_of_what_emotion_is_worth():
    gains = {
        "none": np.array([0.0, 0.2, 0.1, 0.3]),
        "affect": np.array([0.1, 0.3, 0.2, 0.4]),
        "ceiling": np.array([0.5, 0.6, 0.5, 0.6]),
        "blind": np.array([0.1, 0.2, 0.1, 0.2]),
    }
    rows = {r.name: r for r in ladder_rows("x", gains, np.arange(4), seed=0)}
    gain = rows["x.affect.gain"]
    assert (gain.value, gain.low, gain.high) == pytest.approx((0.1, 0.1, 0.1))
    assert rows["x.affect.recovered"].value == pytest.approx(0.25)
    assert "x.none.gain" not in rows
