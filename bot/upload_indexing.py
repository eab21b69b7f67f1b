"""Child process: indexes a folder of documents, so that the bot itself never stands still for it.

`python -m bot.upload_indexing FILES INDEX MODEL` prints a line of JSON for each step and exits
with 0 once the index is in place.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> int:
    """Index, telling how far it is."""
    from vectorstore.errors import VectorstoreError
    from vectorstore.indexing import Progress, ingest

    files, index, model = sys.argv[1:4]

    def tell(progress: Progress) -> None:
        print(
            json.dumps({"stage": progress.stage, "done": progress.done, "total": progress.total}), flush=True
        )

    try:
        report = ingest([Path(files)], Path(index), model, only=True, report=tell)
    except VectorstoreError as exc:
        print(json.dumps({"error": exc.code}), flush=True)
        return 1
    print(
        json.dumps({"passages": report.passages, "files": len(report.added + report.unchanged)}), flush=True
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
