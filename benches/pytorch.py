"""The layers of `engine.rs` beside PyTorch's, in double precision on one thread, measured in turn:

    python benches/pytorch.py [ROUNDS]

Prints the median of each and their ratio. Needs `pip install torch`; the program and its tests do not.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
import torch

HERE = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target"))


def milliseconds(run, times=40):
    for _ in range(5):
        run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1e3


def ours():
    """Medians by name, of a fresh run of the bench."""
    command = ["cargo", "bench", "--locked", "--bench", "engine", "--", "--measurement-time", "2"]
    subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    estimates = {name: TARGET / "criterion" / name / "new" / "estimates.json" for name in LAYERS}
    return {name: json.loads(path.read_text())["median"]["point_estimate"] / 1e6 for name, path in estimates.items()}


torch.set_num_threads(1)
x = torch.randn(1, 64, 56, 56, dtype=torch.float64)
k = torch.randn(64, 64, 3, 3, dtype=torch.float64)
q, key, v = (torch.randn(512, 64, dtype=torch.float64) for _ in range(3))
net = torch.nn.LSTM(128, 128).double()
steps, first, upstream = (torch.randn(*shape, dtype=torch.float64) for shape in [(64, 128), (1, 128), (64, 128)])
inputs = [steps.requires_grad_(), first.requires_grad_(), first.clone().detach().requires_grad_(), *net.parameters()]


def lstm():
    """Forward, and back to the inputs, the states at the start and every weight."""
    outputs, _ = net(inputs[0], (inputs[1], inputs[2]))
    torch.autograd.grad(outputs, inputs, upstream)


LAYERS = {
    "convolve": torch.inference_mode()(lambda: torch.nn.functional.conv2d(x, k, padding=1)),
    "attention": torch.inference_mode()(lambda: torch.softmax(q @ key.T / 8, -1) @ v),
    "lstm": lstm,
}

rounds = []
for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
    rounds.append(({name: milliseconds(run) for name, run in LAYERS.items()}, ours()))
print("torch", torch.__version__)
for name in LAYERS:
    theirs, mine = (statistics.median(r[at][name] for r in rounds) for at in (0, 1))
    print(f"{name}: {mine:.2f} ms against PyTorch's {theirs:.2f} ms: {mine / theirs:.2f} times")
