"""Migrating an empty database in half the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


@contextmanager
def rendering_no_neighbours() -> Iterator[None]:
    """Tell a model of its new constraints and indexes without making it and all models near it anew.

    Django makes some forty classes again for each of them, which is more than half of what a first start takes; no other
    class knows of a model's constraints. The class is shared with the state before, which PostgreSQL's editor never asks.
    """
    state: Any = ProjectState
    before = state._append_option
    state._append_option = _append_option
    try:
        yield
    finally:
        state._append_option = before


def _append_option(state: Any, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    options = state.models[app_label, model_name].options
    options[option_name] = [*options[option_name], obj]
    if "apps" in vars(state):
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, options[option_name])
        meta._expire_cache()
