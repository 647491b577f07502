"""What the audit log calls the acts and things of vehicles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

VEHICLE = "vehicles.vehicle"

audit.name_subject(VEHICLE, _("Vehicle"), "vehicles:vehicle_show", audit.titles_from(VEHICLE, "vin"))
audit.name_actions(VEHICLE, {"register": _("Vehicle entered"), "change": _("Vehicle changed")})
