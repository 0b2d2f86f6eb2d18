"""Seconds, MiB and quality, measured on whole runs beside what a user would pick instead. Never part of the tests."""
