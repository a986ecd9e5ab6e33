"""Initialisation, normalisation and dropout."""

import math

import torch
import torch.nn.functional as F
from torch import nn

from .cases import kind


class Recorder:
    """Catches what an initialisation would draw from."""

    def __enter__(self):
        self.kept = torch.Tensor.uniform_, torch.Tensor.normal_
        torch.Tensor.uniform_ = lambda _, low, high, **rest: self.note(bound=high)
        torch.Tensor.normal_ = lambda _, mean, std, **rest: self.note(std=std)
        return self

    def __exit__(self, *error):
        torch.Tensor.uniform_, torch.Tensor.normal_ = self.kept

    def note(self, **drawn):
        self.drawn = drawn


@kind("init")
def init(cases):
    makers = {
        "normal": lambda w, std: nn.init.normal_(w, std=0.01 if std is None else std),
        "xavier-uniform": lambda w, gain: nn.init.xavier_uniform_(w, gain=1 if gain is None else gain),
        "xavier-normal": lambda w, gain: nn.init.xavier_normal_(w, gain=1 if gain is None else gain),
        "he-uniform": lambda w, slope: nn.init.kaiming_uniform_(w, a=slope or 0),
        "he-normal": lambda w, slope: nn.init.kaiming_normal_(w, a=slope or 0),
    }

    def add(name, method, fan_in, fan_out, gain=None, slope=None, std=None):
        with Recorder() as recorder:
            setting = slope if method.startswith("he") else std if method == "normal" else gain
            makers[method](torch.empty(fan_out, fan_in), setting)
        expect = dict(recorder.drawn)
        if "bound" in expect:
            expect["std"] = expect["bound"] / math.sqrt(3)
        expect["variance"] = expect["std"] ** 2
        if slope is not None:
            gain = f"sqrt(2/(1+{slope}^2))"
        cases.add(name, expect, method=method, fan_in=fan_in, fan_out=fan_out, gain=gain, std=std)

    add("normal", "normal", 100, 50)
    add("normal of another width", "normal", 100, 50, std=0.05)
    for method in ("xavier-uniform", "xavier-normal"):
        add(f"{method}", method, 784, 256)
        add(f"{method} with tanh's gain", method, 64, 32, gain=5 / 3)
    for method in ("he-uniform", "he-normal"):
        add(f"{method}", method, 512, 128)
        add(f"{method} for a leaky slope", method, 9, 64, slope=0.2)

    def lecun(name, fan_in, fan_out, gain=None):
        """PyTorch has no name for it: He's for a gain of 1."""
        with Recorder() as recorder:
            nn.init.kaiming_normal_(torch.empty(fan_out, fan_in), nonlinearity="linear")
        std = recorder.drawn["std"] * (gain or 1)
        expect = {"std": std, "variance": std**2}
        cases.add(name, expect, method="lecun-normal", fan_in=fan_in, fan_out=fan_out, gain=gain)

    lecun("lecun-normal", 400, 120)
    lecun("lecun-normal of another gain", 9, 64, gain=1.5)


@kind("batchnorm")
def batchnorm(cases):
    def add(name, x, gamma=None, beta=None, eps=None, mean=None, var=None, back=False, running=False, momentum=None):
        size = 1e-5 if eps is None else eps
        axes = [axis for axis in range(x.dim()) if axis != 1]
        used = (x.mean(axes), x.var(axes, correction=0)) if mean is None else (mean, var)
        inference = (None, None) if mean is None else (mean, var)
        leaf = x.clone().requires_grad_()
        scale, shift = (torch.ones(x.shape[1]), torch.zeros(x.shape[1])) if gamma is None else (gamma, beta)
        scale, shift = scale.clone().requires_grad_(), shift.clone().requires_grad_()
        xhat = F.batch_norm(x, *inference, training=mean is None, eps=size)
        y = F.batch_norm(leaf, *inference, scale, shift, training=mean is None, eps=size)
        expect = {"mean": used[0], "var": used[1], "xhat": xhat, "y": y}
        dy = draw(*x.shape) if back else None
        if back:
            expect |= dict(zip(("dx", "dgamma", "dbeta"), torch.autograd.grad(y, (leaf, scale, shift), dy)))
        before = (draw(x.shape[1]), some(x.shape[1])) if running else (None, None)
        if running:
            after = [t.clone() for t in before]
            F.batch_norm(x, *after, training=True, momentum=0.1 if momentum is None else momentum, eps=size)
            expect |= {"running_mean": after[0], "running_var": after[1]}
        cases.add(
            name, expect, x=x, gamma=gamma, beta=beta, eps=eps, mean=mean, var=var, dy=dy, running_mean=before[0],
            running_var=before[1], momentum=momentum,
        )

    draw, some = cases.normal, cases.uniform
    add("a batch of vectors", draw(4, 3))
    add("scale and shift", draw(5, 2), draw(2), draw(2))
    add("another eps", draw(3, 2), eps=0.1)
    add("images", draw(2, 3, 2, 2), draw(3), draw(3))
    add("images without scale and shift", draw(3, 2, 2, 3), eps=1e-3)
    add("inference", draw(3, 2), draw(2), draw(2), mean=draw(2), var=some(2))
    add("inference on images", draw(1, 2, 2, 2), mean=draw(2), var=some(2), eps=1e-3)
    add("inference on one sample", draw(1, 3), mean=draw(3), var=some(3))
    add("a feature that never changes", torch.tensor([[1.0, 2.0], [1.0, 4.0], [1.0, 6.0]]))
    add("gradients", draw(4, 3), draw(3), draw(3), back=True)
    add("gradients without scale and shift", draw(3, 2), back=True)
    add("gradients on images", draw(2, 3, 2, 2), draw(3), draw(3), back=True)
    add("gradients at inference", draw(3, 2), draw(2), draw(2), mean=draw(2), var=some(2), back=True)
    add("gradients at inference on images", draw(2, 2, 2, 1), draw(2), draw(2), mean=draw(2), var=some(2), back=True)
    add("running averages", draw(4, 3), running=True)
    add("running averages on images", draw(2, 3, 2, 2), running=True, momentum=0.3)
    add("running averages and gradients", draw(5, 2), draw(2), draw(2), running=True, momentum=1, back=True)


