"""Addresses of the applicant's pages after the application is sent."""

from django.urls import path

from cases.views import applicant

urlpatterns = [
    path("fall/", applicant.lookup, name="lookup"),
    path("fall/<str:reference>/", applicant.case, name="case"),
    path("fall/<str:reference>/nachreichen/<int:request_id>/", applicant.answer, name="answer"),
    path("fall/<str:reference>/nachricht/", applicant.message, name="message"),
    path("fall/<str:reference>/zuruecknehmen/", applicant.withdraw, name="withdraw"),
    path("fall/<str:reference>/bescheinigung/<int:proceeding_id>/", applicant.demand_certificate, name="certificate"),
    path("fall/<str:reference>/dokument/<int:document_id>/", applicant.document, name="document"),
    path("konto/", applicant.account, name="account"),
    path("konto/weiter/", applicant.after_login, name="after_login"),
]
