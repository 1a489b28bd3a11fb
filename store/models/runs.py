"""The ledger: runs of import, and the files that failed."""

from sqlmodel import Field, SQLModel


class Run(SQLModel, table=True):
    """One call of import: `status` is running, done, interrupted or undone."""

    __tablename__ = "run"
    id: int | None = Field(default=None, primary_key=True)
    started_at: str
    finished_at: str | None = None
    status: str = "running"
    host: str
    process: int
    program_version: str
    roots: str
    new: int = 0
    known: int = 0
    failed: int = 0
    skipped: int = 0


class Failure(SQLModel, table=True):
    """A file that a run could not import: code and values of its sentence, shown in either language."""

    __tablename__ = "failure"
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id", index=True)
    path: str = Field(index=True)
    code: str
    details: str
    trace: str | None = None
    failed_at: str
