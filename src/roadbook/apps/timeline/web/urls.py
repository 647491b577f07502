"""Addresses of feeds, under /timeline/."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "timeline"

urlpatterns = [
    path("", views.feed_show, name="feed_show"),
    path("notes/", views.note_create, name="note_create"),
    path("notes/<int:pk>/", views.note_edit, name="note_edit"),
    path("notes/<int:pk>/remove/", views.note_remove, name="note_remove"),
    path("entries/<int:pk>/pin/", views.entry_pin, name="entry_pin"),
]