@kind("layernorm")
def layernorm(cases):
    def add(name, x, gamma=None, beta=None, eps=None, axes=None, back=False):
        shape = x.shape[-(axes or 1):]
        last = list(range(-(axes or 1), 0))
        leaf = x.clone().requires_grad_()
        scale, shift = (torch.ones(shape), torch.zeros(shape)) if gamma is None else (gamma, beta)
        scale, shift = scale.clone().requires_grad_(), shift.clone().requires_grad_()
        y = F.layer_norm(leaf, shape, scale, shift, 1e-5 if eps is None else eps)
        expect = {"mean": x.mean(last), "var": x.var(last, correction=0), "y": y}
        dy = draw(*x.shape) if back else None
        if back:
            expect |= dict(zip(("dx", "dgamma", "dbeta"), torch.autograd.grad(y, (leaf, scale, shift), dy)))
        cases.add(name, expect, x=x, gamma=gamma, beta=beta, eps=eps, axes=axes, dy=dy)

    draw = cases.normal
    add("one vector", draw(5))
    add("rows", draw(3, 4))
    add("scale and shift", draw(2, 4), draw(4), draw(4))
    add("another eps", draw(2, 3), eps=0.01)
    add("a batch of sequences", draw(2, 2, 3), draw(3), draw(3))
    add("equal entries", torch.tensor([[2.0, 2.0, 2.0], [1.0, 2.0, 3.0]]))
    add("two axes", draw(2, 3, 4), axes=2)
    add("two axes, scaled and shifted", draw(2, 3, 4), draw(3, 4), draw(3, 4), axes=2, eps=0.1)
    add("all axes of a matrix", draw(2, 3), draw(2, 3), draw(2, 3), axes=2)
    add("three axes", draw(2, 2, 3, 2), draw(2, 3, 2), draw(2, 3, 2), axes=3)
    add("four axes", draw(2, 2, 3, 2), axes=4)
    add("gradients of a vector", draw(5), draw(5), draw(5), back=True)
    add("gradients of rows", draw(3, 4), draw(4), draw(4), back=True)
    add("gradients of a batch of sequences", draw(2, 2, 3), draw(3), draw(3), back=True)
    add("gradients over two axes", draw(2, 3, 4), draw(3, 4), draw(3, 4), axes=2, back=True)
    add("gradients over three axes", draw(2, 2, 3, 2), draw(2, 3, 2), draw(2, 3, 2), axes=3, back=True)
    add("gradients over two of four axes", draw(2, 2, 3, 2), draw(3, 2), draw(3, 2), axes=2, back=True)
    add("gradients over all axes", draw(2, 3), draw(2, 3), draw(2, 3), axes=2, back=True)
    add("gradients of one of four axes", draw(2, 2, 3, 2), draw(2), draw(2), back=True)


@kind("dropout")
def dropout(cases):
    def add(name, x, mask, p):
        expect = {"y": x * mask / (1 - p), "y_plain": x * mask, "test_scale": 1 - p}
        cases.add(name, expect, x=x, mask=mask, p=p)

    def mask(*shape):
        return (cases.uniform(*shape) > 0.4).double()

    add("half", torch.tensor([1.0, 2, 3, 4]), torch.tensor([1.0, 0, 1, 0]), 0.5)
    add("a fifth", cases.normal(6), mask(6), 0.2)
    add("a matrix", cases.normal(3, 2), mask(3, 2), 0.4)
    add("nothing is dropped", cases.normal(3), torch.ones(3), 0)
    add("all fell", cases.normal(3), torch.zeros(3), 0.9)
    add("channels", cases.normal(2, 2, 2), mask(2, 2, 2), 0.25)


@kind("groupnorm")
def groupnorm(cases):
    def add(name, x, groups, affine=False, eps=None):
        channels = x.shape[1]
        gamma, beta = (cases.normal(channels), cases.normal(channels)) if affine else (None, None)
        rows = x.reshape(x.shape[0], groups, -1)
        y = F.group_norm(x, groups, gamma, beta, 1e-5 if eps is None else eps)
        expect = {"mean": rows.mean(-1), "var": rows.var(-1, unbiased=False), "y": y}
        cases.add(name, expect, x=x, groups=groups, gamma=gamma, beta=beta, eps=eps)

    draw = cases.normal
    add("two groups", draw(2, 4, 2, 3), 2)
    add("one group", draw(2, 3, 2, 2), 1)
    add("as many groups as channels", draw(2, 3, 2, 2), 3)
    add("scaled and shifted", draw(3, 6, 1, 2), 3, affine=True)
    add("another epsilon", draw(1, 4, 2, 2), 2, affine=True, eps=0.1)
    add("channels alone", draw(3, 6), 2, affine=True)
    add("one axis of places", draw(2, 4, 3), 2, affine=True)
