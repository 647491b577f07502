"""``roadbook manage add_company``: the first own company of an installation; later ones are opened on the screen."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roadbook.apps.organisation import actions
from roadbook.kit.errors import Refused


class Command(BaseCommand):
    help = "Open an own company with its main branch and its books."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--code", required=True, help="short and for ever, such as SOF")
        parser.add_argument("--name", required=True)
        parser.add_argument("--country", required=True, choices=["BG", "PL", "RU"])
        parser.add_argument("--currency", required=True, help="ISO 4217")
        parser.add_argument("--language", default="en", choices=["bg", "en", "pl", "ru"])
        parser.add_argument("--business-date", required=True, type=date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--branch", default="Main", help="name of the first branch")

    def handle(self, *_args: Any, branch: str, **options: Any) -> None:
        names = ("code", "name", "country", "currency", "language", "business_date")
        try:
            company = actions.create_company(by=None, **{name: options[name] for name in names})
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        actions.create_branch(company=company, by=None, code="MAIN", name=branch)
        self.stdout.write(f"{company.code}: open on {company.business_date}")
