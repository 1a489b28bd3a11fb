"""The import that `benchmarks.kills` kills: `kills_import.py ARCHIVE REPORTS` tells of each file that it has finished."""

import pickle
import sys
from dataclasses import replace
from pathlib import Path

from ingest.run import import_paths
from store.archive import Archive
from store.originals import sha256_of
from store.rows import DocumentRows


def read_prepared(path: Path) -> DocumentRows:
    """Runs in the child: what `benchmarks.kills` prepared for this file."""
    rows: DocumentRows = pickle.loads(path.read_bytes())
    return replace(rows, document=replace(rows.document, sha256=sha256_of(path)))


def main() -> None:
    """Import the folder; a line at once, then one for every file."""
    from benchmarks import kills_import  # the children find the reader by this name

    with Archive.open(Path(sys.argv[1]), create=True) as archive:
        print("open", flush=True)
        import_paths(
            archive,
            [Path(sys.argv[2])],
            reader=kills_import.read_prepared,
            workers=1,
            progress=lambda *_: print("file", flush=True),
        )


if __name__ == "__main__":
    main()
