import pytest

from moodarc.affect import Goal, GoalKind, Intent


@pytest.mark.parametrize(
    ("kind", "intent"),
    [
        ("match", Intent.MODULATE),
        ("follow", Intent.MODULATE),
        ("lift", Intent.ENHANCE),
        ("calm", Intent.ENHANCE),
        ("energise", Intent.ENHANCE),
        ("point", Intent.ENHANCE),
    ],
)
def test_only_match_and_follow_stay_with_the_feeling(kind, intent):
    assert GoalKind(kind).intent is intent


def test_a_goal_may_have_no_end():
    assert Goal(GoalKind.MATCH).target is None
