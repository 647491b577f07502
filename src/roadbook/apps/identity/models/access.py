"""What is asked of those who sign in, their sessions, and templates of users."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Role, SecondFactor, SessionEnd
from roadbook.apps.organisation.models import Branch, Company

from .users import User


class AccessPolicy(models.Model):
    """What a company asks of its people. A company without a row asks for nothing more than a password."""

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    second_factor = models.CharField(
        _("second factor"), max_length=10, choices=SecondFactor.choices, default=SecondFactor.NOBODY
    )
    roles = models.JSONField(_("roles"), default=list, blank=True)

    class Meta:
        verbose_name = _("access policy")
        verbose_name_plural = _("access policies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_factor__in=SecondFactor.values), name="policy_second_factor_is_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.company)


class UserTemplate(models.Model):
    """Roles that a new colleague of a kind gets at once, such as "Broker in Sofia". Named once in a company."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    name = models.CharField(_("name"), max_length=80)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("template of users")
        verbose_name_plural = _("templates of users")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "name"], condition=models.Q(removed_at__isnull=True), name="template_is_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TemplateRole(models.Model):
    """One role of a template, in the whole company or in one branch of it."""

    template = models.ForeignKey(UserTemplate, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    branch = models.ForeignKey(
        Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("branch")
    )

    class Meta:
        verbose_name = _("role of a template")
        verbose_name_plural = _("roles of a template")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "role"],
                condition=models.Q(branch__isnull=True),
                name="template_role_once_in_a_company",
            ),
            models.UniqueConstraint(
                fields=["template", "role", "branch"],
                condition=models.Q(branch__isnull=False),
                name="template_role_once_in_a_branch",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="template_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.branch or self.template.company}"


class SignIn(models.Model):
    """One time that a user signed in, and the session that came of it until it ended."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_ins")
    at = models.DateTimeField(_("signed in"))
    ip = models.GenericIPAddressField(_("address"), null=True)
    agent = models.CharField(_("device"), max_length=200, blank=True)
    method = models.CharField(_("by"), max_length=40, blank=True)
    session_key = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField(_("last seen"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    end = models.CharField(_("how it ended"), max_length=10, choices=SessionEnd.choices, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes = [
            models.Index(fields=["user", "-id"], name="sign_in_by_user"),
            models.Index(fields=["session_key"], name="sign_in_by_session"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.at:%Y-%m-%d %H:%M}"
