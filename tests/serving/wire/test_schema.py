"""A record that is made without a check is the one that is made with it."""

from hypothesis import given
from hypothesis import strategies as st

from moodarc.serving.wire.affect import Point
from moodarc.serving.wire.decision import Reason
from moodarc.serving.wire.session import TellPong

_UNIT = st.floats(-1.0, 1.0)


@given(name=st.text(), value=_UNIT, text=st.text())
def test_what_is_made_equals_what_is_checked(name: str, value: float, text: str) -> None:
    made = Reason.made(text=text, name=name, value=value)

    assert made == Reason(name=name, value=value, text=text)
    assert made.model_fields_set == {"name", "value", "text"}
    assert Reason.model_validate_json(made.model_dump_json()) == made


def test_a_field_that_is_left_out_has_its_default() -> None:
    assert TellPong.made(n=3) == TellPong(n=3)
    assert TellPong.made(n=3).model_dump()["type"] == "pong"


@given(valence=_UNIT, arousal=_UNIT)
def test_a_made_record_can_be_copied_with_another_value(valence: float, arousal: float) -> None:
    made = Point.made(valence=0.0, arousal=arousal)

    assert made.model_copy(update={"valence": valence}) == Point(valence=valence, arousal=arousal)
