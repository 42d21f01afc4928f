"""What machines read at fixed addresses, and pictures."""

from django.urls import path

from content.views import machines, texts

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap, name="sitemap_section"),
    path("bilder/<slug:slug>-<str:digest>.<slug:ending>", texts.picture, name="picture"),
]
