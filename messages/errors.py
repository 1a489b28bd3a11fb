"""The documented list of failures: a code, a sentence that says what to do, an exit code.

One class for each cause that a user can mend. `docs/errors.md` is checked against this module by a test.
"""

from enum import IntEnum
from typing import ClassVar

from messages import N_, _


class ExitCode(IntEnum):
    """Exit codes, the same for every command."""

    DONE = 0
    NEEDS_A_PERSON = 1
    WRONG_USAGE = 2
    UNREADABLE_INPUT = 3
    ARCHIVE_UNAVAILABLE = 4


class LetopisError(Exception):
    """A failure with a documented code. Keyword arguments fill the placeholders of its sentence."""

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[ExitCode] = ExitCode.UNREADABLE_INPUT
    sentence: ClassVar[str] = N_(
        "Something went wrong inside the program ({detail}). Please report it with the file that caused it."
    )

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.code)

    def __str__(self) -> str:
        return _(self.sentence, **self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.values)


def _rebuild(kind: type[LetopisError], values: dict[str, object]) -> LetopisError:
    return kind(**values)


class InternalError(LetopisError):
    """A defect of ours; ``detail`` names the exception."""


class FileMissing(LetopisError):
    code = "file_missing"
    sentence = N_("There is no such file: check the path.")


class PermissionRefused(LetopisError):
    code = "permission_denied"
    sentence = N_("The file or folder may not be read: change its permissions or run as a user who may.")


class EmptyFile(LetopisError):
    code = "empty_file"
    sentence = N_("The file is empty: copy it again from its source.")


class UnsupportedFormat(LetopisError):
    code = "unsupported_format"
    sentence = N_("This kind of file ({media_type}) is not read: save it as DOCX or PDF.")


class WrongSuffix(LetopisError):
    code = "wrong_content"
    sentence = N_(
        "The name ends in «{suffix}», but the content is {media_type}: rename the file or save it as a document."
    )


class DamagedFile(LetopisError):
    code = "damaged_file"
    sentence = N_("The file is damaged ({detail}): open it in its program and save it again, or find another copy.")


class PasswordProtected(LetopisError):
    code = "password_protected"
    sentence = N_("The file is protected by a password: save a copy without the password.")


class NoTextLayer(LetopisError):
    code = "no_text_layer"
    sentence = N_(
        "The pages are pictures without text: recognise the scan first (install the “scan” extra and Tesseract)."
    )


class HostileFile(LetopisError):
    code = "limit_exceeded"
    sentence = N_("The file goes beyond a safety limit ({detail}): if it is genuine, split it or save it again.")


class TimeLimit(LetopisError):
    code = "time_limit"
    sentence = N_("Reading took longer than {seconds} s and was stopped: split the file or raise the time limit.")


class MemoryLimit(LetopisError):
    code = "memory_limit"
    sentence = N_("Reading needed more memory than allowed and was stopped: split the file or raise the memory limit.")


class WorkerDied(LetopisError):
    code = "worker_died"
    sentence = N_(
        "The process that was reading the file died: import the file again by itself; if it dies again, report it."
    )


class MissingProgram(LetopisError):
    code = "missing_program"
    sentence = N_("This file needs {program}, which is not installed: {install}.")


class ConversionFailed(LetopisError):
    code = "conversion_failed"
    sentence = N_("{program} could not convert the file: open it there and save it as DOCX.")


class ArchiveUnavailable(LetopisError):
    code = "archive_unavailable"
    exit_code = ExitCode.ARCHIVE_UNAVAILABLE
    sentence = N_("The archive cannot be opened or written ({detail}): check the folder and its permissions.")


class ArchiveMissing(LetopisError):
    code = "archive_missing"
    exit_code = ExitCode.ARCHIVE_UNAVAILABLE
    sentence = N_("There is no archive in «{path}»: import something first, or name another folder with --archive.")


class ArchiveOutdated(LetopisError):
    code = "archive_outdated"
    exit_code = ExitCode.ARCHIVE_UNAVAILABLE
    sentence = N_("The archive was written by another version of the program: run “letopis upgrade”.")


class WrongUsage(LetopisError):
    """A request that cannot be carried out as put; ``detail`` is a translated sentence."""

    code = "wrong_usage"
    exit_code = ExitCode.WRONG_USAGE
    sentence = N_("{detail}")


class NothingFound(LetopisError):
    """A well-formed question without an answer; ``detail`` is a translated sentence."""

    code = "nothing_found"
    exit_code = ExitCode.NEEDS_A_PERSON
    sentence = N_("{detail}")


class RegistryDamaged(LetopisError):
    code = "registry_damaged"
    exit_code = ExitCode.WRONG_USAGE
    sentence = N_("The registry file «{path}» cannot be read at line {line} ({detail}): correct that line.")


class FileChanged(LetopisError):
    code = "file_changed"
    sentence = N_("The file was changed while it was being read: import it again.")


def all_errors() -> list[type[LetopisError]]:
    """Every documented failure, by code."""
    return sorted(LetopisError.__subclasses__(), key=lambda kind: kind.code)
