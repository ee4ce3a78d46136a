"""What reading a PDF costs against bare pdfplumber, which finds and extracts the tables of the same files in the same run, and no text.

    python benchmarks/read_pdf.py [DOCUMENTS] [ROUNDS]

Prints milliseconds a page on one core, the ratio, and by how much memory has grown after every round: it stays flat.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))


def main() -> None:
    """Measure every document in turn, reader and floor side by side, the best of all rounds."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT.parent / "shared" / "documents"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    documents = sorted(folder.glob("**/*.pdf"))
    if not documents:
        sys.exit(f"{folder} 没有 PDF。")
    best = {path: [float("inf"), float("inf")] for path in documents}
    pages = {path: floor(path) for path in documents}
    memory = [resident()]
    for _ in range(rounds):
        for path in documents:
            for n, read in enumerate((reader, floor)):
                best[path][n] = min(best[path][n], seconds(read, path))
        memory.append(resident())
    for path in documents:
        told(path.stem, pages[path], *best[path])
    told("all", sum(pages.values()), *map(sum, zip(*best.values(), strict=True)))
    print(f"resident memory {' -> '.join(f'{megabytes:.0f}' for megabytes in memory)} MB")


def told(what: str, pages: int, cost: float, floor_cost: float) -> None:
    """One line."""
    print(f"{what:42} {pages:4} pages {cost / pages * 1000:6.1f} ms a page   pdfplumber {floor_cost / pages * 1000:6.1f} ms   x {cost / floor_cost:.2f}")


def reader(path: Path) -> int:
    """The project's reader: tables and text."""
    from index.readers import read

    return read(path).pages or 0


def floor(path: Path) -> int:
    """Tables alone, by pdfplumber alone."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                table.extract()
            page.close()
        return len(pdf.pages)


def seconds(work: Callable[[Path], int], path: Path) -> float:
    """How long one document takes."""
    start = perf_counter()
    work(path)
    return perf_counter() - start


def resident() -> float:
    """Megabytes that the process holds; the peak so far where the platform does not say."""
    import resource

    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    main()
