"""Own companies and their branches."""

from __future__ import annotations

from django.urls import path

from .views import companies, record

app_name = "organisation"
urlpatterns = [
    path("", companies.company_list, name="company_list"),
    path("new/", companies.company_create, name="company_create"),
    path("branches/", companies.branch_list, name="branch_list"),
    path("<int:pk>/", record.company_show, name="company_show"),
    path("<int:pk>/branches/", record.company_branches, name="company_branches"),
    path("<int:pk>/accounts/", record.company_accounts, name="company_accounts"),
    path("<int:pk>/series/", record.company_series, name="company_series"),
    path("<int:pk>/holidays/", record.company_holidays, name="company_holidays"),
    path("<int:pk>/manager-number/", record.manager_number_show, name="manager_number_show"),
    path("<int:pk>/change/", companies.company_edit, name="company_edit"),
    path("<int:pk>/branches/new/", companies.branch_create, name="branch_create"),
    path("branches/<int:pk>/change/", companies.branch_edit, name="branch_edit"),
    path("branches/<int:pk>/close/", companies.branch_close, name="branch_close"),
    path("branches/<int:pk>/reopen/", companies.branch_reopen, name="branch_reopen"),
    path("<int:pk>/accounts/new/", companies.account_create, name="account_create"),
    path("accounts/<int:pk>/change/", companies.account_edit, name="account_edit"),
    path("accounts/<int:pk>/close/", companies.account_close, name="account_close"),
    path("<int:pk>/series/choose/", companies.prefix_choose, name="prefix_choose"),
]
