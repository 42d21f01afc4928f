"""REST addresses of this app below /api/v1/."""

from django.urls import path

from responsibility import api, api_answers

urlpatterns = [
    path("areas/", api.Areas.as_view(), name="api-areas"),
    path("organisations/", api.Organisations.as_view(), name="api-organisations"),
    path("organisations/<int:pk>/", api.OrganisationDetail.as_view(), name="api-organisation"),
    path("responsibilities/", api_answers.Responsibilities.as_view(), name="api-responsibilities"),
]
