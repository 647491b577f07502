"""Writes to templates of users: several roles under a name, given to a new colleague at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import TemplateRole, UserTemplate
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import audit, clock
from roadbook.kit.errors import Refused

from .assigning import require_management

Place = tuple[str, Branch | None]


class TemplateRefused(Refused):
    """The template cannot be so."""

    code = "template"


@transaction.atomic
def save_template(
    *, company: Company, name: str, roles: Sequence[Place], by: Any, template: UserTemplate | None = None
) -> UserTemplate:
    """Make a template, or change one: ``roles`` are pairs of a role and a branch, or None for the whole company.

    :raises Forbidden: ``by`` does not manage users of the whole company.
    :raises TemplateRefused: no role, or the name is taken.
    :raises UserRefused: a branch is of another company.
    """
    require_management(by, company, None)
    wanted = list(dict.fromkeys((Role(role), branch) for role, branch in roles))
    if not wanted:
        raise TemplateRefused(_("Choose at least one role."), field="roles")
    for _role, branch in wanted:
        require_management(by, company, branch)
    old = told(template) if template else {}
    try:
        with transaction.atomic():
            saved = _written(template, company, name)
    except IntegrityError as error:
        raise TemplateRefused(_("There is a template with this name already."), field="name") from error
    saved.roles.all().delete()
    TemplateRole.objects.bulk_create(TemplateRole(template=saved, role=role, branch=place) for role, place in wanted)
    changes = audit.diff(old, told(saved))
    if changes:
        audit.record(action="identity.template.save", subject=saved, by=by, company_id=company.pk, changes=changes)
    return saved


def _written(template: UserTemplate | None, company: Company, name: str) -> UserTemplate:
    if template is None:
        return UserTemplate.objects.create(company=company, name=name)
    template.name = name
    template.save(update_fields=["name"])
    return template


@transaction.atomic
def remove_template(*, template: UserTemplate, by: Any) -> None:
    """Take a template away; who was added with it keeps the roles. Twice changes nothing.

    :raises Forbidden: ``by`` does not manage users of the whole company.
    """
    require_management(by, template.company, None)
    if UserTemplate.objects.filter(pk=template.pk, removed_at__isnull=True).update(removed_at=clock.now()):
        audit.record(action="identity.template.remove", subject=template, by=by, company_id=template.company_id)


def told(template: UserTemplate) -> dict[str, Any]:
    """What a template is, for the audit."""
    roles = template.roles.select_related("branch").order_by("role", "branch__code")
    return {"name": template.name, "roles": [f"{one.role}@{one.branch.code if one.branch else ''}" for one in roles]}
