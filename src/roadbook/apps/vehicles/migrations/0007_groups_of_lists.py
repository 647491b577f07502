from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vehicles", "0006_pages_in_order")]

    operations = [
        migrations.AddIndex(
            model_name="vehicle",
            index=models.Index(fields=["kind", "id"], name="vehicle_grouped_by_kind"),
        ),
        migrations.AddIndex(
            model_name="vehicle",
            index=models.Index(fields=["company", "id"], name="vehicle_grouped_by_company"),
        ),
    ]
