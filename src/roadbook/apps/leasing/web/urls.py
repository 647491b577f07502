"""Addresses of leasing, included at the root."""

from __future__ import annotations

from django.urls import path

from .views import contracts, entry, life, moves, papers, products, registers, taking

app_name = "leasing"

urlpatterns = [
    path("contracts/", contracts.contract_list, name="contract_list"),
    path("contracts/new/", entry.contract_create, name="contract_create"),
    path("contracts/preview/", entry.contract_preview, name="contract_preview"),
    path("contracts/clients/", entry.client_pick, name="client_pick"),
    path("contracts/vehicles/", entry.vehicle_pick, name="vehicle_pick"),
    path("contracts/taken-over/", taking.taken_list, name="taken_list"),
    path("contracts/taken-over/<int:pk>/statement/", taking.taken_statement, name="taken_statement"),
    path("contracts/panel/", contracts.contract_panel, name="contract_panel"),
    path("contracts/<int:pk>/", contracts.contract_show, name="contract_show"),
    path("contracts/<int:pk>/payments/", contracts.contract_payments, name="contract_payments"),
    path("contracts/<int:pk>/documents/", contracts.contract_documents, name="contract_documents"),
    path("contracts/<int:pk>/papers/", papers.contract_paper, name="contract_paper"),
    path("contracts/<int:pk>/parties/", contracts.contract_parties, name="contract_parties"),
    path("contracts/<int:pk>/instalments/<int:number>/", contracts.instalment_row, name="instalment_row"),
    path("contracts/<int:pk>/edit/", entry.contract_edit, name="contract_edit"),
    path("contracts/<int:pk>/sign/", moves.contract_sign, name="contract_sign"),
    path("contracts/<int:pk>/activate/", life.contract_activate, name="contract_activate"),
    path("contracts/<int:pk>/activate/preview/", life.activation_preview, name="activation_preview"),
    path("contracts/<int:pk>/close/", life.contract_close, name="contract_close"),
    path("contracts/<int:pk>/fee/", life.contract_fee, name="contract_fee"),
    path("contracts/<int:pk>/terminate/", life.contract_terminate, name="contract_terminate"),
    path("contracts/<int:pk>/terminate/preview/", life.termination_preview, name="termination_preview"),
    path("contracts/<int:pk>/return/", life.contract_take_back, name="contract_take_back"),
    path("contracts/<int:pk>/cancel/", moves.contract_cancel, name="contract_cancel"),
    path("instalments/", registers.instalment_list, name="instalment_list"),
    path("products/", products.product_list, name="product_list"),
    path("products/new/", products.product_create, name="product_create"),
    path("products/vat/", products.product_vat, name="product_vat"),
    path("products/<int:pk>/", products.product_edit, name="product_edit"),
    path("products/<int:pk>/versions/", products.product_versions, name="product_versions"),
]
