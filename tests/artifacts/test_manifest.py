from datetime import UTC, datetime

import pytest

from moodarc.artifacts import Manifest
from moodarc.artifacts.manifest import sha256


def test_a_manifest_is_read_back_as_it_was_written():
    manifest = Manifest(
        command="c", seed=None, created=datetime(2026, 1, 1, tzinfo=UTC), library="0", files={}
    )
    assert Manifest.from_json(manifest.to_json(), where="m") == manifest


@pytest.mark.parametrize(
    ("content", "digest"),
    # FIPS 180-2, appendix B.1, and of no bytes.
    [
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ],
)
def test_the_hash_is_sha_256(content, digest):
    assert sha256(content) == digest
