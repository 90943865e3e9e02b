"""What `deploy/` and its page name is there, and each file is what its program can read."""

import json
import re
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import typer
import yaml

import mosquitto
from moodarc.cli.app import _USAGE_ERROR, app
from moodarc.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOC = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
UNITS = [DEPLOY / "moodarc.service", DEPLOY / "user" / "moodarc.service"]
COMMANDS = typer.main.get_command(app)


def parsed(words):
    """Hand the words to the command they name, which refuses what it does not know; none runs."""
    command, words = COMMANDS, list(words)
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    command.make_context("moodarc", words)


def test_words_that_no_command_knows_are_refused():
    parsed(["token", "revoke", "1", "--json"])
    with pytest.raises(KeyError):
        parsed(["tokens", "list"])
    with pytest.raises(_USAGE_ERROR, match="no-such-flag"):
        parsed(["token", "revoke", "--no-such-flag"])


def code_lines(text):
    """Lines of the fenced blocks, those that go on joined."""
    blocks = re.findall(r"^```\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]


_BEFORE = (
    r"(?:docker exec moodarc |docker compose \S.* exec moodarc |sudo -u moodarc env [^/]\S* \S+ +)?"
)
_CALL = re.compile(rf"^{_BEFORE}(?:\S*/bin/)?moodarc (.+)$")
_ENTRY = re.compile(
    r"^docker (?:compose .* )?run --rm (?!.*--entrypoint).*?\b(?:moodarc|sense) (.+)$"
)


def calls(lines):
    """The arguments of each call of the program."""
    found = [pattern.match(line) for line in lines for pattern in (_CALL, _ENTRY)]
    return [shlex.split(match[1], comments=True) for match in found if match]


def all_calls():
    yield from calls(code_lines(DOC))
    for file in (*UNITS, DEPLOY / "compose.yaml"):
        lines = re.findall(r"^(?:#     |ExecStart=)(.+)$", file.read_text(), flags=re.MULTILINE)
        yield from calls(lines)
    yield from container_calls()


def container_calls():
    for line in (DEPLOY / "Containerfile").read_text().splitlines():
        if line.startswith("CMD ["):
            yield json.loads(line.removeprefix("CMD "))
    for service in yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"].values():
        if "command" in service:
            yield service["command"]


def test_every_command_that_is_named_can_be_given():
    found = list(all_calls())
    assert len(found) >= 18
    assert {words[0] for words in found} >= {"serve", "token", "backup", "restore", "scan", "sense"}
    for words in found:
        parsed(words)


def test_every_setting_that_is_named_is_there():
    files = [path for path in DEPLOY.rglob("*") if path.is_file() and "secrets" not in path.parts]
    text = DOC + "".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r"\bMOODARC_([A-Z_]+)=|\bMOODARC_([A-Z_]+):", text))
    names = {(a or b).lower() for a, b in named} - {"config", "music"}
    assert names >= {"data_dir", "cache_dir"}
    assert names <= set(Settings.model_fields)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_compose_names_nothing_that_it_does_not_define(compose):
    for service in compose["services"].values():
        assert set(service.get("networks", [])) <= set(compose["networks"])
        assert set(service.get("secrets", [])) <= set(compose["secrets"])
        assert set(service.get("depends_on", {})) <= set(compose["services"])
        for volume in service.get("volumes", []):
            source = re.split(r":(?=/)", volume)[0]
            assert source in compose["volumes"] or source.startswith(("${MOODARC_MUSIC:?", "./"))
            assert not source.startswith("./") or (DEPLOY / source).is_file()


def test_compose_asks_whether_all_are_well(compose):
    services = compose["services"]
    for name in ("postgres", "mosquitto"):
        assert services[name]["healthcheck"]["test"][0] == "CMD"
    for needed in services["sense"]["depends_on"].values():
        assert needed == {"condition": "service_healthy"}
    assert "HEALTHCHECK" in (DEPLOY / "Containerfile").read_text()


