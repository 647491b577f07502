from __future__ import annotations

from django.urls import path

from .views import drafting, moves, records

app_name = "payables"
urlpatterns = [
    path("", records.bill_list, name="bill_list"),
    path("new/", drafting.refund_create, name="refund_create"),
    path("panel/", records.bill_panel, name="bill_panel"),
    path("<int:pk>/", records.bill_show, name="bill_show"),
    path("<int:pk>/edit/", drafting.refund_edit, name="refund_edit"),
    path("<int:pk>/approve/", moves.bill_approve, name="bill_approve"),
    path("<int:pk>/pay/", moves.bill_pay, name="bill_pay"),
    path("<int:pk>/cancel/", moves.bill_cancel, name="bill_cancel"),
]
