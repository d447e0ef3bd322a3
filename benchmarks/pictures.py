"""Cost of a photograph for print against Pillow and LittleCMS alone: 24 megapixels to 180 mm at 300 dpi.

Run: python benchmarks/pictures.py [--runs 5] [--photo FILE]. Each run is a process of its own; printed are the medians
of processor seconds, with reading but without starting Python, the peak memory of the process, and the ratio.

"plain" is the shortest program of the same quality: Image.thumbnail, one profile transform, one JPEG. What
typeset does beside it: hash the file twice, look for damage, tell photographs from drawings and grey from colour,
keep the ink within its limit, and measure it on the decoded result.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZE = (2126, 1417)


def photograph(path: Path) -> None:
    """Something as rich as a photograph, 6000 × 4000: soft shapes with grain over them."""
    from PIL import Image, ImageChops

    values = random.Random(7).randbytes(60 * 40 * 3)
    shapes = Image.frombytes("RGB", (60, 40), values).resize((6000, 4000), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((6000, 4000), 12).convert("RGB")
    ImageChops.add(shapes, grain, 1, -128).save(path, quality=93, subsampling=0)


def plain(path: Path) -> bytes:
    from PIL import Image, ImageCms

    from typeset.color import default_condition

    with Image.open(path) as image:
        image.thumbnail(SIZE, Image.Resampling.LANCZOS)
        inks = ImageCms.profileToProfile(
            image,
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(io.BytesIO(default_condition().profile.data)),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="CMYK",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    assert inks is not None
    file = io.BytesIO()
    inks.save(file, "JPEG", quality=92, subsampling=0, icc_profile=None)
    return file.getvalue()


def ours(path: Path) -> bytes:
    from typeset.color import default_condition
    from typeset.pictures import PrintPicture, prepare_print, read_facts
    from typeset.problems import Place

    facts, problems = read_facts(path, Place("issue.yaml"))
    assert facts is not None, problems
    made = prepare_print(facts, None, *SIZE, condition=default_condition())
    assert isinstance(made, PrintPicture), made
    return made.data


def once(way: str, path: Path) -> dict[str, float]:
    """Processor seconds, peak memory in MiB and size of the result in MB, in this process."""
    import PIL.ImageCms

    import typeset.pictures  # noqa: F401

    PIL.ImageCms.createProfile("sRGB")
    begin = time.process_time()
    data = {"plain": plain, "typeset": ours}[way](path)
    return {"seconds": time.process_time() - begin, "memory": peak_memory(), "megabytes": len(data) / 1e6}


def peak_memory() -> float:
    """MiB; nan where the system does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--photo", type=Path)
    parser.add_argument("--once", choices=("photograph", "plain", "typeset"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once == "photograph":
        photograph(arguments.photo)
        return
    if arguments.once:
        print(json.dumps(once(arguments.once, arguments.photo)))
        return
    with tempfile.TemporaryDirectory() as folder:
        photo = arguments.photo or Path(folder) / "photo.jpg"
        if not arguments.photo:
            # In another process too: on Linux a child's peak begins with its parent's.
            run("photograph", photo)
        found: dict[str, list[dict[str, float]]] = {"plain": [], "typeset": []}
        for _ in range(arguments.runs):
            for way, results in found.items():
                results.append(json.loads(run(way, photo)))
        print(f"photograph of {photo.stat().st_size / 1e6:.1f} MB, {arguments.runs} runs each")
    report(found)


def run(way: str, photo: Path) -> bytes:
    command = [sys.executable, __file__, "--once", way, "--photo", str(photo)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def report(found: dict[str, list[dict[str, float]]]) -> None:
    print(f"{'':>8} {'seconds':>8} {'peak MiB':>9} {'result MB':>10}")
    middle = {}
    for way, results in found.items():
        seconds, memory, megabytes = (
            statistics.median(result[name] for result in results) for name in ("seconds", "memory", "megabytes")
        )
        middle[way] = seconds
        print(f"{way:>8} {seconds:8.3f} {memory:9.0f} {megabytes:10.2f}")
    print(f"ratio {middle['typeset'] / middle['plain']:.2f}")


if __name__ == "__main__":
    main()
