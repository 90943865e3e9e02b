"""Where a setting's value comes from, and what happens to a wrong one."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from moodarc.errors import SettingsError
from moodarc.settings import Settings, config_path, load_settings


def write(text: str) -> Path:
    file = config_path()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_defaults_live_in_the_xdg_folders(tmp_path):
    settings = load_settings()
    assert settings.db == str(tmp_path / "data" / "moodarc" / "moodarc.db")
    assert settings.cache_dir == tmp_path / "cache" / "moodarc"
    assert settings.listener == "me"


def test_a_relative_xdg_base_is_ignored(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    assert load_settings().data_dir == Path.home() / ".local/share/moodarc"


def test_a_flag_beats_the_environment_beats_the_file(monkeypatch):
    write('listener = "file"\nworkers = 1\n')
    assert load_settings().listener == "file"
    monkeypatch.setenv("MOODARC_LISTENER", "environment")
    assert load_settings({"listener": None}).listener == "environment"
    assert load_settings({"listener": "flag"}).listener == "flag"
    assert load_settings({"listener": "flag"}).workers == 1


def test_the_database_follows_the_data_folder(tmp_path):
    write(f'data_dir = "{tmp_path}/elsewhere"\n')
    assert load_settings().db == f"{tmp_path}/elsewhere/moodarc.db"


def test_an_unknown_key_in_the_file_is_named_with_the_nearest_known_one():
    file = write('listner = "me"\n')
    with pytest.raises(SettingsError, match=r"unknown setting 'listner'.*'listener'") as caught:
        load_settings()
    assert str(file) in str(caught.value)


def test_a_key_like_no_other_lists_the_known_ones():
    write("zzz = 1\n")
    with pytest.raises(SettingsError, match="known are data_dir, cache_dir, db"):
        load_settings()


@pytest.mark.parametrize(
    ("text", "part"),
    [("workers = -3\n", "'workers'"), ('max_duration_s = "long"\n', "'max_duration_s'")],
)
def test_a_wrong_value_in_the_file_names_key_value_and_file(text, part):
    file = write(text)
    with pytest.raises(SettingsError, match=part) as caught:
        load_settings()
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_value_in_the_environment_names_the_variable(monkeypatch):
    monkeypatch.setenv("MOODARC_WORKERS", "many")
    with pytest.raises(SettingsError, match=r"in MOODARC_WORKERS is 'many'"):
        load_settings()


def test_a_wrong_flag_is_a_settings_error_too():
    with pytest.raises(SettingsError, match="'workers' in the command line is -1"):
        load_settings({"workers": -1})


def test_a_wrong_flag_is_not_blamed_on_the_environment(monkeypatch):
    monkeypatch.setenv("MOODARC_DB", "/music.db")
    with pytest.raises(SettingsError, match="'db' in the command line is ''"):
        load_settings({"db": ""})


def test_a_file_that_is_not_toml_is_refused_in_one_line():
    write("listener = me\n")
    with pytest.raises(SettingsError, match="is not TOML"):
        load_settings()


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(file=tmp_path)


def test_settings_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().workers = 3


def test_every_setting_says_what_it_means():
    assert all(field.description for field in Settings.model_fields.values())


def test_a_password_is_taken_from_environment_or_file_and_never_shown(monkeypatch):
    write('mqtt_password = "s3cret"\n')
    assert load_settings().mqtt_password.get_secret_value() == "s3cret"
    monkeypatch.setenv("MOODARC_MQTT_PASSWORD", "s3cret-too")
    settings = load_settings()
    assert settings.mqtt_password.get_secret_value() == "s3cret-too"
    assert "s3cret" not in repr(settings)
    with pytest.raises(SettingsError, match="command line can be read by all") as caught:
        load_settings({"mqtt_password": "s3cret"})
    assert "s3cret" not in str(caught.value)


def test_a_password_that_is_no_text_is_refused_unshown():
    write("mqtt_password = 82364\n")
    with pytest.raises(SettingsError, match=r"'mqtt_password' .* is not shown") as caught:
        load_settings()
    assert "82364" not in str(caught.value)
