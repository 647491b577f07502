"""Wiring that needs every context to be ready: the order of the close of day."""

from __future__ import annotations

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "roadbook.config"
    label = "wiring"

    def ready(self) -> None:
        from roadbook.kit import day

        from . import closing

        day.arrange(closing.ORDER)
