"""A library of tens of thousands of tracks that can be played, made in seconds.

A few hundred tracks are made in full (`evaluation.stored_library`); the others are rows copied from
them by SQL, each at a place of its own. All files are links to one sound.
"""

import os
import sqlite3
from contextlib import closing

from tests.mpd_daemon import write_tone

from moodarc.evaluation.stored_library import store_library

_LINKS = 20_000
"""to one file at most; a file system may allow no more than 65,000"""
_TRACKS = """
INSERT INTO tracks
  (path, status, size_bytes, mtime_ns, content_hash, analyser, tags, search_text, added_at)
SELECT CAST('/made/' || number || '.flac' AS BLOB), status, size_bytes, mtime_ns,
  printf('%064x', number), analyser,
  json_set(tags, '$.title', 'Made ' || number), 'made ' || number || char(10) || search_text,
  added_at
FROM wanted JOIN tracks ON tracks.id = 1 + number % :seeds
"""
_ANALYSES = """
INSERT INTO analyses ({columns})
SELECT {values}
FROM wanted JOIN analyses ON content_hash = printf('%064x', number % :seeds)
"""
_WANTED = """
WITH RECURSIVE wanted(number) AS
  (SELECT :seeds UNION ALL SELECT number + 1 FROM wanted WHERE number + 1 < :n)
"""


def write_large_library(db, n, *, seeds=500):
    """Write `n` tracks into a new database, of which so many are made in full."""
    store_library(db, seeds)
    counts = {"n": n, "seeds": seeds}
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(_with_numbers(_TRACKS), counts)
        connection.execute(_with_numbers(_ANALYSES.format(**_copied(connection))), counts)


def give_sound(db, music, *, seconds=30.0):
    """Let all tracks of a database be files that last so long."""
    with closing(sqlite3.connect(db)) as connection, connection:
        numbers = [number for (number,) in connection.execute("SELECT id FROM tracks")]
        placed = [(os.fsencode(path), number) for number, path in _linked(music, numbers, seconds)]
        connection.executemany("UPDATE tracks SET path = ? WHERE id = ?", placed)
        connection.execute("UPDATE analyses SET duration_s = ?", (seconds,))


def _linked(music, numbers, seconds):
    """Each number and its file."""
    for place, number in enumerate(numbers):
        path = music / f"{number:07d}.wav"
        if place % _LINKS == 0:
            write_tone(path, seconds, hertz=220.0)
            whole = path
        else:
            path.hardlink_to(whole)
        yield number, path


def _with_numbers(statement):
    """SQLite takes the list of numbers before what is inserted, or after INTO and the columns."""
    into, rest = statement.split("SELECT", 1)
    return f"{into}{_WANTED}SELECT{rest}"


def _copied(connection):
    """Columns of an analysis, and what a copy has in each: its own hash and place."""
    # a place is only stretched, so that it stays in its quadrant
    names = [row[1] for row in connection.execute("PRAGMA table_info(analyses)")]
    own = {
        "content_hash": "printf('%064x', number)",
        "valence": "max(-1, min(1, valence * (0.5 + number * 7919 % 997 / 997.0)))",
        "arousal": "max(-1, min(1, arousal * (0.5 + number * 6091 % 991 / 991.0)))",
    }
    quoted = [f'"{name}"' for name in names]
    values = [own.get(name, f'"{name}"') for name in names]
    return {"columns": ", ".join(quoted), "values": ", ".join(values)}
