"""``roadbook manage demo``: make the demo book through the actions of the product; only in demo mode."""

from __future__ import annotations

import random
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from roadbook.apps.backoffice.management.demo import access, cars, imports
from roadbook.apps.backoffice.management.demo.firms import DOMAIN, FIRMS, hire_headquarters, open_firm
from roadbook.apps.backoffice.management.demo.life import Year
from roadbook.apps.backoffice.management.demo.views import keep_views
from roadbook.apps.identity.models import User
from roadbook.apps.organisation import actions as organisation
from roadbook.apps.organisation.models import Company
from roadbook.kit import clock, day, invariants, triggers

DAYS, CONTRACTS = 365, 60
FULL_DAYS, FULL_CONTRACTS = 912, 450  # thirty months


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="throw the present book away first")
        parser.add_argument("--full", action="store_true", help="30 months and 450 contracts instead of 12 and 60")
        parser.add_argument("--days", type=int, help="length of the simulated calendar")
        parser.add_argument("--contracts", type=int, help="how many contracts the companies have together")
        parser.add_argument("--seed", type=int, default=2026)

    def handle(self, *, fresh: bool, full: bool, days: int | None, contracts: int | None, seed: int, **_: Any) -> None:
        if not settings.DEMO:
            raise CommandError("the demo book is made in demo mode only (ROADBOOK_DEMO=1)")
        if User.objects.exclude(email__endswith=f"@{DOMAIN}").exists():
            raise CommandError("this database holds users who are not of the demo book: it is left as it is")
        if fresh:
            with triggers.unlocked():
                call_command("flush", interactive=False, verbosity=0)
        if Company.objects.exists():
            return
        if days is None:
            days = FULL_DAYS if full else DAYS
        contracts = contracts or (FULL_CONTRACTS if full else CONTRACTS)
        self._make(days, contracts, random.Random(seed))  # noqa: S311 - made-up data, not secrets
        access.seal()
        self._verify()

    def _make(self, days: int, contracts: int, rng: random.Random) -> None:
        until = clock.today()
        cars.fill_catalogue()
        places = [open_firm(firm, until - timedelta(days=days)) for firm in FIRMS]
        hire_headquarters(places)
        for place in places:
            number = max(3, -(-contracts * place.firm.share // 100))
            self._tell(f"Demo book: {place.firm.name}, {number} contracts over {days} days …")
            Year(place, rng, _closer(place.company), number, self._tell).run(until)
            keep_views(place)
            access.arrange(place)
            access.use(place)
            cars.age(place.company, by=place.staff["broker"])
            imports.bring_files(place, rng)

    def _tell(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _verify(self) -> None:
        broken = [verdict for verdict in invariants.verify() if verdict.problems]
        for verdict in broken:
            self.stderr.write(f"{verdict.code}: {verdict.problems[:3]}")
        if broken:
            raise CommandError("the demo book breaks its own invariants")


def _closer(company: Company) -> Any:
    def close() -> None:
        day.close(company.pk, company.business_date)
        organisation.advance_business_date(company=company, by=None)

    return close
