"""Addresses of vehicles, under /vehicles/."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "vehicles"

urlpatterns = [
    path("", views.vehicle_list, name="vehicle_list"),
    path("new/", views.vehicle_create, name="vehicle_create"),
    path("vin/", views.vin_check, name="vin_check"),
    path("<int:pk>/", views.vehicle_show, name="vehicle_show"),
    path("<int:pk>/edit/", views.vehicle_edit, name="vehicle_edit"),
]
