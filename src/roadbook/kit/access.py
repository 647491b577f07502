"""Who may open a view. Every view carries one of two decorators: ``requires`` or ``public``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

View = TypeVar("View", bound=Callable[..., HttpResponse])


class SignedRequest(HttpRequest):
    """A request that has passed the kit's middlewares."""

    htmx: Any
    permissions: frozenset[str]
    request_id: str


def requires(permission: str = "") -> Callable[[View], View]:
    """Decorator: the view opens for users who hold the permission somewhere; without one, for every signed-in user.

    A page sends strangers to the sign-in page, an htmx request answers 401. Without the permission: 403. Rows are
    narrowed by the view's queryset (``visible_to``), not here.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            if permission and permission not in request.permissions:
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]  # read by the authorisation matrix
        return cast("View", guarded)

    return decorate


def public(view: View) -> View:
    """Decorator: the view opens for everybody."""
    view.is_public = True  # type: ignore[attr-defined]  # read by the authorisation matrix
    return view


def permissions_of(user: Any) -> frozenset[str]:
    """Every permission that the user holds in any company, by the function that settings name. None for strangers."""
    if not user.is_authenticated:
        return frozenset()
    find: Callable[[Any], frozenset[str]] = import_string(settings.ROADBOOK_PERMISSIONS)
    return find(user)


def companies(user: Any, permission: str) -> dict[int, str]:
    """The names of the companies in which the user holds the permission, by id, by the function that settings name."""
    if user is None or not user.is_authenticated:
        return {}
    find: Callable[[Any, str], dict[int, str]] = import_string(settings.ROADBOOK_COMPANIES)
    return find(user, permission)


class Can:
    """What templates ask: ``can.contract_edit`` is True when ``contract.edit`` is held."""

    def __init__(self, permissions: frozenset[str]) -> None:
        self._permissions = permissions

    def __getitem__(self, name: str) -> bool:
        return any(held.replace(".", "_") == name for held in self._permissions)


def can(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the variable ``can``."""
    return {"can": Can(getattr(request, "permissions", frozenset()))}


def _ask_to_sign_in(request: SignedRequest) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())
