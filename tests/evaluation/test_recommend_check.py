"""Recommenders compared on made plays whose structure is known."""

import numpy as np
import pytest

from moodarc.catalog import Histories, ItemContent
from moodarc.errors import InputError
from moodarc.evaluation.ranking_figures import by_history, by_target, figure_rows, precision_ceiling
from moodarc.evaluation.ranking_trial import ask
from moodarc.evaluation.recommend_check import Bout, bench_recommend, listeners_affect
from moodarc.metrics import hit_rate_at_n, ndcg_at_n, precision_at_n, recall_at_n
from moodarc.protocols import Trial, leave_last_out
from moodarc.recommend import rank
from moodarc.recommend.simple import Markov, Popularity
from taste_groups import make_known


def bout(**changes) -> Bout:
    known = make_known()
    settings = {
        "data": "made",
        "fingerprint": "0",
        "split": leave_last_out(known.plays),
        "content": known.content,
        "recipes": {"popularity": Popularity(), "markov": Markov()},
        "negatives": np.tile(np.arange(20, dtype=np.int32), (80, 1)),
        "seeds": 2,
    }
    return Bout(**settings | changes)


class Table:
    """Scores that are given."""

    def __init__(self, scores) -> None:
        self.scores = np.asarray(scores, np.float32)

    def score(self, histories: Histories) -> np.ndarray:
        return self.scores[histories.listener]


def some_trial(n=40, n_items=30, seed=0) -> tuple[Trial, np.ndarray]:
    rng = np.random.default_rng(seed)
    items = [rng.permutation(n_items)[: rng.integers(4, 12)] for _ in range(n)]
    heard = [row[3:].tolist() for row in items]
    targets = [row[: rng.integers(1, 4)] for row in items]
    trial = Trial(
        histories=Histories.of(heard, listener=range(n)),
        target=np.concatenate(targets).astype(np.int32),
        history=np.repeat(np.arange(n), [len(row) for row in targets]),
        group=np.arange(n),
    )
    return trial, rng.random((n, n_items))


@pytest.mark.parametrize("repeats", [True, False])
def test_figures_from_places_are_those_of_the_ranked_lists(repeats):
    trial, scores = some_trial()
    (answers,) = ask(Table(scores), trial, negatives=None, repeats=repeats)
    found = by_history(answers.full, trial)
    for row in range(len(trial.histories)):
        heard = trial.histories.take(np.array([row])).item
        ranked = rank(scores[row], 30, exclude=() if repeats else heard)
        wanted = trial.target[trial.history == row]
        assert found["hr10"][row] == hit_rate_at_n(ranked, wanted, 10)
        assert found["p10"][row] == pytest.approx(precision_at_n(ranked, wanted, 10))
        assert found["r20"][row] == pytest.approx(recall_at_n(ranked, wanted, 20))
        assert found["ndcg10"][row] == pytest.approx(ndcg_at_n(ranked, wanted, 10))
        first = min(int(np.flatnonzero(ranked == item)[0]) for item in wanted)
        assert found["mrr20"][row] == pytest.approx(1 / (first + 1) if first < 20 else 0.0)
        np.testing.assert_array_equal(answers.listed[row], ranked[:10])


def test_each_target_among_negatives_has_a_list_of_its_own():
    trial, scores = some_trial()
    rng = np.random.default_rng(4)
    negatives = np.array([rng.permutation(30)[:9] for _ in trial.target], np.int32)
    (answers,) = ask(Table(scores), trial, negatives=negatives, repeats=True)
    found = by_target(answers.sampled)
    for row, (item, others) in enumerate(zip(trial.target, negatives, strict=True)):
        own = scores[trial.history[row]].astype(np.float32)
        place = 1 + (own[others] > own[item]).sum() + 0.5 * (own[others] == own[item]).sum()
        assert found["ndcg10"][row] == pytest.approx(1 / np.log2(1 + place) if place <= 10 else 0)
        assert found["r10"][row] == found["hr10"][row] == (place <= 10)
    assert all((values <= 1.0).all() for values in found.values())


def test_only_candidates_are_listed():
    trial, scores = some_trial()
    allowed = np.arange(30) % 2 == 0
    (answers,) = ask(Table(scores), trial, negatives=None, repeats=True, candidates=allowed)
    assert (answers.listed % 2 == 0).all()


def test_the_ceiling_of_precision_is_that_of_a_list_that_knows():
    trial, _ = some_trial()
    perfect = np.zeros((40, 30))
    perfect[trial.history, trial.target] = 1.0
    (answers,) = ask(Table(perfect), trial, negatives=None, repeats=False)
    assert by_history(answers.full, trial)["p10"].mean() == pytest.approx(precision_ceiling(trial))


def test_rows_tell_models_apart_and_repeat():
    report = bench_recommend(bout())
    again = bench_recommend(bout())
    same = {r.name: r.value for r in again.rows if not r.name.endswith("fit_s")}
    assert {r.name: r.value for r in report.rows if not r.name.endswith("fit_s")} == same
    order = report["recommend.made.full.markov.hr10"]
    chance = report["recommend.made.full.random.hr10"]
    assert order > 0.8 > chance
    assert 0.1 < chance < 0.4  # 10 of 40 items
    assert 0.15 < report["recommend.made.full.random.match_quadrant"] < 0.35  # of four
    matching = "recommend.made.full.markov.match_quadrant"
    assert report[matching] > report["recommend.made.full.popularity.match_quadrant"]
    assert report["recommend.made.full.p10_ceiling"] == pytest.approx(0.1)
    assert report["recommend.made.official.markov.hr10"] >= order


def test_without_content_nothing_is_said_of_emotion():
    names = [row.name for row in bench_recommend(bout(content=None)).rows]
    assert not [name for name in names if "match" in name]


def test_without_official_negatives_as_many_as_99_are_needed():
    with pytest.raises(InputError, match="99 negatives are not to be had"):
        bench_recommend(bout(negatives=None))


def test_a_listeners_affect_is_the_mean_of_what_they_heard():
    content = ItemContent(
        affect=np.array([[0.2, 0.4], [0.6, -0.4], [np.nan, np.nan]], np.float32),
        variance=np.zeros((3, 2), np.float32),
        descriptors=np.empty((3, 0), np.float32),
        artist=np.zeros(3, np.int64),
    )
    found = listeners_affect(Histories.of([[0, 1, 2], [2], []]), content)
    np.testing.assert_allclose(found[0], [0.4, 0.0], atol=1e-7)
    assert np.isnan(found[1:]).all()


def test_intervals_hold_the_mean_and_draw_listeners_whole():
    values = np.repeat([0.0, 1.0], 50)
    (alone,) = figure_rows("x", {"hr10": values}, np.arange(100))
    (whole,) = figure_rows("x", {"hr10": values}, np.repeat(np.arange(4), 25))
    assert alone.low < alone.value == 0.5 < alone.high
    assert whole.high - whole.low > alone.high - alone.low
