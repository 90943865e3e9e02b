import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import moodarc
from moodarc.evaluation import BenchReport, BenchRow, fingerprint
from moodarc.protocols import Interval


def report(*rows):
    return BenchReport("scan", "0123", tuple(rows))


def test_the_json_is_of_the_one_form(check_report):
    rows = [
        BenchRow(name="scan.files", value=4, unit="files", higher_is_better=None),
        BenchRow.of("scan.share", Interval(0.5, 0.4, 0.6)),
    ]
    values = json.loads(report(*rows).to_json())
    check_report(values)
    assert values["version"] == moodarc.__version__
    assert values["rows"][1] == {
        "name": "scan.share",
        "value": 0.5,
        "unit": "",
        "higher_is_better": True,
        "low": 0.4,
        "high": 0.6,
    }


def test_a_figure_that_could_not_be_measured_is_null(check_report):
    values = json.loads(report(BenchRow(name="scan.share", value=float("nan"))).to_json())
    check_report(values)
    assert values["rows"][0]["value"] is None


def test_the_form_is_strict(check_report):
    values = json.loads(report(BenchRow(name="scan.share", value=1.0)).to_json())
    values["rows"][0]["name"] = "no dots"
    with pytest.raises(jsonschema.ValidationError, match="no dots"):
        check_report(values)


def test_a_row_is_found_by_its_name():
    found = report(BenchRow(name="scan.a", value=1.0), BenchRow(name="scan.b", value=2.0))
    assert found["scan.b"] == 2.0
    with pytest.raises(KeyError, match=r"scan\.c"):
        found["scan.c"]


@given(st.permutations(["a.wav", "b.wav", "c\udcff.wav", "d.wav"]))
def test_a_fingerprint_does_not_depend_on_the_order(tmp_path_factory, names):
    home = tmp_path_factory.getbasetemp() / "fingerprint"
    home.mkdir(exist_ok=True)
    paths = [home / name for name in names]
    for path in paths:
        path.write_bytes(path.name.encode(errors="surrogateescape"))
    assert fingerprint(paths) == fingerprint(sorted(paths))
    assert len(fingerprint(paths)) == 16


def test_a_fingerprint_tells_names_and_sizes_apart_but_not_places(tmp_path):
    def write(name, size):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * size)
        return fingerprint([path])

    first = write("one/a.wav", 10)
    assert write("two/a.wav", 10) == first
    assert write("one/b.wav", 10) != first
    assert write("one/a.wav", 11) != first
