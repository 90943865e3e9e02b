import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from tests.shared import shared_data
from tests.situnes_folder import write_situnes

from moodarc.datasets import load_situnes
from moodarc.errors import InputError
from moodarc.evaluation import felt_response_check
from moodarc.evaluation.felt_genres_plot import genre_changes_svg, write_genre_changes
from moodarc.evaluation.felt_music import expressed_by, service_affect
from moodarc.evaluation.felt_response_check import bench_felt_response, heard_of, unseen
from moodarc.evaluation.felt_response_ways import WAYS, Heard, online
from moodarc.listener import FeltResponse


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("set") / "situnes"
    return write_situnes(where, listeners=6, each=15, online=4)


@pytest.fixture(scope="module")
def heard(folder):
    data = load_situnes(folder)
    return heard_of(data.everyday, data.music)


@pytest.fixture(scope="module")
def report(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(felt_response_check, "_RESAMPLES", 20)
        return bench_felt_response(folder)


def test_the_way_back_is_found_and_told_better_than_persistence(report, check_report):
    check_report(json.loads(report.to_json()))
    for axis in ("valence", "arousal"):
        stem = f"felt_response.{axis}"
        assert report[f"{stem}.online.mae"] < 0.8 * report[f"{stem}.persistence.mae"]
        assert report[f"{stem}.online.r"] > 0.7
        assert 0.8 < report[f"{stem}.online.within_90"] <= 1.0
    assert report["felt_response.records"] == 90
    assert report["felt_response.stage3.records"] == 24
    assert 0.0 < report["felt_response.stage3.valence.shipped.mae"] < 1.0


def test_the_change_by_genre_is_the_mean_change(report, folder):
    stage = load_situnes(folder).everyday
    told = report["felt_response.genre.pop.valence"]
    assert told == pytest.approx((stage.after - stage.before)[:, 0].mean())
    assert report["felt_response.genre.pop.n"] == 90


def test_the_drawing_is_svg_with_a_mark_for_each_genre_and_axis(report, tmp_path):
    root = ET.fromstring(genre_changes_svg(report))  # noqa: S314 - our own
    assert len(root.findall(".//{*}circle")) == 2
    write_genre_changes(tmp_path / "g.svg", report)
    with pytest.raises(InputError, match="another --plot"):
        write_genre_changes(tmp_path / "absent" / "g.svg", report)


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_listening_s_own_outcome_and_later_ones_reach_no_prediction(heard, way):
    listenings = heard.listenings
    who = listenings.listeners[0]
    theirs = np.flatnonzero(listenings.listeners == who)
    theirs = theirs[np.argsort(listenings.at_s[theirs])]
    after = listenings.after.copy()
    after[theirs[7:]] = -after[theirs[7:]] + 0.05
    spoilt = Heard(replace(listenings, after=after), heard.expressed)
    told, again = (unseen(each, way, seed=0) for each in (heard, spoilt))
    np.testing.assert_array_equal(told.mean[theirs[:8]], again.mean[theirs[:8]])
    np.testing.assert_array_equal(told.variance[theirs[:8]], again.variance[theirs[:8]])


def test_online_is_the_response_updated_listening_by_listening(heard):
    response = heard.fit().response
    told = online(response, heard)
    listenings = heard.listenings
    theirs = np.flatnonzero(listenings.listeners == 3)
    theirs = theirs[np.argsort(listenings.at_s[theirs])]
    past, last = theirs[:-1], theirs[-1]
    known = response.updated(listenings.before[past], heard.expressed[past], listenings.after[past])
    expected = known.predict(listenings.before[last], heard.expressed[last])
    np.testing.assert_allclose(told.mean[last], expected.mean)
    np.testing.assert_allclose(told.variance[last], expected.variance)


def test_what_tracks_express_is_read_from_genre_and_sound_alone(folder):
    music = load_situnes(folder).music
    tracks = np.array([1, 5, 5, 999])
    told = expressed_by(music, tracks)
    other = replace(music, service=np.random.default_rng(0).random(music.service.shape))
    np.testing.assert_array_equal(told, expressed_by(other, tracks))
    assert told[3].tolist() == [0.0, 0.0]
    assert (service_affect(music, tracks)[3] == 0.0).all()
    assert np.abs(told).max() <= 1.0


@pytest.mark.shared_data
def test_the_shipped_response_is_that_of_the_real_second_stage():
    data = load_situnes(shared_data("situnes"))
    people = heard_of(data.everyday, data.music).fit()
    shipped = FeltResponse.shipped()
    np.testing.assert_allclose(people.response.mean, shipped.mean, atol=1e-6)
    np.testing.assert_allclose(people.response.covariance, shipped.covariance, atol=1e-6)
