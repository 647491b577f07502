"""``roadbook manage dead_events``: events that were given up after ten tries, and a second chance for them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from roadbook.kit import events


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--revive", type=int, metavar="ID", help="try this one again; a worker delivers it")

    def handle(self, *, revive: int | None, **_: Any) -> None:
        if revive is not None:
            found = events.dead().filter(pk=revive).first()
            if found is None:
                raise CommandError(f"there is no dead event {revive}")
            events.revive(found)
            return
        for event in events.dead():
            self.stdout.write(f"{event.pk} {event.name} {event.dead_at:%Y-%m-%d %H:%M}: {event.error}")
