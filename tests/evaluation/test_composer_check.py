import json

import numpy as np
import pytest

from moodarc.evaluation import composer_check
from moodarc.evaluation.composer_check import bench_composer
from moodarc.library import builtin
from moodarc.library.composer import builtin_pieces
from moodarc.metrics import spearman


@pytest.fixture(scope="module")
def eight_pieces():
    return builtin_pieces()[::6]


@pytest.fixture(scope="module")
def report(eight_pieces, here):
    with pytest.MonkeyPatch.context() as patch:
        for module in (composer_check, builtin):
            patch.setattr(module, "builtin_pieces", lambda: eight_pieces)
        return bench_composer(here)


def test_the_report_is_of_the_one_form(report, check_report):
    check_report(json.loads(report.to_json()))
    assert [row.name for row in report.rows] == [
        "composer.valence_spearman",
        "composer.arousal_spearman",
        "composer.loudness_arousal_spearman",
        "composer.tempo_accuracy",
        "composer.tempo_accuracy_octave",
        "composer.key_accuracy",
    ]


def test_loudness_follows_the_arousal_that_was_meant(report):
    """The composer's own rule: the row says what a level meter would reach."""
    assert report["composer.loudness_arousal_spearman"] > 0.8


def test_most_tempi_are_told_up_to_an_octave(report):
    assert report["composer.tempo_accuracy_octave"] >= 0.5
    assert report["composer.tempo_accuracy"] <= report["composer.tempo_accuracy_octave"]


def test_livelier_pieces_are_heard_as_livelier(report):
    assert report["composer.arousal_spearman"] > 0.0


def test_rows_that_are_scored_by_the_score(eight_pieces):
    """An analysis that repeats the score is right in all; one that is a tritone off in no key."""

    class Told:
        def __init__(self, piece, steps):
            self.descriptors = self
            self.tempo_bpm, self.mode = piece.tempo_bpm * 2, piece.mode
            self.key = (piece.key + steps) % 12

    for steps, accuracy in ((0, 1.0), (6, 0.0)):
        told = [Told(piece, steps) for piece in eight_pieces]
        rows = {row.name: row.value for row in composer_check._score_rows(eight_pieces, told)}
        assert rows["composer.key_accuracy"] == accuracy
        assert rows["composer.tempo_accuracy"] == 0.0
        assert rows["composer.tempo_accuracy_octave"] == 1.0


def test_a_correlation_row_holds_the_rank_correlation():
    rng = np.random.default_rng(0)
    meant, heard = rng.normal(size=20), rng.normal(size=20)
    row = composer_check._correlation("composer.x", meant, heard)
    assert row.value == pytest.approx(spearman(meant, heard))
    assert row.low <= row.value <= row.high
