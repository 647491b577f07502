from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    name = "roadbook.apps.timeline"
    label = "timeline"

    def ready(self) -> None:
        from django.db.models import Q

        from roadbook.apps.organisation import queries as organisation
        from roadbook.apps.parties import queries as parties
        from roadbook.apps.parties import rules as joining
        from roadbook.kit import audit
        from roadbook.kit.imports import dependants

        from . import actions, rules, subscribers  # noqa: F401 - subscribing is the import's purpose

        rules.register_subject(
            "organisation.company", organisation.company_of_company, page="organisation:company_show"
        )
        rules.register_subject(
            "parties.party", parties.company_of_party, party_of=lambda pk: pk, page="parties:party_file"
        )
        notes = Q(kind="note", removed_at__isnull=True)
        joining.follow(
            joining.Reference(
                "timeline.Entry", "subject", _("Notes and history"), is_key=True, asked=notes, said=rules.said
            )
        )
        joining.follow(joining.Reference("timeline.Entry", "party", _("Notes and history"), owner=rules.party_of_entry))
        audit.listen(actions.tell_change)
        dependants.echo("timeline.Entry", Q(kind__in=("change", "system")), actions.forget)
