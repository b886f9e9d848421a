"""Makes small pictures, and compares them as a stranger's decoder (Pillow) sees them.

    pictures.py make FOLDER         a picture of each kind, without tags
    pictures.py pixels FILE...      one digest of all pixels of all frames for each file
"""

import hashlib
import pathlib
import sys

from PIL import Image, ImageSequence


def make(folder):
    noise = Image.effect_noise((48, 32), 90).convert("RGB")
    noise.save(folder / "photo.jpg", quality=80)
    noise.save(folder / "scan.jpg", progressive=True)
    noise.save(folder / "map.png")
    noise.save(folder / "drawing.webp", lossless=True)
    turns = [noise.rotate(30 * turn) for turn in range(3)]
    for name in ("moving.webp", "moving.png"):
        turns[0].save(folder / name, save_all=True, append_images=turns[1:])


def pixels(path):
    digest = hashlib.sha256()
    for frame in ImageSequence.Iterator(Image.open(path)):
        digest.update(frame.convert("RGBA").tobytes())
    return digest.hexdigest()


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(pathlib.Path(sys.argv[2]))
    else:
        print("\n".join(pixels(path) for path in sys.argv[2:]))
