"""The bench of the hybrid on made sets, from the files to the tables."""

import csv
import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from tests import situnes_folder
from tests.service_songs import write_parquet

from moodarc.errors import InputError
from moodarc.evaluation import hybrid_figures
from moodarc.evaluation.hybrid_check import LAMBDAS, SHIPPED, bench_hybrid
from moodarc.evaluation.hybrid_data import HybridWish, contest_of
from moodarc.evaluation.hybrid_plot import hybrid_svg, write_hybrid_plot
from moodarc.evaluation.hybrid_table import hybrid_table
from moodarc.recommend.emotion import EmotionDriven
from moodarc.recommend.neighbours import ItemKNN
from moodarc.recommend.simple import Popularity

N_SONGS = 240
QUICK = {"popularity": Popularity(), "item_knn": ItemKNN(), "emotion": EmotionDriven()}


@pytest.fixture(scope="module", autouse=True)
def few_draws():
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hybrid_figures, "_RESAMPLES", 30)
        yield


def write_set(folder):
    """SiTunes with more tracks than a list has."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(situnes_folder, "TRACKS", 40)
        return situnes_folder.write_situnes(folder, listeners=12, each=7)


@pytest.fixture(scope="module")
def situnes(tmp_path_factory):
    folder = write_set(tmp_path_factory.mktemp("set") / "situnes")
    return replace(contest_of(HybridWish(data=folder)), recipes=QUICK)


@pytest.fixture(scope="module")
def report(situnes):
    return bench_hybrid(situnes, seeds=2)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Listeners who keep to the songs of one quadrant; every third song has no emotion."""
    folder, rng = tmp_path_factory.mktemp("tables"), np.random.default_rng(0)
    mood = np.arange(N_SONGS) % 4
    signs = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])[mood]
    songs = [
        {
            "MSD_sng_id": f"SO{number:04}",
            "valence": float(signs[number, 0] * rng.uniform(0.4, 1.5)),
            "arousal": float(signs[number, 1] * rng.uniform(0.4, 1.5)),
            "artist_key": f"artist {number // 4}",
            "track_key": f"song {number}",
            "track_name": f"Song {number}",
        }
        for number in range(N_SONGS)
        if number % 3
    ]
    plays = [
        {"user": f"u{who}", "song_id": f"SO{song:04}", "plays": int(rng.integers(1, 9))}
        for who in range(60)
        for song in rng.choice(np.flatnonzero(mood == who % 4), 24, replace=False)
    ]
    taste = write_parquet(folder / "taste_profile.parquet", plays)
    return HybridWish(data=taste, content=write_parquet(folder / "mood.parquet", songs))


@pytest.fixture(scope="module")
def taste(tables):
    return replace(contest_of(tables), recipes={**QUICK, "emotion": EmotionDriven(half_life=99.0)})


@pytest.fixture(scope="module")
def taste_report(taste):
    return bench_hybrid(taste, seeds=1)


def test_a_moment_of_situnes_knows_its_past_and_nothing_of_what_comes(situnes):
    for moments in (situnes.validation, situnes.test):
        assert (moments.liked == (moments.value >= 3)).all()
        for row, item in zip(moments.row, moments.item, strict=True):
            history = moments.histories.take(np.array([row]))
            assert moments.left_out[row, history.item].all()
            assert moments.left_out[row].sum() <= 6
            assert 0 <= item < situnes.known.plays.n_items
    last = dict(zip(situnes.test.listener, situnes.test.at_s, strict=True))
    for who, at in zip(situnes.validation.listener, situnes.validation.at_s, strict=True):
        assert at < last[who]
    learned = situnes.known.plays
    for who, at in zip(learned.listener, learned.at_s, strict=True):
        assert at < last[who] - 7200  # the record between is the validation
    assert (learned.weight >= 3).all()
    assert len(situnes.known.context) == len(learned)


def test_the_mood_after_a_track_is_never_looked_at(situnes, report, tmp_path):
    other = write_set(tmp_path / "other")
    table = other / "Stage2" / "interactions.csv"
    with table.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    place = header.index("emo_post_valence")
    for line in lines:
        line[place : place + 2] = ["-0.5", "0.25"]
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *lines])
    changed = replace(contest_of(HybridWish(data=other)), recipes=QUICK)
    told, again = (
        {row.name: row.value for row in one.rows if "_ms" not in row.name}
        for one in (report, bench_hybrid(changed, seeds=2))
    )
    assert told == again
    assert changed.recipes == situnes.recipes


