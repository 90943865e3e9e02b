"""The page's files, and what a checkout says in which none were built."""

import pytest

from moodarc.serving import page
from moodarc.serving.app import create_app
from served import problem, served

DOCUMENT = "<!doctype html><title>moodarc</title>"


@pytest.fixture(scope="module")
def built(tmp_path_factory, settings):
    folder = tmp_path_factory.mktemp("page")
    (folder / "assets").mkdir()
    (folder / "index.html").write_text(DOCUMENT)
    (folder / "assets" / "main-Ab12.js").write_text("export {}")
    (folder / "assets" / "ort-Ab12.wasm").write_bytes(b"\0asm")
    (folder / "icon.svg").write_text("<svg/>")
    (folder.parent / "secret.txt").write_text("secret")
    app = create_app(settings, page=page.Page(folder))
    with served(app) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/index.html", "/library", "/journey/week", "/privacy?x=1"])
def test_every_view_gets_the_document_anew(built, path):
    response = built.get(path)
    assert (response.status_code, response.text) == (200, DOCUMENT)
    assert response.headers["cache-control"] == "no-cache"
    assert "text/html" in response.headers["content-type"]


def test_files_with_a_hash_in_their_names_are_kept(built):
    script = built.get("/assets/main-Ab12.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in script.headers["content-type"]
    assert built.get("/assets/ort-Ab12.wasm").headers["content-type"] == "application/wasm"
    assert built.get("/icon.svg").headers["cache-control"] == "no-cache"
    again = built.get("/", headers={"If-None-Match": built.get("/").headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone.js",
        "/gone.png",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/api/v1/x",
        "/api/v1/x/..%2f..",
        "/api/v1/weights/..%2f..%2f..%2f..%2flibrary",
    ],
)
def test_a_file_that_is_not_there_is_no_view(built, path):
    response = built.get(path)
    assert "secret" not in response.text or response.status_code == 404
    problem(response, 404, "not-found")


def test_a_checkout_says_how_to_build_the_page(tmp_path, settings):
    app = create_app(settings, page=page.Page(tmp_path / "absent"))
    with served(app) as client:
        response = client.get("/")
        assert response.status_code == 503
        assert "npm run build" in response.text
        problem(client.get("/library"), 404, "not-found")
