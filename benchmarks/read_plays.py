"""Does a log of 17 million plays fit in 4 GB: Last.fm-1K's form, written here and read.

    python benchmarks/read_plays.py [N]

N rows (17 million without it) of 992 listeners and up to 1.5 million tracks by Zipf's law, one in
nine without an id, in a temporary folder (3 GB for 17 million; `TMPDIR` moves it). They are read
by `load_plays` in a process of its own, which tells rows a second (by the clock, and of CPU, since
machines are shared) and the most memory that it had.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from moodarc.datasets import load_plays

NAME = "userid-timestamp-artid-artname-traid-traname.tsv"
LISTENERS, TRACKS, ARTISTS = 992, 1_500_000, 170_000
CHUNK = 200_000


def write(file: Path, n: int) -> None:
    rng = np.random.default_rng(0)
    listener = np.sort(rng.integers(LISTENERS, size=n))
    at = np.datetime64("2005-02-14T00:00:00") + rng.integers(133_000_000, size=n)
    with file.open("w", encoding="utf-8") as out:
        for start in range(0, n, CHUNK):
            rows = slice(start, min(start + CHUNK, n))
            times = np.datetime_as_string(at[rows])
            tracks = np.minimum(rng.zipf(1.2, size=len(times)), 1e12).astype(np.int64) % TRACKS
            for who, time_s, track in zip(listener[rows], times, tracks.tolist(), strict=True):
                out.write(f"user_{who:06d}\t{time_s}Z\t{_names(track)}\n")


def _names(track: int) -> str:
    artist = track * 7919 % ARTISTS
    track_id = "" if track % 9 == 0 else f"{track:08x}-0000-4000-8000-{track:012x}"
    made = f"{artist:08x}-1111-4111-8111-{artist:012x}\tThe Artist of Number {artist}"
    return f'{made}\t{track_id}\tThe "Title" of Song Number {track} (Remastered)'


def read(file: Path) -> None:
    at_start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, began_cpu = time.perf_counter(), time.process_time()
    plays = load_plays(file)
    took, took_cpu = time.perf_counter() - began, time.process_time() - began_cpu
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = plays.interactions
    print(f"{len(found):,} plays, {found.n_listeners:,} listeners, {found.n_items:,} items")
    print(f"{took:.1f} s, {len(found) / took:,.0f} rows/s")
    print(f"{took_cpu:.1f} s of CPU, {len(found) / took_cpu:,.0f} rows/s of CPU")
    print(f"peak {most / 1e6:.2f} GB of memory, {at_start / 1e6:.2f} GB of it before reading")


def main() -> None:
    if sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]))
        return
    if sys.argv[1:2] == ["--write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
        return
    n = sys.argv[1] if len(sys.argv) > 1 else "17000000"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / NAME
        # a process of its own each: a child inherits its parent's peak
        subprocess.run([sys.executable, __file__, "--write", str(file), n], check=True)  # noqa: S603
        print(f"{file.stat().st_size / 1e9:.2f} GB of text", flush=True)
        subprocess.run([sys.executable, __file__, "--read", str(file)], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
