from __future__ import annotations

from django.urls import path

from .views import balance, chart, journal, months

app_name = "ledger"
urlpatterns = [
    path("", balance.trial_balance, name="trial_balance"),
    path("accounts/", chart.account_list, name="account_list"),
    path("accounts/new/", chart.account_create, name="account_create"),
    path("accounts/<int:pk>/", chart.account_change, name="account_change"),
    path("rules/", chart.posting_rules, name="posting_rules"),
    path("rules/<int:pk>/", chart.rule_change, name="rule_change"),
    path("months/", months.period_list, name="period_list"),
    path("months/<int:pk>/", months.period_show, name="period_show"),
    path("months/<int:pk>/close/", months.period_close, name="period_close"),
    path("months/<int:pk>/reopen/", months.period_reopen, name="period_reopen"),
    path("journal/", journal.journal_list, name="journal_list"),
    path("journal/<int:pk>/", journal.journal_show, name="journal_show"),
]
