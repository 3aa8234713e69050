"""The deployment files, read against what production insists on. No container engine is needed."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = {"web", "worker", "system", "mail", "beat", "migrate"}
AS_OWNER, AS_SYSTEM = {"migrate"}, {"system", "mail"}
# What the environment gives: ${NAME:?…} and nothing after it but the reason.
FROM_OUTSIDE = re.compile(r"\$\{([A-Z_]+):\?[^}]*\}")
REQUIRED = settings.REQUIRED_IN_PRODUCTION


def environment(name):
    """A service's environment as a dict of texts."""
    return {key: str(value) for key, value in SERVICES[name].get("environment", {}).items()}


def command(name):
    """A service's command as one text; the image's own where it has none."""
    return " ".join(SERVICES[name].get("command", ["gunicorn"]))


def test_it_has_every_part_of_a_deployment():
    assert set(SERVICES) == OURS | {"proxy", "db", "redis"}
    assert command("web").startswith("gunicorn")
    assert "worker -Q work " in command("worker") and "worker -Q system " in command("system")
    assert "worker -Q mail " in command("mail")
    assert "beat" in command("beat") and "migrate" in command("migrate")


def test_the_mail_worker_alone_reaches_the_mail_server():
    outside = {name for name in OURS if "outside" in SERVICES[name].get("networks", ["inside"])}
    assert outside == {"mail"}


def test_settings_insist_on_something():
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} <= set(REQUIRED)


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_process_gets_what_production_requires(name):
    given = environment(name)
    assert not [variable for variable in REQUIRED if not given.get(variable)]
    assert given["PAM_MODE"] == "production"
    assert "PAM_DEMO_SIGN_IN" not in given


@pytest.mark.parametrize("name", sorted(OURS))
def test_no_process_that_stays_connects_as_the_owner(name):
    role = "pam_owner" if name in AS_OWNER else "pam_system" if name in AS_SYSTEM else "pam_web"
    assert environment(name)["DATABASE_URL"].startswith(f"postgres://{role}:")
    if name not in AS_OWNER:
        assert "OWNER" not in str(environment(name))
    assert ("PAM_LOG_KEY" in environment(name)) is (name in AS_OWNER | AS_SYSTEM)
    assert environment(name)["PAM_LOG_ANCHOR_MAIL"]
    assert environment(name)["PAM_WEB_ROLE"] == "pam_web"
    assert environment(name)["PAM_SYSTEM_ROLE"] == "pam_system"
    assert environment(name)["PAM_KEEPER_ROLE"] == "pam_keeper"
    assert "pam_keeper:" not in str(environment(name))


def test_the_roles_are_those_that_the_addresses_name():
    roles = (ROOT / "deploy" / "db" / "roles.sql").read_text()
    assert "CREATE DATABASE pam OWNER pam_owner" in roles
    for role in ("pam_owner", "pam_web", "pam_system"):
        assert f"CREATE ROLE {role} LOGIN NOSUPERUSER" in roles
    assert "CREATE ROLE pam_keeper NOLOGIN NOSUPERUSER" in roles
    assert "GRANT pam_web, pam_system, pam_keeper TO pam_owner WITH INHERIT FALSE, SET TRUE;" in roles
    assert set(re.findall(r"\\getenv \w+ (\w+)", roles)) <= set(environment("db"))
    mounted = [entry for entry in SERVICES["db"]["volumes"] if "docker-entrypoint-initdb.d" in entry]
    assert [entry.split(":")[0] for entry in mounted] == ["./deploy/db/roles.sql"]


def test_no_secret_stands_in_the_file():
    secret = re.compile(r"SECRET|PASSWORD|DATABASE_URL|REDIS_URL|EMAIL_URL")
    seen = 0
    for name in SERVICES:
        for variable, value in environment(name).items():
            if secret.search(variable):
                assert FROM_OUTSIDE.search(value), f"{name}: {variable} is written out"
                # An address may name role, host and database; its password comes from outside.
                assert not re.search(r":[^:@/${}]+@", FROM_OUTSIDE.sub("$", value)), f"{name}: {variable}"
                seen += 1
    assert seen > 15


def test_the_example_lists_what_must_be_given_and_gives_nothing():
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    listed = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(listed) == set(FROM_OUTSIDE.findall(COMPOSE))
    assert not any(listed.values())


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_nothing_runs_as_root(name):
    user, group = SERVICES[name]["user"].split(":")
    assert int(user) > 0 and int(group) > 0
    assert not SERVICES[name].get("privileged")


@pytest.mark.parametrize("name", sorted(OURS | {"proxy"}))
def test_our_containers_can_gain_nothing_and_write_nowhere_else(name):
    service = SERVICES[name]
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_each_lasting_service_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(OURS - {"migrate"}))
def test_nothing_starts_before_the_database_is_migrated(name):
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_the_proxy_is_reachable_and_only_over_known_ports():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    assert {entry.split(":")[0] for entry in SERVICES["proxy"]["ports"]} == {"80", "443"}
    caddy = (ROOT / "deploy" / "Caddyfile").read_text()
    for entry in SERVICES["proxy"]["ports"]:
        assert re.search(rf"https?_port {entry.split(':')[1].split('/')[0]}\b", caddy)


def test_the_proxy_serves_the_static_files_that_the_image_collects():
    caddy, docker = (ROOT / "deploy" / "Caddyfile").read_text(), (ROOT / "Dockerfile").read_text()
    assert f"handle_path /{settings.STATIC_URL.strip('/')}/*" in caddy and "reverse_proxy web:8000" in caddy
    assert "PAM_STATIC_ROOT=/app/static-files" in docker
    assert "COPY --from=app /app/static-files /srv/static" in docker and "root * /srv/static" in caddy
    limit = int(re.search(r"max_size (\d+)MB", caddy)[1]) * 1024 * 1024
    assert limit > settings.MAX_DOCUMENT_BYTES


def test_the_image_has_the_programs_of_the_servers_own_version_for_backups():
    docker = (ROOT / "Dockerfile").read_text()
    image = SERVICES["db"]["image"]
    version = re.match(r"postgres:(\d+)", image)[1]
    assert f"postgresql-client-{version} " in docker
    assert set(re.findall(r"--from=(postgres:\S+)", docker)) == {image}


def test_every_volume_and_network_is_declared():
    whole = yaml.safe_load(COMPOSE)
    named = {
        entry.split(":")[0]
        for service in SERVICES.values()
        for entry in service.get("volumes", [])
        if not entry.startswith((".", "/"))
    }
    assert named == set(whole["volumes"])
    assert {net for service in SERVICES.values() for net in service["networks"]} == set(whole["networks"])
    assert whole["networks"]["inside"]["internal"] is True
