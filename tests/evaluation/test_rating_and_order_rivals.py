"""Benches of factor models on small made plays."""

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from moodarc.catalog import Interactions
from moodarc.datasets import load_plays
from moodarc.evaluation import bpr_check, bpr_rivals, rating_rivals, ratings_check
from moodarc.evaluation.bpr_check import bench_bpr
from moodarc.evaluation.ratings_check import bench_ratings, split_ratings
from moodarc.metrics import roc_auc
from moodarc.recommend.factors import SVDpp

SETTINGS = (SVDpp(factors=4, epochs=4, batch_size=20, penalty=3.0, rating="as_is"),)


@pytest.fixture
def hetrec(tmp_path):
    """40 people who each play 15 of 30 artists of their own half more."""
    rng = np.random.default_rng(0)
    rows = []
    for user in range(40):
        likes = np.where(np.arange(30) % 2 == user % 2, 6.0, 1.0)
        for artist in rng.choice(30, 15, replace=False, p=likes / likes.sum()):
            plays = int(np.exp(rng.normal(3 + 0.4 * likes[artist], 0.5))) + 1
            rows.append({"userID": user, "artistID": int(artist), "weight": plays, "artist": "x"})
    table = tmp_path / "hetrec_user_artists.parquet"
    pq.write_table(pa.Table.from_pylist(rows), table)
    return table


def test_ratings_are_foretold_better_than_by_their_mean(hetrec, check_report):
    report = bench_ratings(hetrec, settings=SETTINGS)
    check_report(json.loads(report.to_json()))
    assert report["ratings.svdpp.rmse"] < report["ratings.mean.rmse"]


def test_rivals_are_measured_on_the_same_splits(hetrec):
    pytest.importorskip("surprise")
    report = bench_ratings(hetrec, settings=SETTINGS)
    for name in ("surprise_svd", "surprise_svdpp"):
        less = report["ratings.svdpp.rmse"] - report[f"ratings.{name}.rmse"]
        assert report[f"ratings.svdpp_less_{name}.rmse"] == pytest.approx(less)


def test_rivals_that_are_not_installed_have_no_rows(hetrec, monkeypatch):
    monkeypatch.setattr(ratings_check, "surprise_is_there", lambda: False)
    monkeypatch.setattr(bpr_check, "rivals_there", dict)
    reports = bench_ratings(hetrec, settings=SETTINGS), bench_bpr(hetrec, epochs=2)
    names = [row.name for report in reports for row in report.rows]
    assert not [name for name in names if "surprise" in name or "implicit" in name]


def test_the_better_setting_is_selected(hetrec):
    plays = load_plays(hetrec).interactions
    ratings = replace(plays, weight=np.log1p(plays.weight))
    useless = SVDpp(factors=2, penalty=1e9, listener_penalty=1e9, item_penalty=1e9, rating="as_is")
    assert ratings_check._selected(ratings, (useless, *SETTINGS), 0) == SETTINGS[0]


def test_a_split_loses_nothing():
    ratings = Interactions.of(np.arange(100) % 9, np.arange(100))
    train, held = split_ratings(ratings, 0.2, np.random.default_rng(0))
    assert sorted([*train.item, *held.item]) == list(range(100))


def test_the_area_is_that_of_the_roc():
    rng = np.random.default_rng(0)
    scores = rng.integers(0, 9, (5, 30)).astype(np.float32)
    kinds = rng.integers(0, 4, (5, 30))
    kinds[4] = 0
    found = bpr_check.auc_by_listener(scores, kinds == 1, kinds == 2)
    for row in range(4):
        asked = kinds[row] != 1
        expected = roc_auc(kinds[row][asked] == 2, scores[row][asked])
        assert found[row] == pytest.approx(expected)
    assert np.isnan(found[4])


def test_order_is_learned_beside_others(hetrec, check_report):
    report = bench_bpr(hetrec, epochs=5)
    check_report(json.loads(report.to_json()))
    assert report["bpr.bpr.auc"] > 0.55
    for name in bpr_rivals.rivals_there():
        assert report[f"bpr.{name}.auc"] > 0.4
        assert report[f"bpr.{name}.epoch_s"] > 0.0


def test_what_is_installed_is_found_by_name():
    assert set(bpr_rivals.rivals_there()) <= set(bpr_rivals.RIVALS)
    assert isinstance(rating_rivals.surprise_is_there(), bool)
