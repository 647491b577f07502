"""Screens of papers and files."""
