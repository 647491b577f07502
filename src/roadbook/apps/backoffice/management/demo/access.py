"""How people of the made-up companies sign in: templates, rules, sign-ins from their devices, a key, a sealed log."""

from __future__ import annotations

from datetime import timedelta

from roadbook.apps.identity import actions as identity
from roadbook.apps.identity.enums import Role, SessionEnd
from roadbook.apps.identity.models import SignIn, User
from roadbook.kit import clock, context, seals

from .firms import DOMAIN, Place

TEMPLATES = {
    "bg": ("Брокер в {branch}", "Каса и бек офис", "Посрещане"),
    "pl": ("Doradca w {branch}", "Kasa i zaplecze", "Recepcja"),
    "ru": ("Брокер, {branch}", "Касса и бэк-офис", "Приём посетителей"),
}
DEVICES = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Version/19.1 Mobile/15E148 Safari/604.1",
)
DAYS = 9


def arrange(place: Place) -> None:
    """Templates of the company; its managers must sign in with a second factor (the demo itself asks nobody)."""
    admin = User.objects.get(email=f"{Role.ADMINISTRATOR}@{DOMAIN}")
    branch = place.branches[0]
    at_branch, desk, door = TEMPLATES[place.firm.language]
    wanted = (
        (at_branch.format(branch=branch.name), [(Role.BROKER, branch)]),
        (desk, [(Role.CASHIER, None), (Role.BACK_OFFICE, None)]),
        (door, [(Role.HOSTESS, branch)]),
    )
    for name, roles in wanted:
        identity.save_template(company=place.company, name=name[:80], roles=roles, by=admin)
    asked = [Role.MANAGER, Role.ADMINISTRATOR]
    identity.set_policy(company=place.company, second_factor="roles", roles=asked, by=admin)


def use(place: Place) -> None:
    """Some days of sign-ins from their own devices, and the key of a program."""
    for number, user in enumerate(place.staff.values()):
        for back in range(DAYS, 0, -1):
            at = clock.now() - timedelta(days=back, hours=2, minutes=7 * number)
            origin = context.Origin(ip=f"192.0.2.{10 + number}")
            with context.acting(origin):
                identity.note_sign_in(user=user)
            row = identity.open_session(
                user=user, session_key="", ip=origin.ip, agent=DEVICES[number % len(DEVICES)], method="password"
            )
            end = SessionEnd.IDLE if back % 3 == 0 else SessionEnd.SIGNED_OUT
            ended = at + timedelta(hours=7)
            SignIn.objects.filter(pk=row.pk).update(at=at, seen_at=ended, ended_at=ended, end=end)
    admin = User.objects.get(email=f"{Role.ADMINISTRATOR}@{DOMAIN}")
    scopes = ["contract.view", "payment.view", "party.view"]
    identity.create_key(
        by=admin, company=place.company, name=f"Reports {place.company.code}", scopes=scopes, addresses=["192.0.2.0/24"]
    )


def seal() -> None:
    """Seal the log as the worker would have done along the way."""
    seals.seal_now()
