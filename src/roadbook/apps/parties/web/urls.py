"""Addresses of clients, under /clients/."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "parties"

urlpatterns = [
    path("", views.party_list, name="party_list"),
    path("new/", views.party_create, name="party_create"),
    path("number/", views.number_check, name="number_check"),
    path("<int:pk>/", views.party_file, name="party_file"),
    path("<int:pk>/edit/", views.party_edit, name="party_edit"),
    path("<int:pk>/numbers/<int:number>/show/", views.number_show, name="number_show"),
]
