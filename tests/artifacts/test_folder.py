import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

import moodarc
from moodarc.artifacts import Artifact, load_artifact, load_shipped, save_artifact
from moodarc.errors import ArtifactError


@pytest.fixture
def artifact():
    weights = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    return Artifact(
        arrays={"weights": weights, "transposed": weights.T, "labels": np.arange(3)},
        config={"classes": ["a", "b"], "rate_hz": 22_050},
        card="# Card\nMeasured on é.\n",
        payloads={"model.onnx": b"\x00onnx"},
    )


@pytest.fixture
def saved(tmp_path, artifact):
    folder = tmp_path / "deep" / "model"
    save_artifact(folder, artifact, command="moodarc train x --seed 3", seed=3)
    return folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_was_saved_is_loaded(saved, artifact):
    loaded = load_artifact(saved)
    for name, array in artifact.arrays.items():
        np.testing.assert_array_equal(loaded.arrays[name], array)
        assert loaded.arrays[name].dtype == array.dtype
    assert loaded.config == artifact.config
    assert loaded.card == artifact.card
    assert loaded.payloads == artifact.payloads


def test_the_manifest_tells_how_it_came_to_be(saved):
    manifest = load_artifact(saved).manifest
    assert manifest.command == "moodarc train x --seed 3"
    assert manifest.seed == 3
    assert manifest.library == moodarc.__version__
    assert manifest.created.utcoffset().total_seconds() == 0
    assert set(manifest.files) == {"model.safetensors", "config.json", "card.md", "model.onnx"}


def test_nothing_but_the_folder_is_left_behind(saved):
    assert names(saved.parent) == ["model"]


def test_a_model_without_arrays_has_no_array_file(tmp_path):
    save_artifact(tmp_path / "m", Artifact(arrays={}, config={}, card=""), command="c")
    assert names(tmp_path / "m") == ["card.md", "config.json", "manifest.json"]
    assert load_artifact(tmp_path / "m").arrays == {}


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "card.md", "model.onnx"])
def test_one_flipped_bit_is_noticed(saved, name):
    content = bytearray((saved / name).read_bytes())
    content[len(content) // 2] ^= 1
    (saved / name).write_bytes(content)
    with pytest.raises(ArtifactError, match=f"{name} is damaged"):
        load_artifact(saved)


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "card.md", "manifest.json"])
def test_a_missing_file_is_named(saved, name):
    (saved / name).unlink()
    with pytest.raises(ArtifactError, match=f"{name} cannot be read"):
        load_artifact(saved)


def change_manifest(folder, **changes):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_folder_of_a_newer_format_asks_for_a_newer_moodarc(saved):
    change_manifest(saved, format=2, new_field=True)
    with pytest.raises(ArtifactError, match=r"has format 2.*update moodarc"):
        load_artifact(saved)


@pytest.mark.parametrize(
    "changes",
    [{"unknown": 1}, {"created": "yesterday"}, {"files": ["a"]}, {"files": {"../secret": "00"}}],
)
def test_a_manifest_that_is_none_is_refused(saved, changes):
    change_manifest(saved, **changes)
    with pytest.raises(ArtifactError, match=r"manifest\.json"):
        load_artifact(saved)


def test_a_manifest_that_is_not_json_is_refused(saved):
    (saved / "manifest.json").write_bytes(b"\xff{")
    with pytest.raises(ArtifactError, match="is not JSON"):
        load_artifact(saved)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ArtifactError, match=r"nowhere/manifest\.json cannot be read"):
        load_artifact(tmp_path / "nowhere")


def test_a_model_is_replaced_and_its_licence_note_stays(saved, artifact):
    (saved / "LICENSE").write_text("data: CC BY")
    slim = Artifact(arrays=artifact.arrays, config={"v": 2}, card="new")
    save_artifact(saved, slim, command="again")
    assert load_artifact(saved).config == {"v": 2}
    assert names(saved) == [
        "LICENSE", "card.md", "config.json", "manifest.json", "model.safetensors",
    ]  # fmt: skip
    assert names(saved.parent) == ["model"]


def test_a_failed_save_leaves_the_old_model_whole(saved, artifact, monkeypatch):
    write = Path.write_bytes

    def full_disk(path, content):
        if path.name == "card.md":
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space"):
        save_artifact(saved, artifact, command="again")
    assert load_artifact(saved).manifest.command == "moodarc train x --seed 3"
    assert names(saved.parent) == ["model"]


def test_a_swap_that_fails_puts_the_old_model_back(saved, artifact, monkeypatch):
    rename = Path.rename

    def interrupted(path, target):
        if path.name == "new":
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_artifact(saved, artifact, command="again")
    assert load_artifact(saved).manifest.command == "moodarc train x --seed 3"


def test_a_folder_that_is_no_model_is_never_replaced(tmp_path, artifact):
    (tmp_path / "music").mkdir()
    with pytest.raises(ArtifactError, match="no model folder"):
        save_artifact(tmp_path / "music", artifact, command="c")


@pytest.mark.parametrize("name", ["config.json", "../x", "a/b"])
def test_a_payload_cannot_take_a_reserved_name_or_leave_the_folder(tmp_path, name):
    bad = Artifact(arrays={}, config={}, card="", payloads={name: b""})
    with pytest.raises(ArtifactError, match="payload"):
        save_artifact(tmp_path / "m", bad, command="c")


@pytest.mark.parametrize("name", ["", "..", "a/b", "../affect"])
def test_a_shipped_model_is_named_by_one_word(name):
    with pytest.raises(ArtifactError, match="no model name"):
        load_shipped(name)


def test_a_model_that_does_not_ship_is_named():
    with pytest.raises(ArtifactError, match="no-such-model"):
        load_shipped("no-such-model")


def test_every_shipped_model_is_whole():
    weights = files("moodarc") / "weights"
    shipped = [entry.name for entry in weights.iterdir()] if weights.is_dir() else []
    for name in shipped:
        assert load_shipped(name).card
