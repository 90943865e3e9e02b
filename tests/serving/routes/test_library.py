"""The library in numbers, and as dots."""

import numpy as np

from moodarc.affect import Quadrant
from served import API


def decoded(content):
    """The layout that `docs/http.md` tells."""
    n, reserved = np.frombuffer(content, "<u4", 2)
    assert reserved == 0
    assert len(content) == 8 + 13 * n
    return {
        "track_id": np.frombuffer(content, "<u4", n, 8),
        "valence": np.frombuffer(content, "<f4", n, 8 + 4 * n),
        "arousal": np.frombuffer(content, "<f4", n, 8 + 8 * n),
        "quadrant": np.frombuffer(content, "u1", n, 8 + 12 * n),
    }


def test_the_dots_lie_where_the_list_says(client):
    dots = decoded(client.get(f"{API}/library/plane").content)
    items = client.get(f"{API}/tracks?limit=500").json()["items"]
    told = {item["track_id"]: item["affect"] for item in items}
    assert sorted(dots["track_id"].tolist()) == sorted(told)
    names = [None, *(quadrant.value for quadrant in Quadrant)]
    for row, number in enumerate(dots["track_id"].tolist()):
        assert dots["valence"][row] == np.float32(told[number]["valence"])
        assert dots["arousal"][row] == np.float32(told[number]["arousal"])
        assert names[dots["quadrant"][row]] == told[number]["quadrant"]


def test_dots_that_did_not_change_are_not_sent_again(client):
    first = client.get(f"{API}/library/plane", headers={"Accept-Encoding": "identity"})
    etag = first.headers["etag"]
    again = client.get(f"{API}/library/plane", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{API}/library/summary").json()["revision"] in etag


def test_the_numbers_add_up(client, written):
    told = client.get(f"{API}/library/summary").json()
    assert told["tracks"] == told["analysed"] == told["playable"] == len(written)
    dots = decoded(client.get(f"{API}/library/plane").content)
    assert sum(told["by_quadrant"].values()) == (dots["quadrant"] > 0).sum()
    length = sum(track.analysis.descriptors.duration_s for track in written)
    assert abs(told["total_duration_s"] - length) < 1e-6
