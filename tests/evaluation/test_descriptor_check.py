import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from moodarc.datasets import load_panda_4q
from moodarc.errors import DatasetError
from moodarc.evaluation import descriptor_check
from moodarc.evaluation.descriptor_check import _plain, bench_descriptors
from moodarc.metrics import spearman
from moodarc.music import load_analyser

SHARES = ("energy", "danceability", "acousticness", "instrumentalness", "liveness", "speechiness")


@pytest.fixture(scope="module")
def analyses(clips_folder):
    analyser = load_analyser()
    return [analyser.analyse(clip.path) for clip in load_panda_4q(clips_folder)]


@pytest.fixture(autouse=True)
def heard_before(monkeypatch, analyses, clips_folder):
    """The clips are analysed once for all tests of this file."""
    known = dict(zip([c.path for c in load_panda_4q(clips_folder)], analyses, strict=True))
    monkeypatch.setattr(
        descriptor_check, "analyse_files", lambda paths, _executor: [known[path] for path in paths]
    )


def service_rows(n=16, seed=0):
    """What a service might say of the clips: its artists and titles, and values of its own."""
    rng = np.random.default_rng(seed)
    return [
        {
            "artist": f"ARTIST {number}",
            "track": f"Song {number} (Remastered) - 2011 Mix",
            **{name: float(rng.random()) for name in (*SHARES, "valence")},
            "loudness": float(rng.uniform(-30, -5)),
            "tempo": 120.0,
            "key": 0,
            "mode": 1,
        }
        for number in range(n)
    ]


@pytest.fixture
def bench(clips_folder, here, tmp_path):
    """The report on a service's rows, or on a table's bytes."""

    def run(table):
        path = tmp_path / "service.parquet"
        if isinstance(table, bytes):
            path.write_bytes(table)
        elif table is not None:
            pq.write_table(pa.Table.from_pylist(table), path)
        return bench_descriptors(clips_folder, path, here)

    return run


def test_ranks_are_compared_over_the_titles_of_both(analyses, bench):
    rows = service_rows()
    report = bench(rows)
    assert report["descriptors.titles"] == 16
    ours = [analysis.descriptors.energy for analysis in analyses]
    expected = spearman(np.array([row["energy"] for row in rows]), np.array(ours))
    assert report["descriptors.energy_spearman"] == pytest.approx(expected)


def test_a_service_that_says_the_same_agrees_in_all(analyses, bench):
    rows = service_rows()
    for row, analysis in zip(rows, analyses, strict=True):
        told = analysis.descriptors
        row.update({name: getattr(told, name) for name in (*SHARES, "valence")})
        row.update(loudness=told.loudness_lufs, tempo=told.tempo_bpm, key=told.key, mode=told.mode)
    report = bench(rows)
    for name in ("energy", "acousticness", "loudness_lufs", "valence"):
        assert report[f"descriptors.{name}_spearman"] == pytest.approx(1.0)
    for name in ("tempo_octave", "key", "key_and_mode"):
        assert report[f"descriptors.{name}_agreement"] == 1.0


def test_tempo_may_be_off_by_an_octave_but_no_more(analyses, bench):
    rows = service_rows()
    factors = [2.0, 0.5, 1.0, 1.5] * 4
    for row, analysis, factor in zip(rows, analyses, factors, strict=True):
        row["tempo"] = analysis.descriptors.tempo_bpm * factor
    rows = [row for row in rows if row["tempo"]]
    report = bench(rows)
    off = [row for row in rows if int(row["artist"].split()[1]) % 4 == 3]
    expected = 1 - len(off) / len(rows)
    assert report["descriptors.tempo_octave_agreement"] == pytest.approx(expected)


def test_titles_without_tempo_or_key_are_left_out_of_the_agreement(bench):
    rows = service_rows()
    for row in rows:
        row["tempo"] = 0.0
    report = bench(rows)
    assert [row.name for row in report.rows if "agreement" in row.name] == []


def test_the_report_is_of_the_one_form(bench, check_report):
    check_report(json.loads(bench(service_rows()).to_json()))


def test_fewer_than_ten_titles_are_too_few(bench):
    with pytest.raises(DatasetError, match="9 titles of"):
        bench(service_rows(9))


@pytest.mark.parametrize("content", [b"", b"no parquet", None])
def test_a_table_that_cannot_be_read_is_one_clear_error(bench, content):
    with pytest.raises(DatasetError, match=r"service\.parquet (cannot be used|is not there)"):
        bench(content)


def test_a_table_without_a_column_is_one_clear_error(bench):
    rows = [{name: v for name, v in row.items() if name != "energy"} for row in service_rows()]
    with pytest.raises(DatasetError, match="energy"):
        bench(rows)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Don't Stop (Live) [Remastered]", "dontstop"),
        ("Song - 2011 Remaster", "song"),
        ("ÉTUDE No. 3", "étudeno3"),
        (None, ""),
    ],
)
def test_titles_meet_without_brackets_case_and_punctuation(name, plain):
    assert _plain(name) == plain
