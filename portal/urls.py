"""Every address of the portal. Apps are named by string, so nothing here imports from above."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("", include("portal.operations.urls")),
    path("", include("content.machine_urls")),
    path("api/v1/", include("responsibility.api_urls")),
    path("api/v1/", include("content.api_urls")),
    path("v1/", include("responsibility.routing_urls")),
    path("xzufi/", include("content.xzufi_urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("i18n/", include("django.conf.urls.i18n")),
]

# German addresses carry no prefix, English ones begin with /en/.
urlpatterns += i18n_patterns(
    path("", include("content.urls")),
    path("", include("responsibility.urls")),
    path("", include("cases.urls")),
    path("konto/", include("portal.accounts.urls")),
    path("redaktion/", admin.site.urls),
    prefix_default_language=False,
)

handler400 = "portal.operations.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.operations.views.server_error"
