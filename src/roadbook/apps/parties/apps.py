from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from roadbook.kit import navigation, search


class PartiesConfig(AppConfig):
    name = "roadbook.apps.parties"
    label = "parties"
    verbose_name = _("Clients")

    def ready(self) -> None:
        from django.db.models import Q

        from roadbook.apps.organisation import queries as numbers

        from . import queries, rules

        numbers.register_bearer("client", "parties.Party")
        between = {
            "party": lambda survivor, _merged: Q(other=survivor),
            "other": lambda survivor, _merged: Q(party=survivor),
        }
        for side, stay in between.items():
            rules.follow(rules.Reference("parties.Relation", side, _("Relations"), stay=stay))
        rules.follow(rules.Reference("parties.Identifier", "party", _("National numbers"), said=rules.said_of_number))
        rules.follow(
            rules.Reference(
                "parties.Consent",
                "party",
                _("Consents"),
                same=(("purpose", "channel"),),
                same_where={"withdrawn_at": None},
            )
        )
        for detail in ("Address", "BankAccount", "ContactPoint", "IdDocument"):
            rules.stays(f"parties.{detail}.party", "what the survivor lacks is copied; the file keeps its own")
        for own in ("Merge.survivor", "Merge.merged", "Party.merged_into"):
            rules.stays(f"parties.{own}", "tells which file became part of which")
        search.register(
            search.Source(
                "clients",
                _("Clients"),
                queries.find_clients,
                prefix="@",
                order=10,
                page="parties:party_file",
                recent=queries.recent_clients,
            )
        )
        navigation.section("registers", _("Registers"), 10)
        navigation.place(
            navigation.Place(
                url_name="parties:party_list",
                label=_("Clients"),
                icon="users",
                section="registers",
                permission="party.view",
                order=10,
                shortcut="k",
            )
        )
        navigation.place(
            navigation.Place("parties:consent_texts", _("Consent texts"), "file-text", "management", "company.edit", 60)
        )
