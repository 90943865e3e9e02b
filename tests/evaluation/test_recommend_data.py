"""Which split the data allow, who competes, and what a cold bout hides."""

from dataclasses import replace

import numpy as np
import pytest
from tests.play_files import write_lines

from moodarc.catalog import Interactions
from moodarc.datasets import Plays
from moodarc.errors import InputError
from moodarc.evaluation import recommend_data
from moodarc.evaluation.recipe_epochs import for_epochs, shortened
from moodarc.evaluation.recommend_check import bench_recommend
from moodarc.evaluation.recommend_data import (
    Wish,
    bench_wish,
    chosen_recipes,
    name_of,
    prepared,
    split_name,
)
from moodarc.evaluation.recommend_table import markdown_table
from moodarc.recommend.learners import LEARNERS
from taste_groups import make_known


def plays() -> Plays:
    known = make_known()
    return Plays(kind="table", interactions=known.plays, repeats=True, content=known.content)


def without(**columns) -> Plays:
    made = plays()
    return replace(made, interactions=replace(made.interactions, **columns))


def test_the_split_is_the_first_that_the_data_allow():
    sessions = np.arange(len(plays().interactions))
    assert split_name(without(session=sessions), "auto") == "sessions"
    assert split_name(plays(), "auto") == "last"
    assert split_name(without(at_s=None), "auto") == "share"
    assert split_name(plays(), "share") == "share"


def test_a_log_split_by_last_plays_is_narrowed_as_em_9_says():
    whole = make_known(30, length=60).plays
    listener = np.concatenate([whole.listener, np.full(40, 30)])  # who plays each song but once
    item = np.concatenate([whole.item, np.arange(40)])
    both = Interactions.of(listener, item, at_s=np.arange(len(item)))
    kept = prepared(replace(plays(), interactions=both), "last").interactions
    assert kept.listeners.tolist() == list(range(30))
    assert np.bincount(kept.item).min() >= 20


def test_ratings_are_not_narrowed():
    made = without(weight=np.full(80 * 14, 3.5, np.float32))
    assert prepared(made, "last") is made


def test_a_share_is_taken_of_summed_plays():
    found = prepared(plays(), "share").interactions
    assert found.matrix().nnz == len(found)
    assert found.weight.sum() == len(plays().interactions)


def test_all_learners_compete_unless_some_are_named():
    assert list(chosen_recipes(None)) == list(LEARNERS)
    assert list(chosen_recipes(["ease", "markov"])) == ["ease", "markov"]
    paper = chosen_recipes(["gru4rec"], preset="paper")["gru4rec"]
    assert paper == LEARNERS["gru4rec"].paper()


def test_epochs_are_cut_but_never_added():
    recipe = LEARNERS["gru4rec"]()
    assert shortened(recipe, 2).training.epochs == 2
    assert shortened(recipe, 10_000) == shortened(recipe, None) == recipe
    assert shortened(LEARNERS["ease"](), 2) == LEARNERS["ease"]()
    exact = for_epochs(recipe, 3).training
    assert (exact.ends_after, exact.epochs) == (3, recipe.training.epochs)
    assert exact.patience_epochs is None


def test_a_table_is_named_by_its_file_and_a_set_by_itself(tmp_path):
    assert name_of(plays(), tmp_path / "mine.2024.csv") == "mine"
    assert name_of(replace(plays(), kind="hetrec"), tmp_path / "x.dat") == "hetrec"


@pytest.fixture
def songs(tmp_path):
    """A Taste Profile in its parquet's columns, as a table, beside Deezer's songs of it."""
    rng = np.random.default_rng(0)
    who, what = np.nonzero(rng.random((60, 40)) < 0.4)
    rows = [f"u{a},s{b},1" for a, b in zip(who, what, strict=True)]
    return write_lines(tmp_path / "plays.csv", ["user,item,plays", *rows])


def test_cold_items_need_content(songs):
    wish = Wish(data=songs, protocols=("cold",), models=("popularity",), seeds=1)
    with pytest.raises(InputError, match="nothing is known of the items"):
        bench_wish(wish)


def test_only_the_protocols_asked_for_are_told(songs):
    wish = Wish(data=songs, protocols=("full",), models=("popularity", "ease"), seeds=1)
    report = bench_wish(wish)
    protocols = {row.name.split(".")[2] for row in report.rows}
    assert protocols == {"full"}
    table = markdown_table(report)
    assert table.count("| popularity |") == 1
    assert "| model | hr10 |" in table


def test_a_cold_bout_asks_for_hidden_items_alone_and_has_rows_of_its_own(tmp_path):
    file = tmp_path / "full.csv"  # a name that is a protocol's must hide nothing
    file.write_text("user,item\n", encoding="utf-8")
    wish = Wish(data=file, protocols=("full", "cold"), split="share", seeds=1)
    recipes = chosen_recipes(["popularity", "content"])
    (whole,), (cold,) = recommend_data._bouts(wish, long_plays(), recipes)
    assert cold.candidates.sum() == 4  # a tenth of 40
    assert not cold.candidates[cold.split.all_known.item].any()
    rows = [row.name for bout in (whole, cold) for row in bench_recommend(bout).rows]
    assert len(rows) == len(set(rows))
    assert {"recommend.full.cold.p10_ceiling", "recommend.full.cold.content.hr10"} <= set(rows)


def test_seeds_draw_other_hidden_items_which_are_pooled(tmp_path):
    wish = Wish(data=tmp_path / "made.csv", protocols=("cold",), split="share", seeds=3)
    (draws,) = recommend_data._bouts(wish, long_plays(), chosen_recipes(["content"]))
    assert len({tuple(np.flatnonzero(bout.candidates)) for bout in draws}) == 3
    assert [(bout.seeds, bout.first_seed) for bout in draws] == [(1, 0), (1, 1), (1, 2)]
    name = "recommend.made.cold.content.hr10"
    each = [bench_recommend(bout)[name] for bout in draws]
    asked = [len(bout.split.test.histories) for bout in draws]
    assert bench_recommend(*draws)[name] == pytest.approx(np.average(each, weights=asked))


def test_pairs_with_and_without_emotion_have_a_difference(tmp_path):
    wish = Wish(data=tmp_path / "made.csv", protocols=("full",), split="share", seeds=1)
    recipes = chosen_recipes(["fm", "fm_plain"], epochs=1)
    ((bout,),) = recommend_data._bouts(wish, long_plays(), recipes)
    report = bench_recommend(bout)
    one, other, less = (
        report[f"recommend.made.full.{name}.ndcg10"]
        for name in ("fm", "fm_plain", "fm_less_fm_plain")
    )
    assert less == pytest.approx(one - other)


def test_plays_without_order_and_oracles_are_cautioned_about():
    recipes = chosen_recipes(["ease", "bilstm", "bilstm_oracle"])
    caution, oracle = recommend_data._cautions(plays(), "share", recipes)
    assert "no order in time: bilstm, bilstm_oracle" in caution
    assert "upper bound" in oracle
    assert recommend_data._cautions(plays(), "last", chosen_recipes(["ease", "bilstm"])) == []


def long_plays() -> Plays:
    """Everybody plays most of their group's songs and some strays."""
    known = make_known(60, length=60)
    return Plays(kind="table", interactions=known.plays, repeats=True, content=known.content)
