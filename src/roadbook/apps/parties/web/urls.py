"""Addresses of clients, under /clients/."""

from __future__ import annotations

from django.urls import path

from .views import consents, entry, files, letters, merging, relations

app_name = "parties"

urlpatterns = [
    path("", files.party_list, name="party_list"),
    path("find/", files.party_find, name="party_find"),
    path("find/<str:sealed>/", files.party_found, name="party_found"),
    path("new/", entry.party_create, name="party_create"),
    path("number/", entry.number_check, name="number_check"),
    path("pick/", relations.party_pick, name="party_pick"),
    path("consent-texts/", consents.consent_texts, name="consent_texts"),
    path("consent-texts/new/", consents.consent_text_create, name="consent_text_create"),
    path("<int:pk>/", files.party_file, name="party_file"),
    path("<int:pk>/edit/", entry.party_edit, name="party_edit"),
    path("<int:pk>/files/", files.party_papers, name="party_papers"),
    path("<int:pk>/numbers/<int:number>/show/", files.identifier_show, name="identifier_show"),
    path("<int:pk>/papers/<int:document>/show/", files.id_document_show, name="id_document_show"),
    path("<int:pk>/manager/show/", files.manager_show, name="manager_show"),
    path("<int:pk>/relations/", relations.party_relations, name="party_relations"),
    path("<int:pk>/relations/new/", relations.relation_create, name="relation_create"),
    path("<int:pk>/relations/<int:relation>/", relations.relation_edit, name="relation_edit"),
    path("<int:pk>/relations/<int:relation>/delete/", relations.relation_delete, name="relation_delete"),
    path("<int:pk>/relations/<int:relation>/show/", relations.outsider_show, name="outsider_show"),
    path("<int:pk>/addresses/<slug:kind>/returned/", letters.letter_return, name="letter_return"),
    path("<int:pk>/addresses/<slug:kind>/works/", letters.address_confirm, name="address_confirm"),
    path("<int:pk>/consents/", consents.party_consents, name="party_consents"),
    path("<int:pk>/consents/new/", consents.consent_give, name="consent_give"),
    path("<int:pk>/consents/<int:consent>/withdraw/", consents.consent_withdraw, name="consent_withdraw"),
    path("<int:pk>/merge/", merging.merge_start, name="merge_start"),
    path("<int:pk>/merge/<int:other>/", merging.merge_preview, name="merge_preview"),
    path("<int:pk>/part/", merging.merge_undo, name="merge_undo"),
]
