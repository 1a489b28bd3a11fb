import typer


def register(app: typer.Typer) -> None:
    """Add this family's commands to the command line."""
