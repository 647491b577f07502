"""Static files by name of their content, so that browsers may keep them for ever; imports of our modules included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Whitenoise's storage that also follows ``import "./x.js"`` inside modules."""

    support_js_module_import_aggregation = True
