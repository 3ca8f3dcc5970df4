"""What else can be watched live beside a declaration: an agency names a topic, who may look, and what shows a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clearance.acting import Actor


@dataclass(frozen=True)
class Topic:
    """`mark` is asked once a second as the system, in one cheap question; another answer means that something changed."""

    name: str
    may_look: Callable[[Actor], bool]
    mark: Callable[[], str]


TOPICS: dict[str, Topic] = {}


def watch_topic(topic: Topic) -> None:
    """Serve it at /live/topics/NAME."""
    TOPICS[topic.name] = topic
