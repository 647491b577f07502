from django.db import migrations

from ._chart import complete


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_chart_rules_and_months_as_data"),
    ]

    operations = [
        migrations.RunPython(complete, migrations.RunPython.noop),
    ]
