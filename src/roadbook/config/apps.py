"""Wiring that needs every context to be ready: the order of the close of day, and the words of the audit log."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WiringConfig(AppConfig):
    name = "roadbook.config"
    label = "wiring"

    def ready(self) -> None:
        from roadbook.kit import day

        from . import closing

        day.arrange(closing.ORDER)
        autodiscover_modules("words")