def test_the_table_of_situnes_has_all_that_lin_10_to_12_ask_for(report, check_report):
    check_report(json.loads(report.to_json()))
    names = [row.name for row in report.rows]
    assert len(set(names)) == len(names)
    for model in ("random", *QUICK, "hybrid", "hybrid_shipped"):
        for figure in ("rmse", "match_quadrant", "match_soft", "p10", "map10", "latency_ms"):
            assert f"hybrid.situnes.{model}.{figure}" in names
    assert report["hybrid.situnes.lists"] == 12
    assert report["hybrid.situnes.p10_ceiling"] == pytest.approx(0.1)
    assert report["hybrid.situnes.emotion.match_soft"] > report["hybrid.situnes.random.match_soft"]
    assert report["hybrid.situnes.lambda.balanced"] in LAMBDAS
    assert report["hybrid.situnes.lambda.shipped"] == SHIPPED
    assert "hybrid.situnes.ablation.no_dynamics.ndcg10" in names
    assert "hybrid.situnes.time.01.valence" in names


def test_ablations_are_the_parts_alone(report):
    for figure in ("match_soft", "ndcg10", "rmse"):
        own = "hybrid.situnes.ablation"
        assert report[f"{own}.no_emotion.{figure}"] == report[f"hybrid.situnes.item_knn.{figure}"]
        assert report[f"{own}.no_hybrid.{figure}"] == report[f"hybrid.situnes.emotion.{figure}"]
        assert report[f"{own}.full.{figure}"] == report[f"hybrid.situnes.hybrid.{figure}"]
    gap = report[f"{own}.full.match_soft"] - report[f"{own}.no_hybrid.match_soft"]
    assert report[f"{own}.full_less_no_hybrid.match_soft"] == pytest.approx(gap)


def test_only_songs_of_known_emotion_are_asked_for_in_taste_profile(taste):
    felt = taste.known.content.felt
    assert 0.6 < felt.mean() < 0.7
    for moments in (taste.validation, taste.test):
        assert moments.left_out[:, ~felt].all()
        assert felt[moments.item].all()
        assert not moments.left_out[moments.row, moments.item].any()
        assert moments.home is None
    rows = taste.test.row
    assert (np.diff(rows) >= 0).all()
    assert rows[0] == 0
    learned = set(zip(taste.known.plays.listener, taste.known.plays.item, strict=True))
    asked = set(zip(taste.test.listener[rows], taste.test.item, strict=True))
    assert not learned & asked


def test_where_taste_is_one_of_quadrants_the_hybrid_matches_and_finds(taste_report, check_report):
    report = taste_report
    check_report(json.loads(report.to_json()))
    own = "hybrid.taste_profile"
    chance = report[f"{own}.random.match_quadrant"]
    assert 0.1 < chance < 0.4
    assert report[f"{own}.emotion.match_quadrant"] > 0.9
    assert report[f"{own}.hybrid.ndcg10"] > 2.0 * report[f"{own}.random.ndcg10"]
    names = [row.name for row in report.rows]
    assert not [name for name in names if ".time." in name or "no_dynamics" in name]


def test_plays_alone_say_nothing_of_emotion(tables):
    with pytest.raises(InputError, match="give Deezer's --content"):
        contest_of(replace(tables, content=None))


def test_tables_have_a_line_a_model_beside_what_is_claimed(report):
    words = hybrid_table(report)
    lines = [line for line in words.splitlines() if line.startswith("| ")]
    for start in ("| random", "| B CF", "| E emotion-driven", "| F hybrid", "| no dynamics"):
        assert any(line.startswith(start) for line in lines)
    (claim,) = [line for line in lines if line.startswith("| F, claimed")]
    assert claim.split("|")[2:5] == [" 0.62 ", " 0.82 ", "  "]
    assert sum(line.startswith("| lambda_") for line in lines) == len(LAMBDAS)


def test_the_drawing_is_sound_with_and_without_times(report, taste_report, tmp_path):
    for told, curves in ((report, 6), (taste_report, 0)):
        drawn = ET.fromstring(hybrid_svg(told))  # noqa: S314 - our own drawing
        assert len(drawn.findall("{*}polyline")) == curves
    with pytest.raises(InputError, match="give another --plot FILE"):
        write_hybrid_plot(tmp_path / "absent" / "a.svg", report)
