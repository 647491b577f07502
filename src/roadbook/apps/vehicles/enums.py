"""What kinds of vehicles there are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Body(models.TextChoices):
    SALOON = "saloon", _("Saloon")
    HATCHBACK = "hatchback", _("Hatchback")
    ESTATE = "estate", _("Estate")
    SUV = "suv", _("SUV")
    COUPE = "coupe", _("Coupé")
    CONVERTIBLE = "convertible", _("Convertible")
    MPV = "mpv", _("People carrier")
    PICKUP = "pickup", _("Pickup")
    VAN = "van", _("Van")
    TRUCK = "truck", _("Truck")
    BUS = "bus", _("Bus")
    MOTORCYCLE = "motorcycle", _("Motorcycle")
    TRAILER = "trailer", _("Trailer")


class Fuel(models.TextChoices):
    PETROL = "petrol", _("Petrol")
    DIESEL = "diesel", _("Diesel")
    HYBRID = "hybrid", _("Hybrid")
    PLUGIN_HYBRID = "plugin_hybrid", _("Plug-in hybrid")
    ELECTRIC = "electric", _("Electric")
    LPG = "lpg", _("LPG")
    CNG = "cng", _("CNG")
    HYDROGEN = "hydrogen", _("Hydrogen")


class Gearbox(models.TextChoices):
    MANUAL = "manual", _("Manual")
    AUTOMATIC = "automatic", _("Automatic")
    ROBOT = "robot", _("Automated manual")
    CVT = "cvt", _("Continuously variable")


class Drive(models.TextChoices):
    FRONT = "front", _("Front wheels")
    REAR = "rear", _("Rear wheels")
    ALL = "all", _("All wheels")


class EuroClass(models.TextChoices):
    EURO_1 = "euro1", "Euro 1"
    EURO_2 = "euro2", "Euro 2"
    EURO_3 = "euro3", "Euro 3"
    EURO_4 = "euro4", "Euro 4"
    EURO_5 = "euro5", "Euro 5"
    EURO_6 = "euro6", "Euro 6"
    EURO_6D = "euro6d", "Euro 6d"
    EURO_7 = "euro7", "Euro 7"


class VehicleKind(models.TextChoices):
    NEW = "new", _("New")
    USED = "used", _("Used")
    DEMO = "demo", _("Demonstration car")
    CONSIGNED = "consigned", _("Consigned")
    REPOSSESSED = "repossessed", _("Repossessed")


class PowerUnit(models.TextChoices):
    """In which unit the power was entered; the other one is computed."""

    KILOWATTS = "kw", _("kW")
    HORSEPOWER = "hp", _("hp")


class DistanceUnit(models.TextChoices):
    KILOMETRES = "km", _("km")
    MILES = "mi", _("miles")


class OdometerSource(models.TextChoices):
    ENTRY = "entry", _("Entered with the vehicle")
    INSPECTION = "inspection", _("Technical inspection")
    SERVICE = "service", _("Service")
    HAND_OVER = "hand_over", _("Hand-over")
    RETURN = "return", _("Return")
    APPRAISAL = "appraisal", _("Appraisal")
    HISTORY_REPORT = "history_report", _("History report")
    CLIENT = "client", _("Told by the client")
    CORRECTION = "correction", _("Correction")


class PaperKind(models.TextChoices):
    REGISTRATION_1 = "registration_1", _("Registration certificate, part I")
    REGISTRATION_2 = "registration_2", _("Registration certificate, part II")
    REGISTRATION_PERMIT = "registration_permit", _("Document allowing registration")
    TITLE = "title", _("Title document")
    COC = "coc", _("Certificate of conformity")
    CUSTOMS = "customs", _("Customs declaration")
    INSPECTION = "inspection", _("Technical inspection")
    LIABILITY = "liability", _("Third-party liability insurance")
    CASCO = "casco", _("Casco insurance")
    VIGNETTE = "vignette", _("Vignette")
    WARRANTY = "warranty", _("Warranty")
    POWER_OF_ATTORNEY = "power_of_attorney", _("Power of attorney")
    OTHER = "other", _("Other paper")


class PaperForm(models.TextChoices):
    PAPER = "paper", _("On paper")
    ELECTRONIC = "electronic", _("Electronic")


MANY_AT_A_TIME = {PaperKind.POWER_OF_ATTORNEY, PaperKind.OTHER}
