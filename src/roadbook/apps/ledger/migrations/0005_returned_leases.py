from django.db import migrations

from ._chart import complete


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_opening_balances"),
    ]

    operations = [
        migrations.RunPython(complete, migrations.RunPython.noop),
    ]
