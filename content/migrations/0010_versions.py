import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_published(apps, schema_editor):
    apps.get_model("content", "ServiceSupplement").objects.update(status="published")


def give_to_authorities(apps, schema_editor):
    """The text of an area belongs to its authority."""
    organisations = apps.get_model("responsibility", "Organisation").objects
    owners = dict(organisations.filter(kind__in=("local", "district"), area__isnull=False).values_list("area", "pk"))
    for supplement in apps.get_model("content", "ServiceSupplement").objects.filter(area__in=owners):
        supplement.owner_id = owners[supplement.area_id]
        supplement.save(update_fields=["owner"])


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0009_pages_news_and_explanations'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('responsibility', '0009_versions_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EditorialOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('four_eyes', models.BooleanField(default=False, help_text='Eine zweite Person gibt frei, die an der Fassung nicht geschrieben hat.', verbose_name='Vier Augen')),
            ],
            options={
                'verbose_name': 'Redaktion',
                'verbose_name_plural': 'Redaktionen',
                'ordering': ['organisation__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField(verbose_name='Fassung')),
                ('status', models.CharField(choices=[('draft', 'Entwurf'), ('in_review', 'in Prüfung'), ('approved', 'freigegeben'), ('rejected', 'zurückgegeben'), ('published', 'veröffentlicht'), ('superseded', 'überholt')], default='draft', max_length=12, verbose_name='Stand')),
                ('data', models.JSONField()),
                ('translations', models.JSONField(default=dict)),
                ('saves', models.PositiveIntegerField(default=1)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='Was sich ändert')),
                ('author_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('saved_at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('publish_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'Fassung',
                'verbose_name_plural': 'Fassungen',
                'ordering': ['-number'],
                'permissions': [('edit_everything', 'Alle Inhalte bearbeiten (Redaktion des Landes)')],
            },
        ),
        migrations.AddField(
            model_name='servicesupplement',
            name='expire_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='zurückziehen am'),
        ),
        migrations.AddField(
            model_name='servicesupplement',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='responsibility.organisation', verbose_name='Redaktion'),
        ),
        migrations.AddField(
            model_name='servicesupplement',
            name='status',
            field=models.CharField(choices=[('draft', 'Entwurf'), ('in_review', 'in Prüfung'), ('published', 'veröffentlicht'), ('expired', 'abgelaufen')], default='draft', editable=False, max_length=12, verbose_name='Stand'),
        ),
        migrations.AddField(
            model_name='servicesupplement',
            name='publish_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='veröffentlichen am'),
        ),
        migrations.AddConstraint(
            model_name='servicesupplement',
            constraint=models.CheckConstraint(condition=models.Q(('publish_at__isnull', True), ('expire_at__isnull', True), ('publish_at__lt', models.F('expire_at')), _connector='OR'), name='servicesupplement_expires_after_publication', violation_error_message='Der Text wird zurückgezogen, bevor er veröffentlicht ist.'),
        ),
        migrations.AddField(
            model_name='editorialoffice',
            name='organisation',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='responsibility.organisation', verbose_name='Behörde'),
        ),
        migrations.AddField(
            model_name='version',
            name='base',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.version'),
        ),
        migrations.AddField(
            model_name='version',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype'),
        ),
        migrations.AddField(
            model_name='version',
            name='reviewed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='version',
            name='saved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(keep_published, migrations.RunPython.noop),
        # What the rows still owe the foreign keys, before the table changes again
        migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', migrations.RunSQL.noop),
        migrations.AddField(
            model_name='servicesupplement',
            name='is_published',
            field=models.GeneratedField(db_persist=True, expression=models.Q(('status', 'published')), output_field=models.BooleanField(), verbose_name='veröffentlicht'),
        ),
        migrations.AddConstraint(
            model_name='editorialoffice',
            constraint=models.UniqueConstraint(fields=('organisation',), name='one_office_each', nulls_distinct=False, violation_error_message='Diese Redaktion gibt es schon.'),
        ),
        migrations.AddIndex(
            model_name='version',
            index=models.Index(condition=models.Q(('status', 'approved')), fields=['publish_at'], name='version_to_publish'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id', 'number'), name='version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'in_review', 'approved', 'rejected'))), fields=('content_type', 'object_id'), name='one_open_version'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('content_type', 'object_id'), name='one_published_version'),
        ),
        migrations.RunPython(give_to_authorities, migrations.RunPython.noop),
        # What the rows still owe the foreign keys, before the table changes again
        migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', migrations.RunSQL.noop),
    ]
