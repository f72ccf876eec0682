"""`make bench`: our figures beside the references of the same run; writes infra/bench/RESULTS.md."""

import contextlib
import io
import sys

from infra.bench.counted import counted_rows
from infra.bench.embedded import embedded_rows
from infra.bench.federation import federation
from infra.bench.lifecycle import lifecycle_rows
from infra.bench.rows import Row, written
from infra.bench.sizes import built, size_rows
from infra.bench.startup import measured, runtime, start_rows, warm_rows

NOTES = (
    "The runtime, subtracted in C1 and C2, is the interpreter with the standard modules that awslambdaric's",
    "bootstrap imports. C5 is computed, not imposed: CPU time of the first request over the share of a core.",
)


def main() -> None:
    artefact = built()
    rows: list[Row] = []
    with federation() as made:
        floor = runtime()
        found = measured(made, str(artefact))
        rows += start_rows(found, floor)
        rows += size_rows(artefact)
        rows += warm_rows(found)
        with contextlib.redirect_stdout(io.StringIO()):
            rows += counted_rows(made)
            rows += lifecycle_rows(made, str(artefact))
    rows += embedded_rows()
    floor_note = f"It was {floor:,.0f} Minstr." if floor else "valgrind is missing here: no Minstr measured."
    sys.stdout.write(written(rows, [*NOTES, floor_note]))


if __name__ == "__main__":
    main()
