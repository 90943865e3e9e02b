import json
from importlib import metadata

import pytest

from moodarc.errors import InputError
from moodarc.evaluation import startup
from moodarc.evaluation.startup import bench_startup


@pytest.fixture
def two_runs(monkeypatch):
    monkeypatch.setattr(startup, "_RUNS", 2)


@pytest.mark.usefixtures("two_runs")
def test_the_report_is_of_the_one_form(check_report):
    report = bench_startup()
    check_report(json.loads(report.to_json()))
    assert [row.name for row in report.rows] == [
        "startup.python_ms",
        "startup.import_ms",
        "startup.help_ms",
        "startup.core_install_mb",
    ]
    assert report["startup.help_ms"] > report["startup.python_ms"] > 0.0
    # NumPy and SciPy alone are more
    assert report["startup.core_install_mb"] > 50


def test_what_a_package_needs_is_followed_without_the_extras():
    needed = set(startup._needed("moodarc"))
    assert {"numpy", "typer"} <= needed
    assert not {"librosa", "scikit-learn", "pytest"} & needed


def test_a_package_weighs_what_its_files_weigh():
    files = [path for file in metadata.files("numpy") if (path := file.locate()).is_file()]
    assert startup._size("numpy") == sum(path.stat().st_size for path in files)


@pytest.mark.usefixtures("two_runs")
def test_without_an_install_it_says_so(monkeypatch):
    def absent(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", absent)
    with pytest.raises(InputError, match=r"is not installed.*pip install"):
        bench_startup()
