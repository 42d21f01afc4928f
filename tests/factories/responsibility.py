"""Areas, organisations and rules for tests that need only a few."""

import factory

from responsibility.models import Area, Organisation, PostcodeArea, Responsibility, Role, ServiceGroup
from responsibility.rules.names import fold


class AreaFactory(factory.django.DjangoModelFactory):
    """A municipality; `parent` puts it into a tree, and the way up follows."""

    class Meta:
        model = Area

    ars = factory.Sequence(lambda n: f"1307{n:08d}")
    kind = Area.Kind.GEMEINDE
    short_name = factory.Sequence(lambda n: f"Musterdorf {n}")
    name = factory.SelfAttribute("short_name")
    search_name = factory.LazyAttribute(lambda area: fold(area.short_name))
    parent = None
    path = factory.LazyAttribute(lambda area: [area.ars, *(area.parent.path if area.parent else [])])


class PostcodeAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PostcodeArea

    postcode = factory.Sequence(lambda n: f"{17000 + n}")
    area = factory.SubFactory(AreaFactory)
    confidence = PostcodeArea.Confidence.HIGH


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"behoerde-{n}")
    name = factory.Sequence(lambda n: f"Behörde {n}")
    kind = Organisation.Kind.LOCAL


class ServiceGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceGroup

    slug = factory.Sequence(lambda n: f"gruppe-{n}")
    name = factory.Sequence(lambda n: f"Gruppe {n}")


class ResponsibilityFactory(factory.django.DjangoModelFactory):
    """A rule; give it a service or a group, an area, and an organisation or a level."""

    class Meta:
        model = Responsibility

    role = Role.ZB
    area = factory.SubFactory(AreaFactory)
