from datetime import UTC, datetime, timedelta

import pytest

from moodarc.affect import Quadrant
from moodarc.catalog import Correction, CorrectionKind, standing
from moodarc.errors import InputError

AT = datetime(2026, 1, 1, tzinfo=UTC)


def said(track_id, kind, value=None, *, minutes=0):
    at = AT + timedelta(minutes=minutes)
    return Correction(listener="ada", at=at, track_id=track_id, kind=kind, value=value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (CorrectionKind.IS, None),
        (CorrectionKind.IS, (0.1, 0.2)),
        (CorrectionKind.NOT, "gloomy"),
        (CorrectionKind.AT, Quadrant.SAD),
        (CorrectionKind.AT, (0.1,)),
        (CorrectionKind.AT, (1.1, 0.0)),
        (CorrectionKind.AT, (float("nan"), 0.0)),
        (CorrectionKind.UNDO, Quadrant.SAD),
    ],
)
def test_a_value_that_does_not_fit_the_kind_is_refused(kind, value):
    with pytest.raises(InputError, match="expected a quadrant for is and not"):
        said(1, kind, value)


def test_of_one_track_the_newest_stands_and_what_was_taken_back_does_not():
    log = [
        said(2, CorrectionKind.IS, Quadrant.SAD),
        said(1, CorrectionKind.NOT, Quadrant.SAD),
        said(2, CorrectionKind.AT, (0.5, 0.5)),
        said(1, CorrectionKind.UNDO),
        said(3, CorrectionKind.UNDO),
        said(3, CorrectionKind.IS, Quadrant.HAPPY),
    ]
    assert standing(log) == [log[2], log[5]]
    assert standing([]) == []


def test_it_is_told_in_words():
    assert said(1, CorrectionKind.IS, Quadrant.SAD).words == "it is sad"
    assert said(1, CorrectionKind.NOT, Quadrant.SAD).words == "it is not sad"
    assert said(1, CorrectionKind.AT, (0.5, -0.001)).words == "it is at +0.50 +0.00"
    assert said(1, CorrectionKind.UNDO).words == "nothing"
