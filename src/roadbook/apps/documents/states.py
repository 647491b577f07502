"""The life of an attached file: looked at by the back office, accepted or rejected."""

from __future__ import annotations

from .enums import AttachmentEvent, AttachmentState

START = AttachmentState.NEW

ATTACHMENT: dict[str, dict[str, str]] = {
    AttachmentState.NEW: {
        AttachmentEvent.ACCEPT: AttachmentState.ACCEPTED,
        AttachmentEvent.REJECT: AttachmentState.REJECTED,
    },
    AttachmentState.ACCEPTED: {AttachmentEvent.REJECT: AttachmentState.REJECTED},
    AttachmentState.REJECTED: {AttachmentEvent.ACCEPT: AttachmentState.ACCEPTED},
}

OWNERS = {AttachmentState.NEW: "back_office"}

DIAGRAMS = {"attachment": (ATTACHMENT, START, OWNERS)}
