"""Addresses of exports, under exports/."""

from __future__ import annotations

from django.urls import path

from . import web

app_name = "exports"
urlpatterns = [
    path("", web.export_list, name="export_list"),
    path("new/", web.export_new, name="export_new"),
    path("<int:pk>/file/", web.export_file, name="export_file"),
    path("<int:pk>/cancel/", web.export_cancel, name="export_cancel"),
]
