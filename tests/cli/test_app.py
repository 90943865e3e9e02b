"""The program as a whole: exit codes, one-line errors, shared options."""

import os
import subprocess
import sys

import pytest
import typer

from moodarc import __version__
from moodarc.cli import main
from moodarc.cli.app import app
from moodarc.cli.registry import COMMANDS, GROUPS


def program(*arguments, **more):
    return subprocess.run(
        [sys.executable, "-m", "moodarc", *map(str, arguments)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=60,
        **more,
    )


def test_the_version_is_told():
    done = program("--version")
    assert (done.returncode, done.stdout) == (0, f"moodarc {__version__}\n")


def test_help_loads_nothing_heavy():
    heavy = {"numpy", "scipy", "sqlalchemy", "pydantic", "av", "soundfile", "tinytag", "alembic"}
    script = (
        "import sys; from moodarc.cli import main; code = main(['--help'])\n"
        f"sys.exit(str({heavy} & set(sys.modules)) if {heavy} & set(sys.modules) else code)"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments", [["nothing"], ["show"], ["scan", "--workers", "x", "."], ["tracks", "--wrong"]]
)
def test_wrong_usage_is_one_line_and_exit_2(arguments, capsys):
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("moodarc: ")
    assert err.count("\n") == 1
    assert "--help" in err


def test_bad_input_is_one_line_and_exit_2(tmp_path):
    done = program("scan", tmp_path / "nothing", "--db", tmp_path / "x.db")
    assert done.returncode == 2
    assert done.stderr.startswith("moodarc: ")
    assert done.stderr.count("\n") == 1


@pytest.fixture
def damaged(tmp_path):
    """A database whose pages are overwritten."""
    file = tmp_path / "x.db"
    assert program("listeners", "--db", file).returncode == 0
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    return file


def test_our_own_failure_is_one_line_and_exit_1(damaged):
    done = program("tracks", "--db", damaged)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be used" in done.stderr


def test_debug_shows_the_traceback(damaged):
    done = program("tracks", "--db", damaged, "--debug")
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "StorageError" in done.stderr


def test_what_is_no_database_asks_for_another_path(tmp_path):
    (tmp_path / "song.mp3").write_bytes(bytes(range(256)) * 40)
    for path in (tmp_path, tmp_path / "song.mp3"):
        done = program("tracks", "--db", path)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert "give another path with --db" in done.stderr


def test_a_shared_option_before_the_command_is_told_its_place(capsys):
    assert main(["--db", "x.db", "tracks"]) == 2
    assert "give --db after the command" in capsys.readouterr().err


def test_a_fault_of_the_program_says_so_in_one_line(run, monkeypatch):
    def fail(_name):
        raise ZeroDivisionError

    monkeypatch.setattr("moodarc.storage.open_store", fail)
    result = run("tracks", code=1)
    assert "fault of moodarc, not yours: ZeroDivisionError" in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_unknown_setting_in_the_file_is_exit_2(tmp_path, monkeypatch):
    (tmp_path / "config.toml").write_text("lisener = 'x'\n")
    monkeypatch.setenv("MOODARC_CONFIG", str(tmp_path / "config.toml"))
    done = program("tracks")
    assert done.returncode == 2
    assert "unknown setting 'lisener'" in done.stderr


def test_any_setting_can_be_set_on_the_command_line(run, tmp_path):
    assert run("listeners", "--set", f"data_dir={tmp_path}/own").exit_code == 0
    assert (tmp_path / "own" / "moodarc.db").is_file()
    wrong = run("listeners", "--set", "workes=2", code=2).stderr
    assert "unknown setting 'workes' in the command line; did you mean 'workers'?" in wrong
    assert "KEY=VALUE" in run("listeners", "--set", "workers", code=2).stderr
    assert (
        "'workers' in the command line is '-1'"
        in run("listeners", "--set", "workers=-1", code=2).stderr
    )


def test_every_command_has_the_shared_options():
    root = typer.main.get_command(app)
    groups = [root.commands[name].commands for name in GROUPS]
    commands = [
        c for g in [root.commands, *groups] for c in g.values() if not hasattr(c, "commands")
    ]
    assert len(commands) == len(COMMANDS) + sum(len(functions) for _, functions in GROUPS.values())
    for command in commands:
        options = {name for parameter in command.params for name in parameter.opts}
        assert {"--db", "--listener", "--set", "--json", "--debug"} <= options, command.name
        assert command.help, command.name


def test_ctrl_c_is_exit_130_in_one_line(run, monkeypatch):
    def interrupt(_name):
        raise KeyboardInterrupt

    monkeypatch.setattr("moodarc.storage.open_store", interrupt)
    assert run("tracks", code=130).stderr == "moodarc: stopped; what was done is kept\n"


def test_a_reader_that_leaves_ends_the_program_quietly(db):
    command = f"{sys.executable} -m moodarc tracks --json --limit 0 | head -c 10 > {os.devnull}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert db.exists()


@pytest.mark.parametrize("form", [["--json"], []])
def test_a_closed_output_is_exit_141(db, form):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "moodarc", "tracks", *form],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")
    assert db.exists()


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "latin-1"])
def test_names_of_any_bytes_print_in_any_encoding(db, encoding):
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    for arguments in (["tracks"], ["tracks", "--json"], ["show", "4"], ["tracks", "--failed"]):
        done = program(*arguments, env=environment)
        assert (done.returncode, done.stderr) == (0, ""), arguments
    assert db.exists()


def test_the_help_of_an_option_names_its_environment_variable(capsys):
    assert main(["feel", "--help"]) == 0
    assert "MOODARC_DB" in capsys.readouterr().out
