"""The documents say what the program does."""

from pathlib import Path

import pytest

from moodarc.cli.reference import REFERENCES, write_references
from moodarc.cli.registry import COMMANDS
from moodarc.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", REFERENCES)
def test_the_document_is_up_to_date(name):
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == REFERENCES[name](), "run `python -m moodarc.cli.reference`"


def test_every_command_and_setting_is_there():
    assert all(f"## moodarc {f.__name__}\n" in REFERENCES["cli.md"]() for f in COMMANDS)
    assert all(f"| `{name}` |" in REFERENCES["settings.md"]() for name in Settings.model_fields)


def test_all_files_are_written_where_asked(tmp_path):
    write_references(tmp_path / "docs")
    assert {file.name for file in (tmp_path / "docs").iterdir()} == set(REFERENCES)
