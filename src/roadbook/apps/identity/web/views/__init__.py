"""Screens of users, roles and the own account."""
