from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "roadbook.apps.timeline"
    label = "timeline"

    def ready(self) -> None:
        from roadbook.apps.organisation import queries as organisation
        from roadbook.apps.parties import queries as parties
        from roadbook.kit import audit

        from . import actions, rules, subscribers  # noqa: F401 - subscribing is the import's purpose

        rules.register_subject(
            "organisation.company", organisation.company_of_company, page="organisation:company_show"
        )
        rules.register_subject(
            "parties.party", parties.company_of_party, party_of=lambda pk: pk, page="parties:party_file"
        )
        audit.listen(actions.tell_change)
