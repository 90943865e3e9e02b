"""Time of one belief update of one listener (aim < 50 us), and of 10,000 listeners in one batch.

    python benchmarks/belief.py

One listener: `BeliefFilter.update` with the next reading in time, a late reading three places back,
and `at`. Batch: `BeliefBatch.update` with a reading of each of 10,000 listeners, and `at`; best of
five. Also `fit_dynamics` on 1,000 readings.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np

from moodarc.listener import (
    POPULATION_DYNAMICS,
    BeliefBatch,
    BeliefFilter,
    ReadingBatch,
    believe_log,
    fit_dynamics,
)
from moodarc.sensing import from_point

START = datetime(2026, 1, 1, tzinfo=UTC)
LISTENERS = 10_000
READINGS = 5000


def microseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return 1e6 * (time.perf_counter() - began)


def one_listener(rng: np.random.Generator) -> None:
    points = np.clip(rng.normal(0.2, 0.2, (READINGS, 2)), -1, 1)
    readings = [
        from_point(*point, START + timedelta(minutes=minute))
        for minute, point in enumerate(points.tolist())
    ]
    in_order, late = BeliefFilter(), BeliefFilter()
    updates = [microseconds(lambda r=reading: in_order.update(r)) for reading in readings]
    swapped = []
    for four in range(0, READINGS - 3, 4):
        first, *others = readings[four : four + 4]
        for reading in others:
            late.update(reading)
        swapped.append(microseconds(lambda r=first: late.update(r)))
    now = START + timedelta(minutes=READINGS)
    asked = [microseconds(lambda: in_order.at(now)) for _ in range(READINGS)]
    for name, times in (("update", updates), ("late update", swapped), ("at", asked)):
        print(f"{name:14}{np.median(times):8.1f} us p50{np.percentile(times, 99):8.1f} us p99")
    fit = min(microseconds(lambda: fit_dynamics(hourly(readings[:1000]))) for _ in range(3))
    print(f"{'fit, 1,000':14}{fit / 1000:8.0f} ms")
    log = hourly(readings[:1000])
    whole = min(microseconds(lambda: believe_log(log, log[-1].state.at)) for _ in range(3))
    print(f"{'log, 1,000':14}{whole / 1000:8.0f} ms")


def hourly(readings: list) -> list:
    return [
        from_point(r.state.valence, r.state.arousal, START + timedelta(hours=1.3 * place))
        for place, r in enumerate(readings)
    ]


def batch(rng: np.random.Generator) -> None:
    beliefs = BeliefBatch([POPULATION_DYNAMICS] * LISTENERS)
    updates, asked = [], []
    for hour in range(5):
        values = np.clip(rng.normal(0.2, 0.2, (LISTENERS, 3)), -1, 1)
        readings = ReadingBatch(
            rows=rng.permutation(LISTENERS),
            hours=np.full(LISTENERS, float(hour)),
            values=values,
            variances=np.full((LISTENERS, 3), 0.1),
            confidences=np.ones(LISTENERS),
            sensors=rng.integers(0, 5, LISTENERS),
        )
        updates.append(microseconds(lambda r=readings: beliefs.update(r)))
        asked.append(microseconds(lambda h=hour: beliefs.at(h + 0.5)))
    print(f"batch update of {LISTENERS} listeners {min(updates) / 1000:.1f} ms, ", end="")
    print(f"{min(updates) / LISTENERS:.2f} us each; at {min(asked) / 1000:.1f} ms")


def main() -> None:
    rng = np.random.default_rng(0)
    one_listener(rng)
    batch(rng)


if __name__ == "__main__":
    main()
