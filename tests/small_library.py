"""A library of short real files at known places of the plane, in a database."""

from dataclasses import replace

import numpy as np
from tests.mpd_daemon import write_tone

from moodarc.storage import open_store
from synthetic_library import make_track, place_all

ARTISTS = ("Ann", "Bob", "Cyd", "Dan", "Eve", "Fay")


def write_library(db, music, *, n=18, seconds=1.6, seed=0, change=lambda track: track):
    """Tones that last so long, spread over the plane; their tracks."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(1, n + 1):
        path = music / ARTISTS[number % len(ARTISTS)] / f"{number:02d}.wav"
        write_tone(path, seconds, hertz=200.0 + 20 * number)
        point = tuple(rng.uniform(-0.9, 0.9, 2).tolist())
        sound = {"duration_s": seconds, "tempo_bpm": float(rng.uniform(70, 160))}
        track = make_track(number, point, artist=ARTISTS[number % len(ARTISTS)], sound=sound)
        made.append(change(replace(track, path=path)))
    with open_store(db) as store:
        place_all(store, made)
    return made
