"""`python -m benchmarks [NAME … [NUMBER]]` runs the named benchmarks, or all of them; a number is for the benchmark to read."""

import importlib
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
_MAIN = re.compile(r"^def main\(", re.MULTILINE)


def available() -> dict[str, str]:
    """Modules to run by name: those here, and in packages here, that have a `main`. None is imported yet."""
    files = {path.stem: path for path in HERE.glob("*.py") if path.stem != "__main__"}
    files |= {path.parent.name: path for path in HERE.glob("*/__main__.py")}
    modules = {name: path.relative_to(HERE.parent).with_suffix("") for name, path in sorted(files.items())}
    return {
        name: ".".join(module.parts)
        for name, module in modules.items()
        if _MAIN.search(files[name].read_text(encoding="utf-8"))
    }


def main(arguments: list[str]) -> int:
    benchmarks = available()
    wanted = [name for name in arguments if not name.isdigit()]
    unknown = [name for name in wanted if name not in benchmarks]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(benchmarks)}", file=sys.stderr)
        return 2
    for name in wanted or benchmarks:
        print(f"\n=== {name} ===", flush=True)
        importlib.import_module(benchmarks[name]).main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
