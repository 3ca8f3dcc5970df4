"""The Django application of customs: guarantees, movements, and what watches over them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomsConfig(AppConfig):
    """Transit rides on the shared workflow: customs follows what happens to its declarations."""

    name = "agencies.customs"
    label = "customs"
    verbose_name = _("Customs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow transit declarations, keep cover for them, and look after movements at every sweep."""
        from agencies.customs.alarms import sweeping, watching
        from agencies.customs.arrival import following as arrivals
        from agencies.customs.arrival import stopping, unloading
        from agencies.customs.carrier import mails
        from agencies.customs.control import inspecting
        from agencies.customs.control.watching import CONTROL
        from agencies.customs.gate import alarming, queueing, weighing
        from agencies.customs.guarantees import covering
        from agencies.customs.ncts import telling
        from agencies.customs.tracking import catching_up, keeping, stream
        from agencies.customs.transit import following, ladder, late, redirecting, seals
        from clearance import acts

        acts.cover_with("transit", covering.TransitCover())
        acts.follow(acts.Moment.FILED, redirecting.is_filed)
        acts.follow(acts.Moment.RELEASED, following.begin, together=following.begin_all)
        acts.follow(acts.Moment.SETTLED, following.set_ready, together=following.set_all_ready)
        acts.follow(acts.Moment.ARRIVED, following.arrive)
        acts.follow(acts.Moment.ARRIVED, inspecting.when_arrived)
        acts.follow(acts.Moment.ARRIVED, arrivals.begin)
        acts.follow(acts.Moment.ANSWERED, arrivals.keep_remarks)
        acts.follow(acts.Moment.ANSWERED, following.complete)
        acts.follow(acts.Moment.ANSWERED, arrivals.end)
        acts.object_to(acts.Step.ARRIVE, stopping.object_for)
        acts.object_to(acts.Step.GO_ON, stopping.object_for)
        acts.vouch_with(unloading.vouch)
        acts.register_duty("cover", covering.cover_those_who_wait)
        acts.follow(acts.Moment.RELEASED, queueing.when_released, together=queueing.when_all_released)
        acts.register_duty("movements", ladder.climb)
        acts.register_duty("late_acts_of_customs", late.tell_of_late)
        acts.register_duty("alarms", sweeping.sweep)
        stream.on_points("alarms", watching.watch)
        # After alarms, so that everybody locks watches before declarations.
        stream.on_points("seals", seals.hear)
        acts.register_duty("carrier_links", mails.send_due)
        acts.register_duty("declared_next", arrivals.release_those_who_waited)
        acts.register_duty("positions", keeping.keep)
        acts.register_duty("positions_behind", catching_up.catch_up)
        acts.register_duty("ncts", telling.tell_all)
        acts.watch_topic(CONTROL)
        weighing.on_drop(alarming.of_drop)
        acts.register_duty("queues", queueing.look_after)
