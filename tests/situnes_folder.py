"""A folder in the form of SiTunes, small and made up: what listeners feel follows simple rules."""

import csv
import json

import numpy as np

TRACKS = 12
WORDS = ["still", "act2still", "walking", "none", "sleep", "running"]
EVERYDAY = (
    "inter_id,user_id,item_id,timestamp,rating,emo_pre_valence,emo_pre_arousal,"
    "emo_post_valence,emo_post_arousal,duration,rec_type"
)
MUSIC = (
    ",item_id,popularity,loudness,danceability,energy,key,speechiness,acousticness,"
    "instrumentalness,valence,tempo,general_genre_id,duration,F0final_sma_amean,F0final_sma_stddev,"
    "audspec_lengthL1norm_sma_stddev,pcm_RMSenergy_sma_stddev,pcm_fftMag_psySharpness_sma_amean,"
    "pcm_fftMag_psySharpness_sma_stddev,pcm_zcr_sma_amean,pcm_zcr_sma_stddev,general_genre"
)


def write_situnes(folder, *, listeners=8, each=20, online=0, splits=1, settings=(2,)):
    """The folder; `online` records a listener make a third stage; `splits` seeds of each setting.

    Setting 1 has the laboratory as its training rows, setting 3 the third stage as its test.
    """
    rng = np.random.default_rng(0)
    _write_music(folder / "music_metadata", rng)
    heard = _write_laboratory(folder / "Stage1", listeners, rng, liking=1 in settings)
    rows = _write_everyday(folder / "Stage2", listeners, each, rng=rng)
    if online:
        later = _write_everyday(folder / "Stage3", listeners, online, rng=rng, third=True)
    for number in range(101, 101 + splits):
        parts = _write_split(folder / "splits" / f"setting2-{number}", rows, rng)
        if 1 in settings:
            cut = 4 * len(heard) // 5
            first = {"train": heard[:cut], "valid": heard[cut:], "test": parts["test"]}
            _write_parts(folder / "splits" / f"setting1-{number}", first)
        if 3 in settings:
            third = parts | {"test": [[*row[:5], *row[6:10]] for row in later]}
            _write_parts(folder / "splits" / f"setting3-{number}", third, twice=True)
    return folder


def _write(path, header, rows, *, delimiter=","):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)


def _write_music(folder, rng):
    rows = [
        [k, item, *rng.random(10).round(3), 0, 200000.0, *rng.random(8).round(3), "pop"]
        for k, item in enumerate([-1, *range(1, TRACKS + 1)])
    ]
    rows[0][2] = ""  # a number that is missing
    _write(folder / "music_info.csv", MUSIC.split(","), rows)


def _write_laboratory(folder, listeners, rng, *, liking=False):
    header = [
        "user_id",
        "item_id",
        "No.",
        "timestamp",
        "rating",
        "duration",
        "emo_valence",
        "emo_arousal",
    ]
    rows = [
        [who, rng.integers(1, TRACKS + 1), k, 1000 + k, 3, 90.5, *rng.uniform(-1, 1, 2).round(4)]
        for who in range(1, listeners + 1)
        for k in range(1, 6)
    ]
    if liking:
        for row in rows:
            row[4] = 4 if row[1] % 2 == 0 else 2
    _write(folder / "interactions.csv", header, rows)
    return [[0, row[0], row[1], row[3], row[4], *row[6:8]] for row in rows]


def _write_everyday(folder, listeners, each, *, rng, third=False):
    """After = half of before, and 0.4 more for even tracks: so lift and drop can be foretold."""
    rows, number = [], 0
    for who in range(1, listeners + 1):
        for k in range(each):
            number += 1
            item = int(rng.integers(1, TRACKS + 1))
            before = rng.uniform(-1, 1, 2).round(4)
            after = (0.5 * before + 0.4 * (item % 2 == 0)).clip(-1, 1).round(6)
            rating = 4 if item % 2 == 0 else 2
            at = (5_000_000 if third else 1_000_000) + 7200 * k
            preference = [int(rng.integers(0, 101))] if third else []
            duration = "" if k == 0 else 120.0
            rows.append(
                [number, who, item, at, rating, *preference, *before, *after, duration, "GCN"]
            )
    names = EVERYDAY.split(",")
    header = [*names[:5], "preference", *names[5:]] if third else names
    _write(folder / "interactions.csv", header, rows)
    _write_situation(folder, len(rows), rng)
    if third:  # as published: numbers and words, which NumPy can only pickle
        write_word_wrist(folder / "wrist.npy")
    return rows


def _write_situation(folder, n, rng):
    wrist = rng.normal(0.0, 5.0, (n, 30, 4))
    wrist[..., 1:3] = np.abs(wrist[..., 1:3]).round()
    wrist[..., 3] = rng.integers(0, 6, (n, 30))
    np.save(folder / "wrist.npy", wrist)
    env = {
        str(k + 1): {
            "time": int(rng.integers(1, 4)),
            "weather": [int(rng.integers(0, 3)), 1000, 20, 60],
            "GPS": [1.0, 2.0, 0.5],
        }
        for k in range(n)
    }
    (folder / "env.json").write_text(json.dumps(env), encoding="utf-8")


def write_word_wrist(path):
    """The same wrist, its activities as words."""
    numbers = np.load(path)
    mixed = numbers.astype(object)
    mixed[..., 3] = np.array(WORDS, dtype=object)[numbers[..., 3].astype(int)]
    np.save(path, mixed, allow_pickle=True)
    return numbers


def _write_split(folder, rows, rng):
    order = rng.permutation(len(rows))
    cuts = int(0.7 * len(rows)), int(0.8 * len(rows))
    places = {
        "train": order[: cuts[0]],
        "valid": order[cuts[0] : cuts[1]],
        "test": order[cuts[1] :],
    }
    parts = {part: [rows[k] for k in chosen] for part, chosen in places.items()}
    _write_parts(folder, parts, twice=True)
    return parts


def _write_parts(folder, parts, *, twice=False):
    """Rows of `interactions.csv` (without `preference`) as RecBole's tables."""
    for part, rows in parts.items():
        names = ["user_id:token", "item_id:token", "rating:float", "still:float", "timestamp:float"]
        if all(len(row) == 7 for row in rows):
            header = [*names, "emo_valence:float", "emo_arousal:float"]
        else:  # the published header of the third setting repeats a name
            second = "emo_pre_valence:float" if twice else "emo_pre_arousal:float"
            header = [*names, "emo_pre_valence:float", second]
            header += ["emo_post_valence:float", "emo_post_arousal:float"]
        lines = [[row[1], row[2], row[4], 1, f"{row[3]:.1f}", *row[5:9]] for row in rows]
        _write(folder / f"{folder.name}.{part}.inter", header, lines, delimiter="\t")
