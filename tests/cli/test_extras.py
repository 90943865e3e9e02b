import pytest

from moodarc.cli import extras
from moodarc.cli.extras import need
from moodarc.errors import MissingExtraError


def test_what_is_there_is_no_reason_to_stop():
    need("bench", "json", "numpy")


def test_all_that_is_missing_is_named_with_the_extra_that_brings_it():
    with pytest.raises(MissingExtraError) as caught:
        need("bench", "json", "no_such_library", "nor_this_one")
    expected = 'no_such_library, nor_this_one, which is not installed; install it by: pip install "'
    assert expected + 'moodarc[bench]"' in str(caught.value)


@pytest.mark.parametrize(
    "case",
    [
        ("bench scan", "librosa", "bench"),
        ("bench scan", "psutil", "bench"),
        ("bench startup", "packaging", "bench"),
        ("bench music --data x", "sklearn", "train"),
        ("bench descriptors --data x --table y", "pyarrow", "train"),
        ("bench forecast-lists --data x --tracks y", "pyarrow", "train"),
        ("forecast --plot x.png", "matplotlib", "plot"),
        ("tag", "mutagen", "tag"),
        ("train music --data x --out y", "sklearn", "train"),
    ],
)
def test_a_command_names_the_extra_that_it_lacks(run, monkeypatch, case):
    command, absent, extra = case
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == absent else object())
    lines = run(*command.split(), code=2).stderr.splitlines()
    assert len(lines) == 1
    assert absent in lines[0]
    assert f'pip install "moodarc[{extra}]"' in lines[0]
