"""The same layers in single-threaded PyTorch, in double precision: compare with `cargo bench`.

Needs `pip install torch`; the tests do not.
"""

import time

import torch

torch.set_num_threads(1)


def median(run, times=20):
    run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[times // 2] * 1e3


x = torch.randn(1, 64, 56, 56, dtype=torch.float64)
k = torch.randn(64, 64, 3, 3, dtype=torch.float64)
q, key, v = (torch.randn(512, 64, dtype=torch.float64) for _ in range(3))
print("torch", torch.__version__)
print(f"convolve 64×56×56 with 64 kernels of 3×3: {median(lambda: torch.nn.functional.conv2d(x, k, padding=1)):.3f} ms")
print(f"attention 512×64: {median(lambda: torch.softmax(q @ key.T / 8, -1) @ v):.3f} ms")
