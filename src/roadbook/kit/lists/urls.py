"""Addresses about lists; included under ``lists/``."""

from django.urls import path

from . import web, web_bulk

app_name = "lists"
urlpatterns = [
    path("<str:key>/totals/", web.total_rows, name="total_rows"),
    path("<str:key>/groups/", web.group_counts, name="group_counts"),
    path("<str:key>/rows/<int:pk>/", web.row_peek, name="row_peek"),
    path("<str:key>/bulk/<slug:code>/", web_bulk.bulk_form, name="bulk_form"),
    path("<str:key>/runs/<int:pk>/", web_bulk.bulk_run, name="bulk_run"),
    path("<str:key>/runs/<int:pk>/cancel/", web_bulk.bulk_cancel, name="bulk_cancel"),
    path("<str:key>/views/", web.view_create, name="view_create"),
    path("<str:key>/views/counts/", web.view_counts, name="view_counts"),
    path("<str:key>/views/opening/", web.view_open, name="view_open"),
    path("<str:key>/views/<int:pk>/", web.view_edit, name="view_edit"),
    path("<str:key>/views/<int:pk>/update/", web.view_update, name="view_update"),
    path("<str:key>/views/<int:pk>/delete/", web.view_delete, name="view_delete"),
]
