"""Stops an upload that is too large before its body is read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from .limits import LIMITS, MEGABYTE

FILES_AT_ONCE = 4


class LimitHandler(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: a multipart body longer than four files of the largest size is not parsed."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *more: Any, **named: Any) -> None:  # noqa: ARG002, N803 - Django's signature
        if content_length > FILES_AT_ONCE * LIMITS.size + MEGABYTE:
            raise RequestDataTooBig("the body is longer than the files that are taken")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's signature
        return None
