"""Screens of what we owe."""
