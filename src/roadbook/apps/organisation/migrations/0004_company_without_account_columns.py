from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_accounts_of_companies")]

    operations = [
        migrations.RemoveField(model_name="company", name="bank_name"),
        migrations.RemoveField(model_name="company", name="bic"),
        migrations.RemoveField(model_name="company", name="iban"),
    ]
