"""Golden vectors: what PyTorch answers to the questions that `dlrev calc` is asked.

    python tests/golden/make.py [KIND ...]

writes `tests/golden/KIND.json` for each kind named, or for all. A file is a list of cases: the arguments
of `dlrev calc KIND` and the answers expected of it, to be met within 1e-9. Everything is computed in double
precision on one thread from a seed of the kind's own, so a run without changes changes nothing.

Needs torch and torchvision (no GPU); the versions stand in each file. Testing needs neither: the test
`tests/all/golden.rs` reads the files.
"""

import importlib
import json
import pathlib
import pkgutil
import platform
import sys

import torch
import torchvision

import reference
from reference.cases import KINDS, made


def load():
    """Imports every module of the reference, which registers its kinds."""
    for module in pkgutil.iter_modules(reference.__path__):
        importlib.import_module(f"reference.{module.name}")


def text(kind, cases):
    """A kind's file: one case a line."""
    versions = {
        "by": "tests/golden/make.py",
        "python": platform.python_version(),
        "torch": torch.__version__.split("+")[0],
        "torchvision": torchvision.__version__.split("+")[0],
    }
    lines = ",\n".join("    " + json.dumps(case, ensure_ascii=False, allow_nan=False) for case in cases)
    return f'{{\n  "kind": {json.dumps(kind)},\n  "made": {json.dumps(versions)},\n  "cases": [\n{lines}\n  ]\n}}\n'


def main():
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    load()
    folder = pathlib.Path(__file__).parent
    wanted = sys.argv[1:] or sorted(KINDS)
    for kind in wanted:
        cases = made(kind)
        names = [case["name"] for case in cases]
        assert len(set(names)) == len(names), f"{kind}: two cases of one name"
        (folder / f"{kind}.json").write_text(text(kind, cases))
        print(f"{kind}: {len(cases)} cases")


if __name__ == "__main__":
    main()
