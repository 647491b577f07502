from __future__ import annotations

from django.urls import path

from . import views

app_name = "billing"
urlpatterns = [
    path("", views.document_list, name="document_list"),
    path("<int:pk>/", views.document_show, name="document_show"),
    path("<int:pk>/ksef.xml", views.document_ksef, name="document_ksef"),
    path("<int:pk>/pdf/", views.document_print, name="document_print"),
    path("<int:pk>/credit/", views.document_credit, name="document_credit"),
    path("panel/", views.document_panel, name="document_panel"),
    path("vat/", views.vat_register, name="vat_register"),
    path("vat/documents/", views.vat_entry_list, name="vat_entry_list"),
]
