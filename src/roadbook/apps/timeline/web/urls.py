"""Addresses of feeds, under /timeline/."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "timeline"

urlpatterns = [
    path("", views.feed_show, name="feed_show"),
    path("notes/", views.note_create, name="note_create"),
    path("entries/<int:pk>/pin/", views.entry_pin, name="entry_pin"),
]
