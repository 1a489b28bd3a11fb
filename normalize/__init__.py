"""What a string means: a number, a period, a unit, a name. Pure; no I/O but its own data files."""
