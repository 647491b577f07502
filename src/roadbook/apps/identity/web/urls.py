"""Users, roles, and what a user decides about the own account."""

from __future__ import annotations

from django.urls import path

from .views import account, keys, roles, users

app_name = "identity"
urlpatterns = [
    path("users/", users.user_list, name="user_list"),
    path("users/new/", users.user_create, name="user_create"),
    path("users/<int:pk>/", users.user_show, name="user_show"),
    path("users/sign-ins/", users.sign_in_list, name="sign_in_list"),
    path("users/<int:pk>/assign/", users.user_assign, name="user_assign"),
    path("users/<int:pk>/copy/", users.user_copy, name="user_copy"),
    path("users/<int:pk>/deactivate/", users.user_deactivate, name="user_deactivate"),
    path("users/<int:pk>/reactivate/", users.user_reactivate, name="user_reactivate"),
    path("users/<int:pk>/reset-password/", users.user_reset_password, name="user_reset_password"),
    path("users/<int:pk>/clear-factors/", users.user_clear_factors, name="user_clear_factors"),
    path("users/<int:pk>/end-sessions/", users.user_end_sessions, name="user_end_sessions"),
    path("users/assignments/<int:pk>/end/", users.assignment_end, name="assignment_end"),
    path("users/roles/", roles.role_list, name="role_list"),
    path("users/templates/", roles.template_list, name="template_list"),
    path("users/templates/new/", roles.template_create, name="template_create"),
    path("users/templates/<int:pk>/", roles.template_edit, name="template_edit"),
    path("users/templates/<int:pk>/remove/", roles.template_remove, name="template_remove"),
    path("users/sign-in/", roles.policy_list, name="policy_list"),
    path("users/sign-in/<int:pk>/", roles.policy_edit, name="policy_edit"),
    path("preferences/", account.preferences, name="preferences"),
    path("preferences/language/", account.language, name="language"),
    path("preferences/sessions/", account.session_list, name="session_list"),
    path("preferences/sessions/<int:pk>/end/", users.session_end, name="session_end"),
    path("preferences/sign-out-elsewhere/", account.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("preferences/keys/", keys.key_list, name="key_list"),
    path("preferences/keys/new/", keys.key_create, name="key_create"),
    path("preferences/keys/<int:pk>/rotate/", keys.key_rotate, name="key_rotate"),
    path("preferences/keys/<int:pk>/revoke/", keys.key_revoke, name="key_revoke"),
]
