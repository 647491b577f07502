"""Addresses of health and metrics; included at the root."""

from django.urls import path

from . import health

app_name = "health"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.prometheus, name="metrics"),
]
