"""Users, and what a user decides about the own account."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "identity"
urlpatterns = [
    path("users/", views.user_list, name="user_list"),
    path("users/new/", views.user_create, name="user_create"),
    path("users/<int:pk>/", views.user_show, name="user_show"),
    path("users/<int:pk>/assign/", views.user_assign, name="user_assign"),
    path("users/<int:pk>/deactivate/", views.user_deactivate, name="user_deactivate"),
    path("users/<int:pk>/reactivate/", views.user_reactivate, name="user_reactivate"),
    path("users/<int:pk>/reset-password/", views.user_reset_password, name="user_reset_password"),
    path("users/assignments/<int:pk>/end/", views.assignment_end, name="assignment_end"),
    path("preferences/", views.preferences, name="preferences"),
    path("preferences/language/", views.language, name="language"),
    path("preferences/sign-out-elsewhere/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("preferences/keys/", views.key_list, name="key_list"),
    path("preferences/keys/new/", views.key_create, name="key_create"),
    path("preferences/keys/<int:pk>/revoke/", views.key_revoke, name="key_revoke"),
]
