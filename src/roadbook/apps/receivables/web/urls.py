from __future__ import annotations

from django.urls import path

from .views import accounts, payments

app_name = "receivables"
urlpatterns = [
    path("payments/", payments.payment_list, name="payment_list"),
    path("payments/new/", payments.payment_create, name="payment_create"),
    path("payments/new/preview/", payments.payment_preview, name="payment_preview"),
    path("payments/<int:pk>/", payments.payment_show, name="payment_show"),
    path("payments/<int:pk>/receipt/", payments.payment_receipt, name="payment_receipt"),
    path("payments/<int:pk>/reverse/", payments.payment_reverse, name="payment_reverse"),
    path("charges/", accounts.charge_list, name="charge_list"),
    path("accounts-receivable/<int:pk>/", accounts.account_show, name="account_show"),
    path("accounts-receivable/<int:pk>/statement/", accounts.account_statement, name="account_statement"),
    path("accounts-receivable/<int:pk>/slip/", accounts.account_slip, name="account_slip"),
    path("accounts-receivable/<int:pk>/apply/", accounts.account_apply, name="account_apply"),
]
