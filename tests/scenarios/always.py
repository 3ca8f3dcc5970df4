"""What must hold after every act, whoever did it: the invariants of the state machine in `test_machine`."""

from datetime import datetime
from itertools import pairwise

from django.db import connection
from hypothesis.stateful import RuleBasedStateMachine, invariant

from clearance import auditing, moves
from clearance.headline import headline_of
from clearance.models import Declaration, Event, Hold, HolderInterval
from clearance.selectors import live_rows, open_holds, open_questions
from clearance.workflow import ENDED, RELEASED, SETTLED_MONEY, Blocks, State
from tests.cast import Cast


class Always(RuleBasedStateMachine):
    """`keys` holds the ids of the declarations of the story; `now` is where it has come to."""

    cast: Cast
    keys: dict[int, str]
    now: datetime

    def declarations(self) -> list[Declaration]:
        return list(Declaration.objects.filter(pk__in=self.keys).order_by("pk"))

    @invariant()
    def counters_are_what_the_rows_say(self) -> None:
        with self.cast.acting("system"):
            for one in self.declarations():
                standing = [row for row in live_rows(one) if not row.allows]
                counted = {
                    "open_blocking": sum(row.blocks == Blocks.RELEASE for row in standing),
                    "undecided_blocking": sum(row.blocks == Blocks.RELEASE and row.is_undecided for row in standing),
                    "undecided_accept": sum(row.blocks == Blocks.ACCEPT for row in standing),
                    "open_follow_up": sum(row.blocks not in (Blocks.RELEASE, Blocks.ACCEPT) for row in standing),
                    "open_holds": Hold.objects.filter(declaration=one, lifted_at=None).count(),
                }
                assert {name: getattr(one, name) for name in counted} == counted

    @invariant()
    def the_state_is_the_fold_of_the_events(self) -> None:
        with self.cast.acting("system"):
            for one in self.declarations():
                events = list(Event.objects.filter(declaration=one).order_by("seq"))
                assert [event.seq for event in events] == list(range(1, one.last_seq + 1))
                public = [event.public_seq for event in events if event.is_public]
                assert public == list(range(1, one.last_public_seq + 1))
                moved = [(event.moved_from, event.moved_to) for event in events if event.moved_to]
                assert moved[0][0] == "draft"
                assert all(before[1] == after[0] for before, after in pairwise(moved))
                assert one.state == moved[-1][1]
                assert sum(event.kind == "declaration.released" for event in events) <= 1

    @invariant()
    def nothing_stands_against_what_is_released(self) -> None:
        with self.cast.acting("system"):
            for one in self.declarations():
                if State(one.state) not in RELEASED:
                    continue
                assert one.released_version == one.version == one.routed_version
                assert one.presented_at is not None
                assert one.money_position in SETTLED_MONEY
                assert open_holds(one) == []
                blocking = [row for row in live_rows(one) if row.blocks == Blocks.RELEASE]
                assert all(row.allows and row.version == one.version for row in blocking)

    @invariant()
    def what_the_system_can_do_is_done(self) -> None:
        """No declaration waits for nothing: what could be accepted or released is."""
        with self.cast.acting("system"):
            for one in self.declarations():
                if one.state == State.LODGED:
                    assert moves.what_stops(one, "accept") is not None
                if one.state == State.ACCEPTED:
                    assert moves.what_stops(one, "release") is not None
                assert (one.next_timer_at is None) == (State(one.state) in ENDED)

    @invariant()
    def at_every_instant_one_holder_has_the_ball(self) -> None:
        with self.cast.acting("system"):
            for one in self.declarations():
                intervals = list(HolderInterval.objects.filter(declaration=one).order_by("since", "pk"))
                assert all(before.until == after.since for before, after in pairwise(intervals))
                assert all(interval.since < interval.until for interval in intervals[:-1])
                assert (intervals[-1].holder, intervals[-1].until) == (one.holder, None)
                assert [interval.until for interval in intervals].count(None) == 1

    @invariant()
    def the_headline_says_how_things_stand(self) -> None:
        with self.cast.acting("system"):
            for one in self.declarations():
                said = headline_of(one, live_rows(one), open_questions(one), open_holds(one), now=self.now)
                assert (one.headline["code"], one.headline["holder"]) == (said["code"], said["holder"])
                assert one.holder == said["holder"]

    @invariant()
    def nobody_is_asked_about_an_old_version(self) -> None:
        with self.cast.acting("system"):
            for one in self.declarations():
                if not one.routing_due and State(one.state) not in ENDED:
                    assert {row.version for row in live_rows(one)} <= {one.version}

    @invariant()
    def the_record_verifies_and_so_do_the_deferred_walls(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
        assert auditing.verify().findings == ()
