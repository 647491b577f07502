"""Own companies and their branches."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "organisation"
urlpatterns = [
    path("", views.company_list, name="company_list"),
    path("new/", views.company_create, name="company_create"),
    path("<int:pk>/", views.company_show, name="company_show"),
    path("<int:pk>/change/", views.company_edit, name="company_edit"),
    path("<int:pk>/branches/new/", views.branch_create, name="branch_create"),
    path("branches/<int:pk>/change/", views.branch_edit, name="branch_edit"),
]
