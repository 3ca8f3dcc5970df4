"""The worker's settings as they arrive in Celery, each found by breaking things."""

import pytest
from celery.fixups.django import DjangoWorkerFixup
from django.core.cache import cache

from portal.celery import app


def test_a_task_is_kept_until_done_and_a_poisoned_one_is_not_handed_out_for_ever() -> None:
    assert app.conf.task_acks_late
    assert not app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_a_task_ends_before_the_broker_hands_it_to_another() -> None:
    limits = (app.conf.task_soft_time_limit, app.conf.task_time_limit)
    options = app.conf.broker_transport_options
    assert limits == (120, 150)
    assert options["visibility_timeout"] == 600 > max(limits)
    assert options["unacked_restore_interval"] <= 10
    assert options["unacked_restore_throttle"] == 1


def test_a_frozen_broker_is_not_waited_for() -> None:
    options = app.conf.broker_transport_options
    assert 0 < options["socket_timeout"] <= 5
    assert 0 < options["socket_connect_timeout"] <= 2
    assert not app.conf.task_publish_retry


def test_no_results_are_kept_and_only_json_travels() -> None:
    assert app.conf.task_ignore_result
    assert app.conf.result_backend is None
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"


def test_a_child_keeps_its_connection_over_many_tasks() -> None:
    assert DjangoWorkerFixup(app).db_reuse_max == 100_000


def test_the_clock_asks_for_what_is_due_waited_out_or_is_old() -> None:
    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert asked == {"clearance.tasks.sweep", "clearance.worklist.tasks.carry_out", "portal.tasks.prune"}
    app.autodiscover_tasks(force=True)
    assert asked <= set(app.tasks)


@pytest.mark.django_db
def test_limits_live_in_the_database_and_outlive_the_broker() -> None:
    assert type(cache).__name__ == "ConnectionProxy"
    cache.set("sign-in-failures", [1, 2], 60)
    assert cache.get("sign-in-failures") == [1, 2]
    cache.delete("sign-in-failures")
    assert cache.get("sign-in-failures") is None
