"""Addresses of the tray of jobs, under jobs/."""

from __future__ import annotations

from django.urls import path

from . import web

app_name = "jobs"
urlpatterns = [
    path("tray/", web.tray, name="tray"),
    path("tray/<int:pk>/cancel/", web.tray_cancel, name="tray_cancel"),
]
