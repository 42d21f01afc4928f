"""Services and life situations for tests that need only a few."""

import factory

from content.models import (
    Cost,
    Deadline,
    Guide,
    GuideQuestion,
    GuideResult,
    LifeSituation,
    Service,
    ServiceSupplement,
)
from tests.factories.responsibility import AreaFactory


class LifeSituationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LifeSituation

    slug = factory.Sequence(lambda n: f"lebenslage-{n}")
    name = factory.Sequence(lambda n: f"Lebenslage {n}")
    pictogram = "p-gruenden"
    status = "published"


class ServiceFactory(factory.django.DjangoModelFactory):
    """A published service. It is found by the search only after content.actions.index_service."""

    class Meta:
        model = Service

    slug = factory.Sequence(lambda n: f"leistung-{n}")
    name = factory.Sequence(lambda n: f"Leistung {n}")
    title = factory.SelfAttribute("name")
    summary = "Wofür die Leistung da ist."
    status = "published"


class CostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cost

    service = factory.SubFactory(ServiceFactory)
    kind = Cost.Kind.FREE


class DeadlineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deadline

    service = factory.SubFactory(ServiceFactory)
    side = Deadline.Side.AUTHORITY
    amount = 3
    unit = "month"


class SupplementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceSupplement

    service = factory.SubFactory(ServiceFactory)
    area = factory.SubFactory(AreaFactory)
    status = "published"


class GuideFactory(factory.django.DjangoModelFactory):
    """A published guide with one question and nothing that it calls for."""

    class Meta:
        model = Guide
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"lotse-{n}")
    name = factory.Sequence(lambda n: f"Lotse {n}")
    teaser = "Was Sie brauchen"
    result_title = "Das brauchen Sie"
    pictogram = "p-gruenden"
    status = "published"
    question = factory.RelatedFactory("tests.factories.content.GuideQuestionFactory", factory_related_name="guide")


class GuideQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GuideQuestion

    guide = factory.SubFactory(GuideFactory, question=None)
    key = factory.Sequence(lambda n: f"frage_{n}")
    kind = "yesno"
    text = "Schenken Sie Alkohol aus?"
    short = "Alkohol"


class GuideResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GuideResult

    guide = factory.SubFactory(GuideFactory)
    service = factory.SubFactory(ServiceFactory)
    reason = "Weil es so ist."
