"""Migrations of the archive's database, run by `letopis upgrade`."""
