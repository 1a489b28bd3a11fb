"""`python -m benchmarks [NAME … [NUMBER]]` runs the named benchmarks, or all of them; a number is for the benchmark to read."""

import importlib
import sys
from pathlib import Path
from typing import Protocol, cast

HERE = Path(__file__).parent


class Benchmark(Protocol):
    """A module or package of this folder that has a `main`."""

    __doc__: str | None

    def main(self) -> None: ...


def available() -> dict[str, Benchmark]:
    """Benchmarks by name: modules and packages here that have a `main`."""
    names = {path.stem for path in HERE.glob("*.py")} | {path.parent.name for path in HERE.glob("*/__main__.py")}
    found: dict[str, Benchmark] = {}
    for name in sorted(names - {"__init__", "__main__"}):
        suffix = ".__main__" if (HERE / name).is_dir() else ""
        module = importlib.import_module(f"benchmarks.{name}{suffix}")
        if hasattr(module, "main"):
            found[name] = cast(Benchmark, module)
    return found


def main(wanted: list[str]) -> int:
    benchmarks = available()
    wanted = [name for name in wanted if not name.isdigit()]
    unknown = [name for name in wanted if name not in benchmarks]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(benchmarks)}", file=sys.stderr)
        return 2
    for name in wanted or benchmarks:
        print(f"\n=== {name} ===", flush=True)
        benchmarks[name].main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
