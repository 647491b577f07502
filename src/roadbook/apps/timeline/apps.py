from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "roadbook.apps.timeline"
    label = "timeline"
