"""Each word of refusal is explained, to people and to machines.

    words.py ROOT explained|tested|vectors…

A word is an enumerator of a `Refusal` with `-` for `_`. Each stands in docs/formats.md and docs/handbook.md, is expected by
a test, and has a vector that another implementation could use. Prints what lacks which, and exits 1 when one does.
"""

import pathlib
import re
import sys

ENUM = re.compile(r"enum class Refusal[^{]*\{(.*?)\};", re.DOTALL)
DOCUMENTS = ("docs/formats.md", "docs/handbook.md")

# Folder of the enum -> whether another implementation could judge its words from a file alone. Some need a file system
# or a neighbour, and are held by tests only.
FOLDERS = {"trust": True, "bundles": True, "mirror": False}
NEEDS_MORE_THAN_A_FILE = {
    "changed-while-reading": "another program has to write while we read",
    "too-many-files": "twenty thousand files",
}


def enumerators(header):
    body = ENUM.search(re.sub(r"//[^\n]*", "", header)).group(1)
    return [name for name in re.findall(r"[a-z][a-z0-9_]*", body)]


def words_of(root, folder):
    return [name.replace("_", "-") for name in enumerators((root / folder / "refusal.hpp").read_text("utf-8"))]


def unexplained(root, folder):
    for document in DOCUMENTS:
        text = (root / document).read_text("utf-8")
        for word in words_of(root, folder):
            if f"`{word}`" not in text:
                yield f"{document}: `{word}` of {folder}/refusal.hpp is not explained"


def untested(root, folder):
    """A test names the enumerator, or a script of commands expects the word."""
    text = "".join(path.read_text("utf-8", errors="replace") for path in sorted((root / "tests").rglob("*"))
                   if path.suffix in (".cpp", ".hpp", ".txt", ".py") and "layering" not in path.parts)
    for word in words_of(root, folder):
        name = word.replace("-", "_")
        if not re.search(rf"\bRefusal::{name}\b|[\s\"'(\[]{word}[\s\"')\],.]", text):
            yield f"tests: no test expects `{word}` of {folder}/refusal.hpp"


def without_vector(root, folder):
    expected = set()
    for path in sorted((root / "tests/vectors").rglob("*")):
        if path.is_file():
            header = path.read_bytes().split(b"\n\n", 1)[0]
            for line in header.split(b"\n"):
                if line.startswith(b"expect:"):
                    expected.update(line.decode("utf-8", errors="replace").split())
    for word in words_of(root, folder):
        if word not in expected and word not in NEEDS_MORE_THAN_A_FILE:
            yield f"tests/vectors: no file expects `{word}` of {folder}/refusal.hpp"


def exit_codes_that_differ(root):
    """base/exit_code.hpp and the handbook's table name the same numbers."""
    code = set(re.findall(r"= (\d+),", (root / "base/exit_code.hpp").read_text("utf-8")))
    table = set(re.findall(r"^\| (\d+) \|", (root / "docs/handbook.md").read_text("utf-8"), re.MULTILINE))
    for number in sorted(code ^ table, key=int):
        yield f"docs/handbook.md: exit code {number} stands only in {'base/exit_code.hpp' if number in code else 'the table'}"


def main(arguments):
    if len(arguments) < 2 or not set(arguments[1:]) <= {"explained", "tested", "vectors"}:
        sys.exit(__doc__)
    root = pathlib.Path(arguments[0])
    found = list(exit_codes_that_differ(root))
    for folder, has_vectors in FOLDERS.items():
        if "explained" in arguments:
            found += unexplained(root, folder)
        if "tested" in arguments:
            found += untested(root, folder)
        if "vectors" in arguments and has_vectors:
            found += without_vector(root, folder)
    print("\n".join(found) or "no word is missing")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
