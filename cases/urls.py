"""Pages of this app, from three lists: the assistant, the applicant's pages, the officers' pages."""

from cases import urls_applicant, urls_assistant, urls_staff

app_name = "cases"
urlpatterns = [*urls_assistant.urlpatterns, *urls_applicant.urlpatterns, *urls_staff.urlpatterns]
