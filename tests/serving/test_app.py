"""What holds for every answer of the service."""

import httpx
import pytest

from moodarc import __version__
from moodarc.serving.app import create_app
from moodarc.serving.security.headers import SAFE_HEADERS
from moodarc.settings import Settings
from moodarc.storage import SCHEMA_REVISION
from served import API, problem, served, service


def test_it_tells_that_it_is_well(client, written):
    told = client.get(f"{API}/health").json()
    assert told["status"] == "ok"
    assert (told["version"], told["schema"]) == (__version__, SCHEMA_REVISION)
    assert (told["tracks"], told["analysed"], told["scanning"]) == (
        len(written),
        len(written),
        False,
    )


def test_an_empty_library_is_served_too(tmp_path):
    with service(Settings(db=str(tmp_path / "new.db"), cache_dir=tmp_path)) as client:
        assert client.get(f"{API}/health").json()["tracks"] == 0
        summary = client.get(f"{API}/library/summary").json()
        assert (summary["tracks"], summary["playable"], summary["genres"]) == (0, 0, [])
        assert client.get(f"{API}/tracks").json() == {
            "items": [],
            "total": 0,
            "limit": 50,
            "offset": 0,
        }
        assert client.get(f"{API}/library/plane").content == bytes(8)
        problem(client.post(f"{API}/scans", json={}), 422, "input")


def test_whoever_asks_is_the_listener_of_the_settings_or_one_they_name(client):
    me = client.get(f"{API}/me").json()
    assert (me["listener"], me["needs_token"]) == ("me", False)
    assert me["scopes"] == ["admin", "library", "listen", "manage"]
    named = client.get(f"{API}/me", headers={"X-Moodarc-Listener": "Zo%C3%AB"}).json()
    assert named["listener"] == "Zoë"
    for wrong in ("%00", "x" * 65, "%20"):
        headers = {"X-Moodarc-Listener": wrong}
        problem(client.get(f"{API}/me", headers=headers), 422, "invalid-request")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("de-AT,de;q=0.9,en;q=0.8", "de"), ("fr,en;q=0.5,de;q=0.4", "en"), ("", "en"), ("xx", "en")],
)
def test_the_language_hint_is_the_first_that_the_page_has(client, accepted, language):
    told = client.get(f"{API}/me", headers={"Accept-Language": accepted}).json()
    assert told["language_hint"] == language


@pytest.mark.parametrize(
    "path", [f"{API}/health", f"{API}/tracks/99", "/", f"{API}/none", "/metrics"]
)
def test_every_answer_carries_the_headers_of_safety(client, path):
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in SAFE_HEADERS} == SAFE_HEADERS
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


def test_failures_are_problems_with_what_to_do(client):
    told = problem(client.get(f"{API}/tracks/99"), 404, "unknown-track")
    assert "no track has the number 99" in told["detail"]
    assert told["remedy"] == "`moodarc tracks` lists them"
    problem(client.get(f"{API}/nothing"), 404, "not-found")
    problem(client.put(f"{API}/tracks/1"), 405, "method-not-allowed")
    problem(client.post("/"), 405, "method-not-allowed")
    wrong = problem(client.get(f"{API}/tracks?limit=0&foo=1"), 422, "invalid-request")
    assert {tuple(part["loc"]) for part in wrong["errors"]} == {
        ("query", "limit"),
        ("query", "foo"),
    }


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("POST", "/scans", b"{"),
        ("POST", "/scans", b'{"folders": NaN}'),
        ("POST", "/scans", b'{"folders": [1e999]}'),
        ("POST", "/scans", b"[" * 100_000),
        ("POST", "/scans", b'{"a":' * 50_000),
        ("POST", "/scans", b"\xff\xfe"),
        ("POST", "/scans", b'{"folders": [], "unknown": 1}'),
        ("POST", "/auth", b'{"token": null}'),
        ("POST", "/auth", b'{"token": "' + b"x" * 300 + b'"}'),
    ],
)
def test_a_body_of_no_sense_is_the_senders_fault(client, *, method, path, content):
    headers = {"Content-Type": "application/json"}
    response = client.request(method, API + path, content=content, headers=headers)
    kinds = {400: "not-understood", 422: "invalid-request"}
    problem(response, response.status_code, kinds[response.status_code])
    assert len(response.content) < 5000


def test_json_is_packed_where_the_client_can_unpack(client):
    response = client.get(f"{API}/tracks", headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert response.json() == client.get(f"{API}/tracks", headers={"Accept-Encoding": ""}).json()


def test_routes_are_counted_by_their_template(client):
    client.get(f"{API}/tracks/1")
    client.get(f"{API}/tracks/2")
    told = client.get("/metrics").text
    series = 'moodarc_requests_total{method="GET",route="/api/v1/tracks/{track_id}",status="200"}'
    assert float(told.partition(series)[2].split()[0]) >= 2
    assert "tracks/1" not in told
    assert 'moodarc_request_seconds_bucket{le="0.06"' in told


def test_the_document_tells_of_every_route(client):
    document = client.get(f"{API}/openapi.json").json()
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    assert len(operations) > 15
    for path, method, operation in operations:
        assert operation.get("description"), f"{method} {path} says nothing of itself"
        assert "4XX" in operation["responses"]
    schemas = document["components"]["schemas"]
    assert "Problem" in schemas
    assert "HTTPValidationError" not in schemas
    for name in ("Job", "Health", "LibrarySummary", "ModelCard", "ScanAsked"):
        assert schemas[name]["example"], name


def test_a_fault_of_ours_tells_nothing_of_the_inside(settings):
    app = create_app(settings)

    @app.get(f"{API}/broken")
    def broken():
        msg = "secret of the inside"
        raise RuntimeError(msg)

    app.router.routes.insert(0, app.router.routes.pop())  # before the page's mount
    with served(app) as client:
        response = client.get(f"{API}/broken")
        assert "secret" not in str(problem(response, 500, "fault"))
        assert response.headers["content-security-policy"]


def test_many_at_once_are_answered(client):
    with httpx.Client(base_url=client.base_url, timeout=60) as other:
        answers = [other.get(f"{API}/tracks?limit=1&offset={n}") for n in range(30)]
    assert {answer.status_code for answer in answers} == {200}
