from datetime import UTC, datetime

from moodarc.catalog import EventKind, ListeningEvent


def test_each_event_has_its_own_details():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    first, second = (
        ListeningEvent(listener="ada", at=at, kind=EventKind.SKIP, track_id=1) for _ in range(2)
    )
    first.details["position_s"] = 12.5
    assert second.details == {}


def test_a_kind_is_read_back_from_its_word():
    words = ("play", "finish", "skip", "like", "ban", "replay", "volume")
    assert [EventKind(word) for word in words] == list(EventKind)
