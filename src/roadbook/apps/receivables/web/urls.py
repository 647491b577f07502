from __future__ import annotations

from django.urls import path

from . import views

app_name = "receivables"
urlpatterns = [
    path("payments/", views.payment_list, name="payment_list"),
    path("payments/new/", views.payment_create, name="payment_create"),
    path("payments/new/preview/", views.payment_preview, name="payment_preview"),
    path("payments/<int:pk>/", views.payment_show, name="payment_show"),
    path("payments/<int:pk>/receipt/", views.payment_receipt, name="payment_receipt"),
    path("accounts-receivable/<int:pk>/", views.account_show, name="account_show"),
]
