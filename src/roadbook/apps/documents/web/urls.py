"""Addresses of papers and files, under /documents/."""

from __future__ import annotations

from django.urls import path

from .views import panels, papers, permits, templates, viewer

app_name = "documents"
urlpatterns = [
    path("<int:pk>/", papers.document_file, name="document_file"),
    path("about/<str:subject>/", panels.attachments, name="attachments"),
    path("about/<str:subject>/photos/", panels.photos, name="photos"),
    path("about/<str:subject>/upload/", panels.upload, name="upload"),
    path("about/<str:subject>/known/", panels.known, name="known"),
    path("files/<int:pk>/", viewer.attachment_show, name="attachment_show"),
    path("files/<int:pk>/file/", viewer.attachment_file, name="attachment_file"),
    path("files/<int:pk>/pages/<int:number>/", viewer.attachment_page, name="attachment_page"),
    path("files/<int:pk>/check/", viewer.attachment_check, name="attachment_check"),
    path("files/<int:pk>/arrange/", viewer.attachment_arrange, name="attachment_arrange"),
    path("files/<int:pk>/remove/", viewer.attachment_remove, name="attachment_remove"),
    path("files/<int:pk>/scan/", viewer.attachment_scan, name="attachment_scan"),
    path("templates/", templates.template_list, name="template_list"),
    path("templates/open/", templates.template_open, name="template_open"),
    path("templates/<int:pk>/<str:language>/", templates.template_edit, name="template_edit"),
    path("templates/<int:pk>/<str:language>/check/", templates.template_check, name="template_check"),
    path("templates/<int:pk>/<str:language>/preview/", templates.template_preview, name="template_preview"),
    path("templates/<int:pk>/<str:language>/subjects/", templates.template_subjects, name="template_subjects"),
    path("templates/<int:pk>/<str:language>/words/", templates.template_words, name="template_words"),
    path("templates/versions/<int:pk>/", templates.version_show, name="version_show"),
    path("templates/versions/<int:pk>/act/", templates.version_act, name="version_act"),
    path("checks/", viewer.check_list, name="check_list"),
    path("identity-scans/", permits.id_scans, name="id_scans"),
    path("identity-scans/set/", permits.id_scans_set, name="id_scans_set"),
]
