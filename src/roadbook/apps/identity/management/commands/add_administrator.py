"""``roadbook manage add_administrator``: the first user of a company, or a new one when all are lost."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation.models import Company


class Command(BaseCommand):
    help = "Add an administrator of a company and print the one-time password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="Administrator")
        parser.add_argument("--company", required=True, help="code of the company")

    def handle(self, *_args: Any, **options: Any) -> None:
        company = Company.objects.filter(code=options["company"]).first()
        if company is None:
            raise CommandError(f"no company {options['company']}")
        _user, password = actions.add_user(
            by=None, email=options["email"], name=options["name"], role=Role.ADMINISTRATOR, company=company
        )
        self.stdout.write(f"{options['email']}  {password}")
