"""Addresses of imports, under imports/."""

from __future__ import annotations

from django.urls import path

from . import web

app_name = "imports"
urlpatterns = [
    path("", web.batch_list, name="batch_list"),
    path("new/", web.batch_new, name="batch_new"),
    path("<int:pk>/", web.batch_show, name="batch_show"),
    path("<int:pk>/progress/", web.batch_progress, name="batch_progress"),
    path("<int:pk>/rows/", web.batch_rows, name="batch_rows"),
    path("<int:pk>/reread/", web.batch_reread, name="batch_reread"),
    path("<int:pk>/columns/", web.batch_map, name="batch_map"),
    path("<int:pk>/run/", web.batch_run, name="batch_run"),
    path("<int:pk>/undo/", web.batch_undo, name="batch_undo"),
    path("<int:pk>/discard/", web.batch_discard, name="batch_discard"),
    path("<int:pk>/errors/", web.batch_errors, name="batch_errors"),
    path("<int:pk>/rows/<int:row>/", web.row_edit, name="row_edit"),
]