def test_compose_is_reached_from_this_machine_only(compose):
    for service in compose["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert compose["networks"]["inside"] == {"internal": True}
    assert compose["services"]["postgres"]["networks"] == ["inside"]


def test_compose_lets_the_program_write_to_its_data_only(compose):
    for name in ("moodarc", "sense"):
        service = compose["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert [volume.rpartition(":")[2] for volume in service["volumes"]] == ["/data", "ro"]


def test_compose_builds_the_image_once(compose):
    ours = {
        name: service
        for name, service in compose["services"].items()
        if service["image"] == "moodarc"
    }
    assert set(ours) == {"moodarc", "sense"}
    assert [name for name, service in ours.items() if "build" in service] == ["moodarc"]
    build = ours["moodarc"]["build"]
    assert (DEPLOY / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()


def test_compose_asks_postgres_by_address_as_it_sets_itself_up_behind_a_socket(compose):
    asked = compose["services"]["postgres"]["healthcheck"]["test"]
    assert asked[asked.index("--host") + 1] == "127.0.0.1"


def test_the_listener_to_wearables_has_one_name_at_the_broker_whatever_its_container(compose):
    assert compose["services"]["sense"]["hostname"] == "sense"


def test_the_image_is_built_before_it_is_run():
    lines = [line for line in code_lines(DOC) if "docker compose" in line]
    assert re.search(r" build$", lines[0])


def test_no_password_stands_in_compose(compose):
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or name.endswith("_FILE")
            assert not name.endswith(("_FILE", "_CONFIG")) or value.startswith("/run/secrets/")


@pytest.fixture
def made(tmp_path):
    folder = tmp_path / "secrets"
    subprocess.run([sys.executable, DEPLOY / "make_secrets.py", folder], check=True)
    return folder


def test_the_secrets_are_those_that_compose_names_and_their_owners_only(made, compose):
    wanted = {Path(secret["file"]).name for secret in compose["secrets"].values()}
    assert {path.name for path in made.iterdir()} == {*wanted, "wearable_password"}
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    again = [sys.executable, DEPLOY / "make_secrets.py", made]
    refused = subprocess.run(again, capture_output=True, text=True, check=False)
    assert (refused.returncode, "not there yet" in refused.stderr) == (1, True)


def test_the_settings_among_them_fit_the_services(made, compose):
    settings = load_settings(file=made / "moodarc.toml")
    password = (made / "postgres_password").read_text()
    assert settings.db == f"postgresql://moodarc:{password}@postgres/moodarc"
    assert {"postgres", settings.mqtt_host} <= set(compose["services"])
    assert len(password) >= 32
    given = compose["services"]["postgres"]["environment"]
    assert (given["POSTGRES_USER"], given["POSTGRES_DB"]) == ("moodarc", "moodarc")


@pytest.mark.service
def test_the_broker_takes_these_passwords_and_no_others(made, tmp_path):
    mosquitto.require_mosquitto()
    client = pytest.importorskip("paho.mqtt.client")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = (DEPLOY / "mosquitto.conf").read_text()
    text = text.replace("listener 1883", f"listener {port} 127.0.0.1\nuser root")
    text = text.replace("/run/secrets/", f"{made}/").replace("/mosquitto/data/", f"{tmp_path}/")
    (tmp_path / "mosquitto.conf").write_text(text)
    broker = subprocess.Popen(
        [mosquitto.PROGRAM, "-c", tmp_path / "mosquitto.conf"], stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        ours = load_settings(file=made / "moodarc.toml").mqtt_password.get_secret_value()
        wearable = (made / "wearable_password").read_text().strip()
        tries = {("moodarc", ours), ("wearable", wearable), ("moodarc", wearable), ("x", "")}
        good = {(user, word) for user, word in tries if is_let_in(client, port, (user, word))}
        assert good == {("moodarc", ours), ("wearable", wearable)}
    finally:
        broker.terminate()
        broker.wait(10)


def wait_for(port):
    end = time.monotonic() + 15.0
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1.0).close()
        except OSError:
            assert time.monotonic() < end, "the broker does not listen"
            time.sleep(0.02)
        else:
            return


def is_let_in(client, port, login):
    """Whether the broker answers that all is well."""
    answers = []
    asking = client.Client(client.CallbackAPIVersion.VERSION2)
    asking.username_pw_set(*login)
    asking.on_connect = lambda *told: answers.append(told[3])
    asking.connect("127.0.0.1", port)
    end = time.monotonic() + 10.0
    while not answers and time.monotonic() < end:
        asking.loop(0.1)
    asking.disconnect()
    return not answers[0].is_failure


@pytest.fixture(scope="module")
def containerfile():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    return re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")


def test_the_container_knows_no_kind_of_machine(containerfile):
    assert not re.search(r"amd64|arm64|x86_64|aarch64", containerfile)


def test_the_container_is_nobodys_root_and_says_how_it_is(containerfile):
    lines = containerfile.splitlines()
    assert "USER 10001:10001" in lines
    assert lines.index("USER 10001:10001") < lines.index('ENTRYPOINT ["moodarc"]')
    assert "/api/v1/health" in containerfile
    assert 'VOLUME ["/data", "/music"]' in lines


def test_the_containers_user_owns_its_group(containerfile):
    made = re.search(r"groupadd --gid (\d+) moodarc", containerfile)[1]
    user = re.search(r"useradd --uid (\d+) --gid (\d+) ", containerfile).groups()
    assert {made, *user} == {"10001"}


def test_what_one_stage_takes_from_another_is_made_there(containerfile):
    stages = re.split(r"^FROM ", containerfile, flags=re.MULTILINE)[1:]
    names = [found[1] for stage in stages if (found := re.search(r" AS (\w+)", stage))]
    for source in re.findall(r"^COPY --from=(\S+)", containerfile, flags=re.MULTILINE):
        assert source in names
    assert "--wheel-dir /wheel " in containerfile
    assert "python -m venv /opt/moodarc" in containerfile


def test_the_versions_that_are_named_agree(containerfile, compose):
    bases = re.findall(r"^FROM .*?(\w+):([\d.]+)-(\S+)", containerfile, flags=re.MULTILINE)
    assert {(name, release.replace("slim", "").strip("-")) for name, _, release in bases} == {
        ("node", "trixie"),
        ("python", "trixie"),
    }
    [python] = {version for name, version, _ in bases if name == "python"}
    [node] = {version for name, version, _ in bases if name == "node"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"Programming Language :: Python :: {python}" in project["classifiers"]
    oldest = json.loads((ROOT / "web" / "package.json").read_text())["engines"]["node"]
    assert int(node) > int(re.search(r"\d+", oldest)[0])
    postgres = re.match(r"postgres:(\d+)-trixie$", compose["services"]["postgres"]["image"])[1]
    assert f"PostgreSQL {postgres}" in DOC
    assert f"PostgreSQL {postgres}" in (DEPLOY / "Containerfile").read_text()


def test_what_the_container_is_built_from_is_let_in(containerfile):
    let_in = [
        line[1:]
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    assert all((ROOT / name).exists() for name in let_in)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hatch = project["tool"]["hatch"]
    needed = {"pyproject.toml", "src", hatch["build"]["hooks"]["custom"]["path"], "web"}
    needed |= {project["project"]["readme"], *project["project"]["license-files"]}
    assert needed <= set(let_in)
    copied = re.findall(r"^COPY (?!--from)(\S+) ", containerfile, flags=re.MULTILINE)
    assert set(copied) <= {".", *let_in}
    extras = re.search(r"}\[([a-z,]+)\]", containerfile)[1].split(",")
    assert set(extras) <= set(project["project"]["optional-dependencies"])


def test_the_container_is_linted_where_the_linter_is():
    hadolint = shutil.which("hadolint")
    if hadolint is None:
        pytest.skip("hadolint is not installed")
    told = subprocess.run(
        [hadolint, DEPLOY / "Containerfile"], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stdout) == (0, "")


def unit_values(path):
    """Values by key, a list each, as a key may stand more than once."""
    values = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            values.setdefault(key, []).append(value)
    return values


def test_the_system_unit_is_shut_in():
    values = unit_values(UNITS[0])
    wanted = {
        "User": ["moodarc"],
        "NoNewPrivileges": ["yes"],
        "ProtectSystem": ["strict"],
        "PrivateTmp": ["yes"],
        "IPAddressDeny": ["any"],
        "IPAddressAllow": ["localhost"],
        "CapabilityBoundingSet": [""],
        "ReadWritePaths": ["/var/lib/moodarc /var/cache/moodarc"],
    }
    assert {key: values[key] for key in wanted} == wanted
    assert "MOODARC_DATA_DIR=/var/lib/moodarc" in values["Environment"][0]


def require_systemd():
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")


@pytest.mark.service
@pytest.mark.parametrize("unit", UNITS, ids=["system", "user"])
def test_systemd_understands_the_unit(tmp_path, monkeypatch, *, unit):
    require_systemd()
    program = tmp_path / "moodarc"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    copy = tmp_path / "units" / "moodarc.service"
    copy.parent.mkdir()
    text = re.sub(r"^ExecStart=\S+", f"ExecStart={program}", unit.read_text(), flags=re.MULTILINE)
    copy.write_text(text)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    whose = ["--user"] if unit.parent.name == "user" else ["--system"]
    told = subprocess.run(
        ["systemd-analyze", "verify", *whose, copy], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.service
def test_systemd_finds_little_that_the_system_unit_could_harm():
    require_systemd()
    judged = ["systemd-analyze", "security", "--offline=true", "--threshold=20", UNITS[0]]
    told = subprocess.run(judged, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-200:]


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_the_page_shows_the_proxys_file_as_it_is(name):
    text = (DEPLOY / name).read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line and not line.startswith("#"))
    blocks = re.findall(r"^```\n(.*?)^```$", DOC, flags=re.MULTILINE | re.DOTALL)
    [shown] = [block for block in blocks if block.startswith(first)]
    assert shown in text


def test_the_page_points_at_files_that_are_there():
    for link in re.findall(r"\]\(([^)#]+)\)", DOC):
        assert (ROOT / "docs" / link).exists(), link
    for anchor in re.findall(r"\]\(#([^)]+)\)", DOC):
        headings = [
            line[3:].lower().replace(" ", "-") for line in DOC.splitlines() if line[:3] == "## "
        ]
        assert anchor in headings
    for path in re.findall(r"\bdeploy/[\w./]+\w", DOC):
        assert (ROOT / path).exists() or path.startswith(("deploy/secrets", "deploy/.env")), path


def test_what_the_page_installs_is_the_checkout_with_extras_that_there_are():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = DOC + UNITS[0].read_text(encoding="utf-8")
    installs = re.findall(r"\b(?:pip|pipx) install .*?'(\S+)\[(\w+)\]'", told)
    assert len(installs) >= 4
    assert {source for source, _ in installs} == {"."}
    assert {extra for _, extra in installs} <= set(extras["optional-dependencies"])


def test_the_defaults_that_the_page_tells_are_those_of_the_program():
    assert Settings.model_fields["serve_port"].default == 8765
    assert Settings.model_fields["serve_host"].default == "127.0.0.1"
    flags = {flag for option in COMMANDS.commands["serve"].params for flag in option.opts}
    assert {"--host", "--port", "--no-open", "--workers"} <= flags
