"""Events that wait to be delivered: written in the transaction that caused them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OutboxEvent(models.Model):
    """One published event. ``payload`` is the JSON of its dataclass; events of one named ``stream`` keep their order.

    ``not_before`` is the end of a running delivery's lease, or of the pause after a failed one.
    """

    name = models.CharField(max_length=120)
    stream = models.CharField(max_length=80, blank=True)
    payload = models.JSONField()
    published_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="outbox_undelivered", condition=Q(delivered_at__isnull=True, dead_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Delivery(models.Model):
    """A handler has dealt with an event: written in the handler's own transaction, so it happens once."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=200)
    delivered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="event_delivered_once_per_handler")]

    def __str__(self) -> str:
        return f"{self.event_id} -> {self.handler}"
