"""Demo mode: its logins never leave this machine."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from roadbook.apps.identity.models import User
from roadbook.apps.organisation.models import Company
from roadbook.config import cli, demo
from tests.factories import identity, organisation

pytestmark = pytest.mark.django_db


def test_demo_refuses_another_host_name():
    with pytest.raises(ImproperlyConfigured, match=r"roadbook\.example\.com"):
        demo.require_loopback(["127.0.0.1", "roadbook.example.com"])


def test_demo_command_refuses_another_address(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["demo", "--host", "192.0.2.7"])
    assert stopped.value.code == 2
    assert "loopback only" in capsys.readouterr().err


def test_demo_book_is_refused_outside_of_demo_mode():
    with pytest.raises(CommandError, match="demo mode only"):
        call_command("demo")
    assert not Company.objects.exists()


def test_sign_in_page_lists_demo_logins_in_demo_mode_only(client, settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "beef-cafe-0123"
    call_command("demo", days=0)
    shown = client.get("/accounts/login/").content.decode()
    assert "broker@roadbook.example" in shown
    assert "beef-cafe-0123" in shown

    settings.DEMO = False
    hidden = client.get("/accounts/login/").content.decode()
    assert "broker@roadbook.example" not in hidden
    assert "beef-cafe-0123" not in hidden


def test_demo_password_is_new_every_time():
    assert demo.new_password() != demo.new_password()


@pytest.mark.parametrize("fresh", [False, True])
def test_demo_leaves_a_database_in_real_use_alone(settings, fresh: bool):
    settings.DEMO = True
    user = identity.staff(organisation.company(), "cashier", email="cashier@office.example")
    with pytest.raises(CommandError, match="not of the demo book"):
        call_command("demo", fresh=fresh, days=0)
    assert User.objects.get().password == user.password
    assert Company.objects.count() == 1
