"""Corrections are appended, and the newest of each track stands."""

from datetime import UTC, datetime, timedelta

import pytest

from moodarc.affect import Quadrant
from moodarc.catalog import Correction, CorrectionKind
from moodarc.errors import UnknownListenerError, UnknownTrackError

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def said(track_id, kind, value=None, *, minutes=0, listener="ada"):
    at = AT + timedelta(minutes=minutes)
    return Correction(listener=listener, at=at, track_id=track_id, kind=kind, value=value)


@pytest.fixture
def library(store, records):
    store.tracks.place([records.placement(f"/m/{i}", content=str(i)) for i in (1, 2, 3)])
    for name in ("ada", "bob"):
        store.listeners.ensure(name)
    return store


def test_each_kind_comes_back_as_it_went_in_by_time(library):
    log = [
        said(1, CorrectionKind.IS, Quadrant.PEACEFUL),
        said(2, CorrectionKind.NOT, Quadrant.SAD, minutes=1),
        said(3, CorrectionKind.AT, (0.1, -1.0), minutes=2),
        said(1, CorrectionKind.UNDO, minutes=3),
    ]
    for one in reversed(log):
        library.corrections.add(one)
    assert library.corrections.of("ada") == log
    assert library.corrections.standing("ada") == log[1:3]


def test_of_two_at_one_time_the_later_row_stands(library):
    for quadrant in (Quadrant.SAD, Quadrant.HAPPY):
        library.corrections.add(said(1, CorrectionKind.IS, quadrant))
    assert [one.value for one in library.corrections.standing("ada")] == [Quadrant.HAPPY]


def test_listeners_correct_for_themselves(library):
    library.corrections.add(said(1, CorrectionKind.IS, Quadrant.SAD))
    assert library.corrections.standing("bob") == []


def test_nobody_has_corrected_nothing_and_has_no_log(library):
    assert library.corrections.standing("eve") == []
    with pytest.raises(UnknownListenerError):
        library.corrections.of("eve")
    with pytest.raises(UnknownListenerError):
        library.corrections.add(said(1, CorrectionKind.UNDO, listener="eve"))


def test_a_track_that_is_not_there_cannot_be_corrected(library):
    with pytest.raises(UnknownTrackError, match="number 9"):
        library.corrections.add(said(9, CorrectionKind.UNDO))


def test_they_are_exported_with_their_tracks_and_erased(library):
    library.corrections.add(said(2, CorrectionKind.AT, (0.5, -0.25)))
    library.corrections.add(said(3, CorrectionKind.UNDO, minutes=1))
    library.corrections.add(said(1, CorrectionKind.IS, Quadrant.SAD, listener="bob"))
    out = library.export_listener("ada")
    assert [(row["track_id"], row["kind"], row["value"]) for row in out["corrections"]] == [
        (2, "at", [0.5, -0.25]),
        (3, "undo", None),
    ]
    assert [track["track_id"] for track in out["tracks"]] == [2, 3]
    assert library.erase_listener("ada")["corrections"] == 2
    library.listeners.ensure("ada")
    assert library.corrections.of("ada") == []
    assert len(library.corrections.of("bob")) == 1
