"""How a case is written down: flags as the command line takes them, answers as JSON."""

import zlib

import torch

KINDS = {}
"""Every kind with the function that makes its cases."""


def kind(name):
    """Registers the decorated function, which is called with a `Cases`."""

    def register(function):
        assert name not in KINDS, name
        KINDS[name] = function
        return function

    return register


def made(name):
    """The cases of a kind, the same on every run."""
    cases = Cases(name)
    KINDS[name](cases)
    return cases.all


class Cases:
    """Collects the cases of one kind and draws their inputs."""

    def __init__(self, name):
        self.all = []
        self.generator = torch.Generator().manual_seed(zlib.crc32(name.encode()))

    def normal(self, *shape, scale=1.0):
        """A standard normal tensor of two decimals, so that its text is short and exact."""
        drawn = torch.randn(shape, generator=self.generator, dtype=torch.float64) * scale
        return (drawn * 100).round() / 100 + 0.0

    def uniform(self, *shape):
        """Like `normal`, evenly from 0.01 to 0.99."""
        drawn = torch.rand(shape, generator=self.generator, dtype=torch.float64)
        return ((drawn * 98).floor() + 1) / 100

    def add(self, name, expect, /, positional=None, floor=None, **flags):
        """Adds a case. A flag's `_` stands for `-` (a last one is dropped); None leaves the flag out.

        Answers agree within 1e-9 of their size or, where a subtraction has eaten digits, within a floor of
        1e-12; `floor=0` holds the answers of a case to their size alone.
        """
        args = [] if positional is None else [positional]
        for flag, value in flags.items():
            args += argument(flag.rstrip("_").replace("_", "-"), value)
        case = {"name": name, "args": args, "expect": {key: plain(value) for key, value in expect.items()}}
        self.all.append(case if floor is None else case | {"floor": floor})


def argument(flag, value):
    """One flag as command-line arguments."""
    if value is None or value is False:
        return []
    if value is True:
        return [f"--{flag}"]
    return [f"--{flag}", written(value)]


def written(value):
    """A value as the command line takes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "x".join(str(side) for side in value)
    if not isinstance(value, torch.Tensor):
        return repr(value)
    nested = plain(value)
    if value.dim() == 1 and len(value) > 1:
        return ",".join(map(repr, nested))
    if value.dim() == 2 and len(value) > 1:
        return ";".join(",".join(map(repr, row)) for row in nested)
    return repr(nested).replace(" ", "")


def plain(value):
    """Numbers and nested lists of them; a whole number without a fraction, nothing negative about a zero."""
    if isinstance(value, torch.Tensor):
        return plain(value.detach().tolist())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float) and value == int(value) and abs(value) < 2**53:
        return int(value)
    return value
