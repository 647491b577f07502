"""Screens of own companies."""
