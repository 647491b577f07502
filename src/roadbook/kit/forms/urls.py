"""Addresses of the form kit."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "forms"
urlpatterns = [
    path("drafts/keep/", views.draft_keep, name="draft_keep"),
    path("drafts/discard/", views.draft_discard, name="draft_discard"),
    path("echo/", views.echo, name="echo"),
    path("holidays/<slug:country>/<int:year>/", views.holidays, name="holidays"),
]
