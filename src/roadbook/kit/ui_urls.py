"""The living style page."""

from __future__ import annotations

from django.urls import path

from roadbook.kit import web_ui

app_name = "ui"
urlpatterns = [path("", web_ui.style_page, name="style_page")]
