"""How far each record has been read."""

from django.db import models


class Stream(models.Model):
    """A record that is read to its end again and again: everything up to `upto` has been told, for good.

    `mark_top` is the highest number seen at the last look, `mark_xmax` the transaction that would have come next then:
    once all older transactions are over, nothing can appear below the mark any more.
    """

    name = models.CharField(primary_key=True, max_length=20)
    upto = models.BigIntegerField(default=0)
    mark_top = models.BigIntegerField(null=True)
    mark_xmax = models.BigIntegerField(null=True)


class Seen(models.Model):
    """A number above `upto` that has been told already."""

    stream = models.ForeignKey(Stream, models.CASCADE, related_name="+")
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="an_event_is_told_once")]
