"""The private servers: closed to others, never loosening a permission, ended even when nobody ended them."""

import os
import pwd
import shutil
import stat
from pathlib import Path

import psycopg
import pytest
import redis

from portal.embedded import children, places
from portal.embedded.postgres import Postgres
from portal.embedded.valkey import Valkey

NOBODY = pwd.getpwnam("nobody").pw_uid


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_names_in_russian_and_kazakh_are_found_by_likeness() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        likeness, lower, order = connection.execute(
            "select similarity('Қазақстан темір жолы', 'казахстан темир жолы'), lower('ЖОЛ ҚҰРЫЛЫС'),"
            " array_length(show_trgm('жол'), 1)"
        ).fetchone()
    assert likeness > 0.3
    assert lower == "жол құрылыс"
    assert order >= 3


def test_a_closed_home_stays_closed(tmp_path: Path) -> None:
    """As root the server runs as nobody, who cannot enter here: the data goes where it can, nothing is opened."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    postgres = Postgres(home / "run", durable=False)
    try:
        postgres.start()
        with psycopg.connect(postgres.url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert stat.S_IMODE(postgres.place.data.stat().st_mode) & 0o077 == 0
        expected = NOBODY if os.geteuid() == 0 else os.geteuid()
        assert postgres.place.data.stat().st_uid == expected
        assert (postgres.place.base / "superuser.password").stat().st_mode & 0o077 == 0
    finally:
        postgres.stop()
        if postgres.place.base.is_relative_to("/var/tmp"):
            shutil.rmtree(postgres.place.base)


def test_a_wrong_password_opens_neither_server(folder: Path) -> None:
    postgres, valkey = Postgres(folder / "pg", durable=False), Valkey(folder / "vk", durable=False)
    try:
        postgres.start()
        valkey.start()
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(postgres.url.replace("portal_superuser:", "portal_superuser:x"))
        with pytest.raises(redis.AuthenticationError), redis.Redis(host="127.0.0.1", port=valkey.port) as client:
            client.ping()
    finally:
        valkey.stop()
        postgres.stop()


def test_servers_that_a_crash_left_are_ended_by_the_next_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel does not tell children of a parent's death (no Linux), the pid files do."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(children, "dies_with", lambda *arguments: None)
        lost = [Postgres(folder / "pg", durable=False).start(), Valkey(folder / "vk").start()]
    pids = [server.process.pid for server in lost if server.process]
    again = [Postgres(folder / "pg", durable=False), Valkey(folder / "vk")]
    try:
        for server in again:
            server.start()
        for server in lost:
            assert server.process
            server.process.wait(5)
        assert not any(alive(pid) for pid in pids)
    finally:
        for server in (*again, *lost):
            server.stop()


def test_a_stranger_with_the_same_pid_is_left_alone() -> None:
    children.end_leftover(os.getpid(), by=children.TERM, sign="/no/such/cluster")
    assert alive(os.getpid())


def test_the_broker_keeps_what_it_was_given_over_a_crash(folder: Path) -> None:
    valkey = Valkey(folder / "vk").start()
    try:
        with redis.Redis.from_url(valkey.url) as client:
            client.lpush("celery", "a wake-up")
            client.execute_command("WAITAOF", 1, 0, 3000)
        assert valkey.process
        valkey.process.kill()
        valkey.process.wait()
        assert valkey.has_died()
        address = valkey.url
        valkey.start()
        assert valkey.url == address
        with redis.Redis.from_url(valkey.url) as client:
            assert client.llen("celery") == 1
    finally:
        valkey.stop()


def test_a_platform_without_wheels_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "POSTGRES", "no_such_wheel")
    with pytest.raises(places.NoServers, match="DATABASE_URL"):
        places.wheel(places.POSTGRES)
