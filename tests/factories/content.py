"""Services and life situations for tests that need only a few."""

import factory

from content.models import LifeSituation, Service


class LifeSituationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LifeSituation

    slug = factory.Sequence(lambda n: f"lebenslage-{n}")
    name = factory.Sequence(lambda n: f"Lebenslage {n}")
    pictogram = "p-gruenden"


class ServiceFactory(factory.django.DjangoModelFactory):
    """A published service. It is found by the search only after content.actions.index_service."""

    class Meta:
        model = Service

    slug = factory.Sequence(lambda n: f"leistung-{n}")
    name = factory.Sequence(lambda n: f"Leistung {n}")
    title = factory.SelfAttribute("name")
    summary = "Wofür die Leistung da ist."
    is_published = True
