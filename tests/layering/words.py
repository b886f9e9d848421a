"""Each word of refusal is explained: in the format, to people, by a test and by a vector.

    words.py ROOT

A word is an enumerator of a `Refusal` with `-` for `_`. Prints what lacks which, and exits 1 when one does.
"""

import pathlib
import re
import sys

ENUM = re.compile(r"enum class Refusal[^{]*\{(.*?)\};", re.DOTALL)

# Folder of the enum -> what has to know each of its words. Vectors are for what other programs could judge alone.
FOLDERS = {
    "trust": ("docs/formats.md", "docs/handbook.md"),
    "bundles": ("docs/formats.md", "docs/handbook.md"),
    "mirror": ("docs/formats.md", "docs/handbook.md"),
}


def enumerators(header):
    body = ENUM.search(re.sub(r"//[^\n]*", "", header)).group(1)
    return [name for name in re.findall(r"[a-z][a-z0-9_]*", body)]


def is_explained(word, text):
    return f"`{word}`" in text


def missing(root, folders):
    root = pathlib.Path(root)
    for folder, documents in folders.items():
        words = [name.replace("_", "-") for name in enumerators((root / folder / "refusal.hpp").read_text("utf-8"))]
        for document in documents:
            text = (root / document).read_text("utf-8")
            for word in words:
                if not is_explained(word, text):
                    yield f"{document}: `{word}` of {folder}/refusal.hpp is not explained"


def missing_exit_codes(root):
    """base/exit_code.hpp and the handbook's table name the same numbers."""
    root = pathlib.Path(root)
    code = set(re.findall(r"= (\d+),", (root / "base/exit_code.hpp").read_text("utf-8")))
    table = set(re.findall(r"^\| (\d+) \|", (root / "docs/handbook.md").read_text("utf-8"), re.MULTILINE))
    for number in sorted(code ^ table, key=int):
        yield f"docs/handbook.md: exit code {number} stands only in {'base/exit_code.hpp' if number in code else 'the table'}"


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    found = [*missing(arguments[0], FOLDERS), *missing_exit_codes(arguments[0])]
    print("\n".join(found) or "each word is explained")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
