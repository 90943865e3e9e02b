"""Felt moments whose valence and arousal are word norms, as in Hoemann's table, and tiny models."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from moodarc.affect import QUADRANT_CENTRES
from moodarc.datasets import FELT_EMOTIONS, FeltMoments
from moodarc.listener.attention.training import AttentionConfig

TINY = AttentionConfig(width=8, heads=2, epochs=2, networks=1)
NORMS = 0.3 + 0.8 * np.array([QUADRANT_CENTRES[quadrant] for quadrant in FELT_EMOTIONS.values()])


def felt_people(*, people=8, days=3, moments=6, seed=0):
    """Every person has words of their own that they keep coming back to."""
    rng = np.random.default_rng(seed)
    shape = people * days * moments
    subjects = np.repeat(np.arange(people), days * moments)
    study_days = np.tile(np.repeat(np.arange(days), moments), people)
    places = np.tile(np.arange(moments), people * days)
    usual = rng.dirichlet(np.full(18, 0.4), people)
    scores = np.array([rng.multinomial(6, usual[one]) for one in subjects]).astype(float)
    shares = scores / scores.sum(axis=1, keepdims=True)
    valence, arousal = (shares @ NORMS).T
    hours = 24.0 * (18_000 + study_days) + 9.0 + 1.5 * places + rng.uniform(0, 0.5, shape)
    return FeltMoments(
        subjects=subjects,
        days=study_days,
        hours=hours,
        scores=scores,
        valence=valence,
        arousal=arousal,
        left_out=0,
    )


def without_times(moments, rows=slice(None)):
    hours = moments.hours.copy()
    hours[rows] = np.nan
    return replace(moments, hours=hours)


def write_people(path, **changes):
    table = felt_people(**changes)
    events = np.zeros(len(table))
    events[1:] = np.arange(1, len(table))
    columns = {"subject": table.subjects, "day": table.days, "event": events}
    columns |= {"valence": table.valence, "arousal": table.arousal}
    columns |= dict(zip(FELT_EMOTIONS, table.scores.T, strict=True))
    arrays = {name: pa.array(np.asarray(values, float)) for name, values in columns.items()}
    stamps = np.round(table.hours * 3.6e9).astype("int64")
    arrays["ts"] = pa.array(stamps).cast(pa.timestamp("us"))
    pq.write_table(pa.table(arrays), path)
    return path
