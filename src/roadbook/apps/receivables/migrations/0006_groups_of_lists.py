from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("receivables", "0005_every_kind_of_charge")]

    operations = [
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["channel", "id"], name="payment_grouped_by_channel"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["company", "id"], name="payment_grouped_by_company"),
        ),
    ]
