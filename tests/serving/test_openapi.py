"""The service keeps what its OpenAPI document promises, whatever it is asked (Schemathesis).

Every request is made up from the document, right ones and wrong ones; an answer must have a status,
a content type and a body that the document tells of, and none may be a fault of ours.
"""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from served import API, service
from small_library import write_library

EXAMPLES = 8
LEFT_OUT = [positive_data_acceptance]
"""what is not there, such as a folder, is refused though the schema allows it"""


@pytest.fixture(scope="module")
def document(tmp_path_factory, settings):
    """The document of a service of its own: some routes change what is kept."""
    place = tmp_path_factory.mktemp("asked")
    write_library(place / "own.db", place / "music", n=6)
    told = {"db": str(place / "own.db"), "cache_dir": place, "scan_roots": (place / "music",)}
    with service(settings.model_copy(update=told)) as client:
        yield schemathesis.openapi.from_url(f"{client.base_url}{API}/openapi.json")


def operations(document):
    """All of them, in an order in which what erases comes last."""
    found = [result.ok() for result in document.get_all_operations()]
    return sorted(found, key=lambda operation: operation.method.upper() == "DELETE")


def keeps(operation, mode):
    """Raise where an operation answers what the document does not tell of."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        case.call_and_validate(excluded_checks=LEFT_OUT)

    ask()


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_what_the_document_promises_is_kept(document, mode):
    asked, every = [], operations(document)
    for operation in every:
        try:
            keeps(operation, mode)
        except Unsatisfiable:  # nothing wrong can be sent to a route without parameters
            continue
        asked.append(operation.label)
    assert len(asked) == len(every) or mode is GenerationMode.NEGATIVE
    assert len(asked) > len(every) / 2, asked
