"""Addresses in the shape of the FIT-Connect routing API 2.0.0, below /v1/."""

from django.urls import path

from responsibility import api_routing

urlpatterns = [
    path("routes", api_routing.Routes.as_view(), name="routing-routes"),
    path("areas", api_routing.RoutingAreas.as_view(), name="routing-areas"),
    path("info", api_routing.Info.as_view(), name="routing-info"),
]
