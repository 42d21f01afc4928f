import django.db.models.deletion
from django.db import migrations, models


def keep_published(apps, schema_editor):
    apps.get_model("content", "Service").objects.filter(is_published=True).update(status="published")
    apps.get_model("content", "LifeSituation").objects.update(status="published")


STATUS = models.CharField(
    choices=[
        ("draft", "Entwurf"),
        ("in_review", "in Prüfung"),
        ("published", "veröffentlicht"),
        ("expired", "abgelaufen"),
    ],
    default="draft",
    editable=False,
    max_length=12,
    verbose_name="Stand",
)


def owner():
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="responsibility.organisation",
        verbose_name="Redaktion",
    )


def moment(name):
    return models.DateTimeField(blank=True, null=True, verbose_name=name)


def added(model):
    return [
        migrations.AddField(model_name=model, name="owner", field=owner()),
        migrations.AddField(model_name=model, name="status", field=STATUS),
        migrations.AddField(model_name=model, name="publish_at", field=moment("veröffentlichen am")),
        migrations.AddField(model_name=model, name="expire_at", field=moment("zurückziehen am")),
    ]


def computed(model):
    return [
        migrations.AddField(
            model_name=model,
            name="is_published",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Q(("status", "published")),
                output_field=models.BooleanField(),
                verbose_name="veröffentlicht",
            ),
        ),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("publish_at__isnull", True),
                    ("expire_at__isnull", True),
                    ("publish_at__lt", models.F("expire_at")),
                    _connector="OR",
                ),
                name=f"{model}_expires_after_publication",
                violation_error_message="Der Text wird zurückgezogen, bevor er veröffentlicht ist.",
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0006_cost_range"),
    ]

    operations = [
        *added("service"),
        *added("lifesituation"),
        migrations.RunPython(keep_published, migrations.RunPython.noop),
        migrations.RemoveField(model_name="service", name="is_published"),
        *computed("service"),
        *computed("lifesituation"),
    ]
