import jsonschema
import pytest
from tests.labelled_clips import write_4q
from tests.report_schema import REPORT

from moodarc.parallel import Executor


@pytest.fixture(scope="package")
def clips_folder(tmp_path_factory):
    """A folder in 4Q's format with 16 clips."""
    return write_4q(tmp_path_factory.mktemp("4q") / "4q")


@pytest.fixture(scope="session")
def here():
    """An executor in this process."""
    return Executor(workers=0)


@pytest.fixture(scope="session")
def check_report():
    """Fails unless JSON values are a bench's report."""
    return lambda values: jsonschema.validate(values, REPORT)
