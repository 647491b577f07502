"""What the audit log calls the acts and things of contracts and products."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

CONTRACT, PRODUCT = "leasing.contract", "leasing.product"

audit.name_subject(CONTRACT, _("Contract"), "leasing:contract_show", audit.titles_from(CONTRACT, "number"))
audit.name_subject(PRODUCT, _("Product"), "leasing:product_edit", audit.titles_from(PRODUCT, "name"))
audit.name_actions(
    CONTRACT,
    {
        "draft": _("Contract drafted"),
        "change": _("Contract changed"),
        "sign": _("Contract signed"),
        "activate": _("Contract made active"),
        "take_over": _("Running contract taken over"),
        "give_back": _("Taking over undone"),
        "cancel": _("Contract cancelled"),
        "close": _("Contract closed"),
        "terminate": _("Contract terminated"),
        "take_back": _("Vehicle taken back"),
        "hand_over": _("Contract handed to another broker"),
    },
)
audit.name_actions(PRODUCT, {"create": _("Product defined"), "change": _("Product changed")})
