"""What every act of a button says afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from roadbook.kit.errors import Forbidden, Refused


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    """Run the action of a button; say that it is done, or why not."""
    try:
        act()
    except Forbidden as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
