"""``python -m roadbook`` is the console command."""

from roadbook.config.cli import main

main()
