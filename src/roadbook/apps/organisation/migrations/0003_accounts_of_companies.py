"""The one bank account that a company had becomes its first; branches are found by what they say."""

from typing import Any

from django.db import migrations

from roadbook.kit import text


def fill(apps: Any, _editor: Any) -> None:
    accounts, branches = apps.get_model("organisation", "BankAccount"), apps.get_model("organisation", "Branch")
    accounts.objects.bulk_create(
        accounts(
            company=company,
            bank=company.bank_name,
            iban=company.iban,
            bic=company.bic,
            currency=company.currency,
            is_default=True,
        )
        for company in apps.get_model("organisation", "Company").objects.exclude(iban="")
    )
    for branch in branches.objects.all():
        found_by = text.search_text(branch.code, branch.name, branch.city, branch.address)
        branches.objects.filter(pk=branch.pk).update(search_text=found_by)


def give_back(apps: Any, _editor: Any) -> None:
    """The account on papers becomes the company's one account again."""
    for account in apps.get_model("organisation", "BankAccount").objects.filter(is_default=True):
        company = account.company
        if account.currency == company.currency:
            company.bank_name, company.iban, company.bic = account.bank, account.iban, account.bic
            company.save(update_fields=["bank_name", "iban", "bic"])


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_whole_company")]

    operations = [migrations.RunPython(fill, give_back)]
