"""Only names of ours, only pages of ours."""

import pytest

from moodarc.serving.security.host_check import is_loopback
from served import API, problem, service

LIES = [
    "evil.example",
    "evil.example:8765",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "[::2]",
    "",
]


@pytest.mark.parametrize("host", LIES)
def test_a_name_that_is_not_ours_is_refused(client, host):
    problem(client.get(f"{API}/health", headers={"Host": host}), 421, "unknown-host")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8765"])
def test_the_names_of_loopback_are_ours(client, host):
    assert client.get(f"{API}/health", headers={"Host": host}).status_code == 200


def test_a_name_of_the_settings_is_ours_and_a_bare_address_only_with_tokens(settings):
    named = settings.model_copy(update={"serve_names": ("music.example",)})
    with service(named, needs_token=True) as client:
        for host in ("music.example", "Music.Example:80", "192.0.2.7:8765", "[2001:db8::1]"):
            assert client.get(f"{API}/health", headers={"Host": host}).status_code == 200
        problem(client.get(f"{API}/health", headers={"Host": "evil.example"}), 421, "unknown-host")
    with service(named) as client:
        problem(client.get(f"{API}/health", headers={"Host": "192.0.2.7"}), 421, "unknown-host")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(client, headers):
    response = client.post(f"{API}/scans", json={"folders": ["/x"]}, headers=headers)
    problem(response, 403, "foreign-origin")
    problem(client.get(f"{API}/me", headers=headers), 403, "foreign-origin")
    assert client.get("/", headers=headers).status_code in {200, 503}  # a link to the page


def test_our_own_page_and_programs_may_ask(client):
    own = str(client.base_url).rstrip("/")
    for headers in ({"Origin": own}, {"Origin": own, "Sec-Fetch-Site": "same-origin"}, {}):
        response = client.post(f"{API}/scans", json={"folders": ["/x"]}, headers=headers)
        problem(response, 422, "input")


def test_a_form_of_another_kind_is_not_taken_for_json(client):
    headers = {"Content-Type": "text/plain"}
    response = client.post(f"{API}/scans", content=b'{"folders": []}', headers=headers)
    problem(response, 422, "invalid-request")


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - asked about, not bound
        ("::", False),
        ("192.168.1.5", False),
        ("example.org", False),
    ],
)
def test_loopback_is_what_only_this_machine_reaches(host, own):
    assert is_loopback(host) is own
