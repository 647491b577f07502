from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leasing", "0005_four_product_kinds")]

    operations = [
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["state", "id"], name="contract_grouped_by_state"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["company", "id"], name="contract_grouped_by_company"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["branch", "id"], name="contract_grouped_by_branch"),
        ),
    ]
