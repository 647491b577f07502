from django.apps import AppConfig


class VehiclesConfig(AppConfig):
    name = "roadbook.apps.vehicles"
    label = "vehicles"
