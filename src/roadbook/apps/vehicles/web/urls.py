"""Addresses of vehicles, under /vehicles/."""

from __future__ import annotations

from django.urls import path

from .views import catalogue, papers, record, vehicles

app_name = "vehicles"

urlpatterns = [
    path("", vehicles.vehicle_list, name="vehicle_list"),
    path("new/", vehicles.vehicle_create, name="vehicle_create"),
    path("vin/", vehicles.vin_check, name="vin_check"),
    path("trim/", vehicles.trim_check, name="trim_check"),
    path("expiring/", vehicles.expiring_list, name="expiring_list"),
    path("<int:pk>/", record.vehicle_show, name="vehicle_show"),
    path("<int:pk>/papers/", record.vehicle_papers, name="vehicle_papers"),
    path("<int:pk>/odometer/", record.vehicle_odometer, name="vehicle_odometer"),
    path("<int:pk>/files/", record.vehicle_files, name="vehicle_files"),
    path("<int:pk>/edit/", vehicles.vehicle_edit, name="vehicle_edit"),
    path("<int:pk>/papers/new/", papers.paper_create, name="paper_create"),
    path("papers/<int:pk>/edit/", papers.paper_edit, name="paper_edit"),
    path("papers/<int:pk>/end/", papers.paper_end, name="paper_end"),
    path("<int:pk>/odometer/new/", papers.reading_create, name="reading_create"),
    path("odometer/<int:pk>/correct/", papers.reading_correct, name="reading_correct"),
    path("<int:pk>/plate/", papers.plate_change, name="plate_change"),
    path("catalogue/", catalogue.catalogue_list, {"noun": "model"}, name="catalogue"),
    path("catalogue/<slug:noun>/", catalogue.catalogue_list, name="catalogue_list"),
    path("catalogue/<slug:noun>/new/", catalogue.catalogue_create, name="catalogue_create"),
    path("catalogue/<slug:noun>/<int:pk>/", catalogue.catalogue_show, name="catalogue_show"),
    path("catalogue/<slug:noun>/<int:pk>/edit/", catalogue.catalogue_edit, name="catalogue_edit"),
    path("catalogue/<slug:noun>/<int:pk>/merge/", catalogue.catalogue_merge, name="catalogue_merge"),
    path("catalogue/<slug:noun>/<int:pk>/retire/", catalogue.catalogue_retire, name="catalogue_retire"),
]
