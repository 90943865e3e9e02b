"""SIMULATION: emotion in made plays is there by as much as was put in."""

import numpy as np
import pytest

from moodarc.evaluation.ranking_figures import by_target
from moodarc.evaluation.simulation import MadeLibraryConfig, made_library, planted_plays
from moodarc.protocols import place_in_catalogue

LIBRARY = made_library(MadeLibraryConfig(n=60), seed=1)


def plays(strength, n=150):
    return planted_plays(LIBRARY, n, strength, seed=4)


def worth(strength):
    """NDCG@10 that the feeling adds for one who knows everything else."""
    made = plays(strength, n=800)
    cases, step = made.cases(seed=0, smoothed=False)
    known = made.ceiling(LIBRARY, step), made.blind(LIBRARY, step)
    found = [by_target(place_in_catalogue(s, cases.target, None))["ndcg10"] for s in known]
    return float((found[0] - found[1]).mean())


def test_at_strength_0_the_feeling_is_worth_nothing_and_then_ever_more():
    none, half, full = worth(0.0), worth(0.5), worth(1.0)
    assert none == pytest.approx(0.0, abs=1e-9)
    assert none + 0.02 < half < full


def test_the_same_people_feel_the_same_whatever_the_strength():
    one, other = plays(0.0), plays(1.0)
    assert (one.felt == other.felt).all()
    assert (one.said == other.said).all()
    assert not (one.items == other.items).all()


def test_with_emotion_what_is_played_lies_nearer_to_what_is_felt():
    def gap(made):
        return np.linalg.norm(LIBRARY.affect[made.items] - made.felt, axis=2).mean()

    assert gap(plays(1.0)) < gap(plays(0.5)) < gap(plays(0.0))


def test_the_belief_is_nearer_to_the_feeling_than_a_reading():
    made = plays(0.0)
    off = [np.sqrt(((x - made.felt) ** 2).mean()) for x in (made.said, made.believed)]
    assert off[1] < 0.8 * off[0]


def test_questions_hold_what_came_before_and_how_it_felt_then():
    made = plays(1.0)
    cases, step = made.cases(seed=0, smoothed=False)
    assert cases.histories.lengths().tolist() == step.tolist()
    for row in (0, 7):
        start = cases.histories.starts[row]
        heard = cases.histories.item[start : start + step[row]]
        assert heard.tolist() == made.items[row, : step[row]].tolist()
        assert cases.target[row] == made.items[row, step[row]]
        told = cases.histories.feelings.mean[row, :2]
        assert told == pytest.approx(made.said[row, step[row]], abs=1e-6)
