"""A prepared library is renewed when it changed, and nobody waits for it but the first."""

import asyncio
from dataclasses import replace

import pytest

from moodarc.serving.served_library import Libraries, prepared
from moodarc.storage import TrackStatus, open_store
from synthetic_library import make_embedding, make_library, place_all, sounding


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "music.db") as store:
        place_all(store, make_library(5))
        yield store


class Clock:
    """Stands still until it is moved."""

    def __init__(self):
        self.s = 0.0

    def __call__(self):
        return self.s


async def settled(libraries):
    for _ in range(1000):
        if libraries.is_renewing:
            await asyncio.sleep(0)
    return libraries.newest


def test_a_change_is_seen_by_a_later_request(store):
    async def play():
        clock, calls = Clock(), []

        async def do(work, /, *args):
            calls.append(work.__name__)
            return work(*args)

        libraries = Libraries(store, do, clock=clock)
        first = await libraries.everybodys()
        assert await libraries.everybodys() is first  # too soon to look again
        assert calls == ["prepared"]
        store.tracks.mark([2], TrackStatus.MISSING)
        clock.s += 10.0
        assert await libraries.everybodys() is first  # nobody waits
        second = await settled(libraries)
        assert [len(one.tracks) for one in (first, second)] == [5, 4]
        assert first.revision != second.revision
        clock.s += 10.0
        await libraries.everybodys()
        assert await settled(libraries) is second  # nothing changed
        assert calls == ["prepared", "revision", "prepared", "revision"]
        await libraries.close()

    asyncio.run(play())


def test_all_who_come_first_wait_for_one_preparation(store):
    async def play():
        calls = []

        async def do(work, /, *args):
            calls.append(work.__name__)
            await asyncio.sleep(0.01)
            return work(*args)

        libraries = Libraries(store, do)
        found = await asyncio.gather(*(libraries.everybodys() for _ in range(5)))
        assert len({id(one) for one in found}) == 1
        assert calls == ["prepared"]

    asyncio.run(play())


def test_a_failure_reaches_those_who_wait_and_the_next_tries_again(store):
    async def play():
        failures = [OSError("no disk")]

        async def do(work, /, *args):
            if failures:
                raise failures.pop()
            return work(*args)

        libraries = Libraries(store, do)
        with pytest.raises(OSError, match="no disk"):
            await libraries.of("me")
        await asyncio.sleep(0)
        assert len((await libraries.of("me")).tracks) == 5
        assert await libraries.of("me") is await libraries.of("you")

    asyncio.run(play())


@pytest.mark.parametrize(
    "change",
    [
        lambda store: store.tracks.mark([1], TrackStatus.MISSING),
        lambda store: place_all(store, [replace(make_library(6)[5], path=make_library(6)[5].path)]),
    ],
)
def test_a_revision_changes_with_the_library(store, change):
    before = store.tracks.revision()
    assert store.tracks.revision() == before
    change(store)
    assert store.tracks.revision() != before


def test_neighbours_leave_out_what_has_no_embedding(tmp_path):
    tracks = make_library(6)
    tracks[3] = sounding(tracks[3], None)
    with open_store(tmp_path / "own.db") as store:
        place_all(store, tracks)
        library = prepared(store)
        assert library.neighbours(4, 3) == []
        assert library.neighbours(99, 3) == []
        near = [track.track_id for track in library.neighbours(1, 9)]
        assert sorted(near) == [2, 3, 5, 6]
    alone = [sounding(track, make_embedding(1)) for track in make_library(1)]
    with open_store(tmp_path / "one.db") as store:
        place_all(store, alone)
        assert prepared(store).neighbours(1, 3) == []
