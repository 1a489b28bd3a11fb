"""Work on files in child processes, one for each core, under a time limit and a memory limit.

What one file does to its process (a crash, a hang, all memory eaten) is that file's failure only: every child has a
pipe of its own, nothing is shared, and the parent alone decides when a child is dead. (With a shared queue a child
that dies right after it took a task can leave the task waiting for ever; that was measured with pebble 5.2.)
Results come back in the order of the files, so that an archive does not depend on which file was read faster.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

from messages.errors import HostileFile, InternalError, LetopisError, MemoryLimit, TimeLimit, WorkerDied

T = TypeVar("T")
# Files worked on for each child beyond the one that is waited for: a slow file does not hold up the others.
_AHEAD = 16
# Starting a process and loading the program is not the file's time, even on a busy machine.
_STARTUP_SECONDS = 120.0
_READY = "ready"
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: seconds, and bytes of address space of its process."""

    seconds: float = 300.0
    memory: int = 3 << 30


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a file failed; `trace` is for a defect of ours."""

    error: LetopisError
    trace: str | None = None


def cores() -> int:
    """How many processes may work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work(
    function: Callable[[Path], T], paths: Sequence[Path], *, limits: Limits | None = None, workers: int = 0
) -> Iterator[tuple[Path, T | Failed]]:
    """Yield each path with what `function` (importable, its result picklable) made of it, in order of `paths`."""
    with Crew(limits or Limits(), workers or cores()) as crew:
        yield from zip(paths, crew.work(function, [(path,) for path in paths]), strict=True)


@dataclass(slots=True)
class _Worker:
    """A child and the task it works on; the task's time runs from when the child is ready."""

    process: SpawnProcess
    pipe: Connection
    task: int | None = None
    deadline: float = 0.0
    is_ready: bool = False

    def end(self) -> int | None:
        """Make sure that the child is gone; its exit code."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return self.process.exitcode


@dataclass(slots=True)
class Crew:
    """Children that work through one list of tasks after another; a context manager."""

    limits: Limits
    size: int
    _workers: list[_Worker] = field(default_factory=list)

    def work(
        self, function: Callable[..., T], tasks: Sequence[tuple[object, ...]], seconds: float | None = None
    ) -> Iterator[T | Failed]:
        """Yield what `function` (importable, its result picklable) makes of each task, the arguments of a call, in order.

        A task may take `seconds`, or what the limits of the crew say."""
        limits = self.limits if seconds is None else replace(self.limits, seconds=seconds)
        job = _Job(function, tasks, limits, min(self.size, len(tasks)), self._workers)
        try:
            yield from job.run()
        except BaseException:
            self.dismiss()
            raise

    def dismiss(self) -> None:
        """End every child at once."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dismiss()


@dataclass(slots=True)
class _Job(Generic[T]):
    """A list of tasks, those not yet handed out, the results not yet asked for."""

    function: Callable[..., T]
    tasks: Sequence[tuple[object, ...]]
    limits: Limits
    size: int
    workers: list[_Worker]
    results: dict[int, T | Failed] = field(default_factory=dict)
    handed_out: int = 0

    def run(self) -> Iterator[T | Failed]:
        for index in range(len(self.tasks)):
            while index not in self.results:
                self._hand_out(index + self.size * _AHEAD)
                self._listen()
            yield self.results.pop(index)

    def _hand_out(self, limit: int) -> None:
        """Give a task to every idle child, tasks below `limit` only."""
        while self.handed_out < min(limit, len(self.tasks)) and (worker := self._idle()):
            worker.task = self.handed_out
            worker.deadline = time.monotonic() + (self.limits.seconds if worker.is_ready else _STARTUP_SECONDS)
            self.handed_out += 1
            try:
                worker.pipe.send((self.function, self.tasks[worker.task]))
            except OSError:
                self._bury(worker, WorkerDied())

    def _idle(self) -> _Worker | None:
        for worker in self.workers:
            if worker.task is None:
                return worker
        if len(self.workers) >= self.size:
            return None
        self.workers.append(_hire(self.limits.memory))
        return self.workers[-1]

    def _listen(self) -> None:
        """Wait until a child answers, dies or runs out of time."""
        busy = [worker for worker in self.workers if worker.task is not None]
        if not busy:
            return
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        heard = wait([worker.pipe for worker in busy], patience)
        for worker in busy:
            if worker.pipe in heard:
                self._receive(worker)
            elif worker.deadline <= time.monotonic():
                self._bury(worker, TimeLimit(seconds=round(self.limits.seconds)))

    def _receive(self, worker: _Worker) -> None:
        try:
            result = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker, WorkerDied())
            return
        if worker.is_ready:
            self._settle(worker, result)
        else:
            worker.is_ready = True
            worker.deadline = time.monotonic() + self.limits.seconds

    def _settle(self, worker: _Worker, result: T | Failed) -> None:
        assert worker.task is not None
        self.results[worker.task] = result
        worker.task = None

    def _bury(self, worker: _Worker, error: LetopisError) -> None:
        code = worker.end()
        self.workers.remove(worker)
        self._settle(worker, Failed(error, f"exit code {code}" if isinstance(error, WorkerDied) else None))


def _hire(memory: int) -> _Worker:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(theirs, memory, os.getpid()), daemon=True)
    process.start()
    # Only the child may hold its end: its death is then the end of the pipe.
    theirs.close()
    return _Worker(process, ours)


def _serve(pipe: Connection, memory: int, parent: int) -> None:
    """Runs in the child: task after task until the parent closes the pipe."""
    _prepare_child(memory, parent)
    pipe.send(_READY)
    while True:
        try:
            function, task = pipe.recv()
        except EOFError:
            return
        result = _perform(function, task)
        try:
            pipe.send(result)
        except MemoryError:
            pipe.send(Failed(MemoryLimit()))


def _prepare_child(memory: int, parent: int) -> None:
    """Limits, no core dumps, an end with the parent; Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _perform(function: Callable[..., object], task: tuple[object, ...]) -> object:
    try:
        return function(*task)
    except LetopisError as error:
        return Failed(error, _trace(error) if isinstance(error, InternalError) else None)
    except MemoryError:
        return Failed(MemoryLimit())
    except RecursionError:
        return Failed(HostileFile(detail="nesting"))
    except Exception as error:
        return Failed(InternalError(detail=f"{type(error).__name__}: {error}"), _trace(error))


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
