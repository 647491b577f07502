"""Users, and where they hold which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Density, Role, Theme
from roadbook.apps.organisation.models import Branch, Company

if TYPE_CHECKING:
    from .keys import ApiKey


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Django's is_superuser is for support only: business rights come from assignments.

    A request by API key carries the key on its user (``key``), which narrows what the user may do; see ``rules.scope``.
    ``session_epoch`` ends sessions, ``access_epoch`` grows when roles or what is asked of them change: sessions that
    have seen a smaller one get a new id and look again whether a second factor is due. ``alerts_read`` is the newest
    entry of the audit log of which the user has read as an alert.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    theme = models.CharField(_("colours"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    density = models.CharField(_("row height"), max_length=12, choices=Density.choices, default=Density.COMFORTABLE)
    has_shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("support access"), default=False)
    is_password_temporary = models.BooleanField(default=False)
    session_epoch = models.PositiveIntegerField(default=0)
    access_epoch = models.PositiveIntegerField(default=0)
    alerts_read = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    key: ApiKey | None = None  # set on a request made with an API key

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        indexes = [
            models.Index(fields=["name", "id"], name="user_by_name"),
            models.Index(fields=["last_login", "id"], name="user_by_last_login"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end when the password changes, and when ``session_epoch`` does (sign out everywhere else)."""
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("roadbook.identity.session", value, secret=secret, algorithm="sha256").hexdigest()


class Assignment(models.Model):
    """A role given to a user in a company, or in one branch of it. It ends; it is not deleted.

    ``last_day`` is an end that is known beforehand: after it the role counts no longer, and the close of day ends it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    branch = models.ForeignKey(
        Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("branch")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "company"],
                condition=models.Q(ended_at__isnull=True, branch__isnull=True),
                name="assignment_is_given_once_in_a_company",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "branch"],
                condition=models.Q(ended_at__isnull=True, branch__isnull=False),
                name="assignment_is_given_once_in_a_branch",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="assignment_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.branch or self.company}"
