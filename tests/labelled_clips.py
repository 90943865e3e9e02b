"""Sixteen clips in 4Q's format whose quadrant even a small model can tell, made by the tests."""

import csv

import numpy as np
import soundfile
from tests.sounds import cadence, click_track, saw

RATE = 16_000
SECONDS = 7
COLUMNS = ("song", "file", "quadrant", "artist", "title", "moods", "genres", "duration_s")
QUADRANTS = ("Q1", "Q2", "Q3", "Q4")


def write_4q(folder, *, n_folds=4):
    """One clip of each quadrant in each fold; returns the folder."""
    (folder / "audio").mkdir(parents=True)
    rows = []
    for number in range(4 * n_folds):
        quadrant, fold = QUADRANTS[number % 4], number // 4
        name = f"MT{number:010d}"
        soundfile.write(folder / "audio" / f"{name}.flac", clip(quadrant, number), RATE)
        artist = f"Artist {number}"
        values = (name, f"{name}.flac", quadrant, artist, f"Song {number}", "Glad, Sad", "Pop", 7.0)
        rows.append((*values, artist.casefold(), fold))
    with (folder / "labels.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow((*COLUMNS, "artist_group", "fold"))
        writer.writerows(rows)
    return folder


def clip(quadrant, number):
    """Fast and bright, or slow and soft; in major or in minor with a rough bass."""
    lively, glad = quadrant in {"Q1", "Q2"}, quadrant in {"Q1", "Q4"}
    tonic = 55 + number
    sound = cadence(tonic, minor=not glad, seconds_a_chord=0.5 if lively else 2, rate=RATE)
    sound = np.resize(sound, SECONDS * RATE) * (0.5 if lively else 0.1)
    if lively:
        sound = sound + click_track(150 + number, SECONDS, rate=RATE)
    if not glad:
        sound = sound + saw(60 + number, SECONDS, rate=RATE, amplitude=0.4 if lively else 0.03)
    return np.clip(sound, -1, 1)
