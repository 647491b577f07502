"""Own companies and their branches."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "organisation"
urlpatterns = [
    path("", views.company_list, name="company_list"),
    path("new/", views.company_new, name="company_new"),
    path("<int:pk>/", views.company_detail, name="company_detail"),
    path("<int:pk>/change/", views.company_change, name="company_change"),
    path("<int:pk>/branches/new/", views.branch_new, name="branch_new"),
    path("branches/<int:pk>/change/", views.branch_change, name="branch_change"),
]
