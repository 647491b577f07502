"""The forms of allauth in which a password is chosen, with labels as everywhere else."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy as _

LABELS = {"oldpassword": _("Current password"), "password1": _("New password"), "password2": _("New password again")}


def _name(form: Any) -> None:
    """A label above each field; allauth repeats it inside, where it would vanish with the first letter."""
    for name, label in LABELS.items():
        if name in form.fields:
            form.fields[name].label = label
            form.fields[name].widget.attrs.pop("placeholder", None)


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]  # allauth comes without types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self)


class SetPasswordForm(allauth.SetPasswordForm):  # type: ignore[misc]  # allauth comes without types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self)


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth comes without types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self)
