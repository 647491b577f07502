"""Home, palette, audit log, jobs, close of day, check of the books."""

from __future__ import annotations

from django.urls import path

from . import audit, views

app_name = "backoffice"
urlpatterns = [
    path("", views.home, name="home"),
    path("home/year/", views.home_year, name="home_year"),
    path("alerts/read/", views.alerts_read, name="alerts_read"),
    path("palette/", views.palette, name="palette"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/<int:pk>/", audit.audit_show, name="audit_show"),
    path("audit/<int:pk>/personal/", audit.audit_personal, name="audit_personal"),
    path("audit/seals/", audit.audit_seals, name="audit_seals"),
    path("audit/verify/", audit.audit_verify, name="audit_verify"),
    path("jobs/", views.job_list, name="job_list"),
    path("jobs/<int:pk>/", views.job_show, name="job_show"),
    path("jobs/<int:pk>/progress/", views.job_progress, name="job_progress"),
    path("jobs/<int:pk>/cancel/", views.job_cancel, name="job_cancel"),
    path("day/", views.day, name="day"),
    path("day/<int:pk>/close/", views.day_close, name="day_close"),
    path("verify/", views.verify, name="verify"),
    path("verify/run/", views.verify_run, name="verify_run"),
]
