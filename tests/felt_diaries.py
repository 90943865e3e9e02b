"""Small tables of felt moments, and of songs, in the formats of their loaders."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from moodarc.datasets import FELT_EMOTIONS, FeltMoments

WORDS = {"happy": "Happy", "angry": "Angry", "sad": "Sad", "peaceful": "Calm"}


def diaries(*, people=6, days=4, moments=6, seed=0):
    """Columns of a table: chains that stay with chance .6, half an hour from moment to moment."""
    rng = np.random.default_rng(seed)
    columns = {name: [] for name in ("subject", "day", "event", "ts", "valence", "arousal")}
    scores = []
    for person in range(people):
        leaning = rng.dirichlet(np.full(4, 2.0))
        state = 0
        for day in range(days):
            for event in range(moments):
                state = state if rng.random() < 0.6 else rng.choice(4, p=leaning)
                row = dict.fromkeys(FELT_EMOTIONS, 0.0)
                row[list(WORDS.values())[state]] = 5.0
                row[list(WORDS.values())[rng.integers(4)]] += 1.0
                scores.append(row)
                at_h = 24.0 * (18_000 + day) + 9.0 + 0.5 * event
                for name, value in zip(columns, (person, day, event, at_h, 0.1, 0.0), strict=True):
                    columns[name].append(value)
    return columns | {name: [row[name] for row in scores] for name in FELT_EMOTIONS}


def write_diaries(path, **changes):
    columns = diaries(**changes)
    stamps = np.array([round(hour * 3.6e9) for hour in columns["ts"]], dtype="int64")
    arrays = {name: pa.array(np.asarray(values, float)) for name, values in columns.items()}
    arrays["ts"] = pa.array(stamps).cast(pa.timestamp("us"))
    pq.write_table(pa.table(arrays), path)
    return path


def felt(**changes):
    columns = diaries(**changes)
    return FeltMoments(
        subjects=np.array(columns["subject"]),
        days=np.array(columns["day"]),
        hours=np.array(columns["ts"], dtype=float),
        scores=np.array([columns[name] for name in FELT_EMOTIONS]).T,
        valence=np.array(columns["valence"]),
        arousal=np.array(columns["arousal"]),
        left_out=0,
    )


def write_songs(path, n=60):
    columns = {
        "artist_key": [f"artist {row}" for row in range(n)],
        "track_key": [f"song {row}" for row in range(n)],
        "track_name": [f"Song {row}" for row in range(n)],
        "valence": np.random.default_rng(0).normal(size=n),
        "arousal": np.random.default_rng(1).normal(size=n),
    }
    pq.write_table(pa.table(columns), path)
    return path
