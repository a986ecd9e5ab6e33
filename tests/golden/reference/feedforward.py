"""Fully connected networks: sizes, forward and backward pass, what the input's gradient is used for."""

import math

import torch
import torch.nn.functional as F
from torch import nn

from .cases import kind
from .convolution import count, macs, meta

ACTIVATIONS = {
    "relu": F.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "leaky-relu": lambda z: F.leaky_relu(z, 0.1),
    "elu": F.elu,
    "gelu": F.gelu,
    "silu": F.silu,
    "softplus": lambda z: F.softplus(z, threshold=500),
    "swish": F.silu,
    "selu": F.selu,
    "hard-sigmoid": lambda z: F.relu6(z + 3) / 6,
    "step": lambda z: (z >= 0).double() + 0 * z,
    "sign": lambda z: z.sign() + 0 * z,
    "identity": lambda z: z,
    "softmax": lambda z: F.softmax(z, dim=-1),
}


@kind("mlp")
def mlp(cases):
    def add(name, *sizes, no_bias=None):
        layers = [nn.Linear(a, b, bias=not no_bias, device="meta") for a, b in zip(sizes, sizes[1:])]
        weights = sum(layer.weight.numel() for layer in layers)
        expect = {
            "weights": weights, "biases": count(*layers) - weights, "params": count(*layers),
            "macs": macs(nn.Sequential(*layers), meta(1, sizes[0])),
        }
        cases.add(name, expect, sizes=",".join(map(str, sizes)), no_bias=no_bias)

    add("one hidden layer", 784, 128, 10)
    add("without biases", 784, 128, 10, no_bias=True)
    add("no hidden layer", 10, 1)
    add("four layers", 3, 4, 4, 4, 2)
    add("AlexNet's classifier", 9216, 4096, 4096, 1000)
    add("layers of one neuron", 1, 1, 1)


class Network:
    """A drawn fully connected network and its flags."""

    def __init__(self, cases, *sizes, act=None, out_act=None, alpha=None, samples=None, transposed=None):
        self.act, self.out_act, self.alpha, self.transposed = act, out_act, alpha, transposed
        self.x = cases.normal(sizes[0]) if samples is None else cases.normal(samples, sizes[0])
        self.weights = [cases.normal(b, a).requires_grad_() for a, b in zip(sizes, sizes[1:])]
        self.biases = [cases.normal(b).requires_grad_() for b in sizes[1:]]

    def activated(self, fn, z):
        """An activation with the network's own parameter, where one was given."""
        if self.alpha is None:
            return ACTIVATIONS[fn](z)
        swish = {"swish": lambda z, beta: z * torch.sigmoid(beta * z)}
        return (swish | FORMS).get(fn, lambda z, _: ACTIVATIONS[fn](z))(z, self.alpha)

    def forward(self, x):
        """z and h of every layer; the last h is y."""
        act, passed = self.act or "sigmoid", []
        for number, (w, b) in enumerate(zip(self.weights, self.biases), start=1):
            z = F.linear(x, w, b)
            last = number == len(self.weights)
            x = self.activated(self.out_act or act if last else act, z)
            passed.append((z, x))
        return passed

    def turned(self, w):
        """A matrix of weights as the flags have it."""
        return w.T if self.transposed else w

    def flags(self):
        layers = zip(self.weights, self.biases)
        flags = {}
        for number, (w, b) in enumerate(layers, start=1):
            flags |= {f"w{number}": self.turned(w).detach().clone(), f"b{number}": b.detach().clone()}
        choices = {"act": self.act, "out_act": self.out_act, "alpha": self.alpha, "transposed": self.transposed}
        return {"x": self.x} | flags | choices


@kind("forward")
def forward(cases):
    def add(name, *sizes, **more):
        network = Network(cases, *sizes, **more)
        passed = network.forward(network.x)
        expect = {}
        for number, (z, h) in enumerate(passed, start=1):
            expect |= {f"z{number}": z} | ({f"h{number}": h} if number < len(passed) else {"y": h})
        cases.add(name, expect, **network.flags())

    add("one layer", 3, 2)
    add("two layers", 2, 3, 2)
    add("four layers", 3, 4, 2, 3, 1, act="tanh")
    for act in ("relu", "leaky-relu", "elu", "gelu", "silu", "softplus"):
        add(f"{act}", 3, 4, 2, act=act)
    add("a classifier", 4, 5, 3, act="relu", out_act="softmax")
    add("another activation at the end", 2, 2, 2, act="tanh", out_act="sigmoid")
    add("several samples", 3, 4, 2, samples=5)
    add("one sample as a row", 3, 4, 2, samples=1, act="tanh")
    add("several samples of a classifier", 4, 5, 3, samples=2, act="relu", out_act="softmax")
    add("weights the other way round", 3, 4, 2, transposed=True, act="tanh")
    add("several samples and weights the other way round", 3, 4, 2, samples=3, transposed=True, act="silu")
    for act in ("leaky-relu", "elu", "swish"):
        add(f"{act} of another parameter", 3, 4, 2, act=act, alpha=0.3)
    add("the parameter at the end alone", 3, 4, 2, act="sigmoid", out_act="leaky-relu", alpha=0.01)
    for act in ("step", "sign", "selu", "hard-sigmoid", "swish"):
        add(f"{act}", 3, 4, 2, act=act, samples=2)


def loss_of(loss, y, t):
    """Summed over the outputs; of several samples the mean."""
    each = {
        "ce": lambda: -(t * y.log()).sum(),
        "bce": lambda: F.binary_cross_entropy(y, t, reduction="sum"),
        "mse": lambda: 0.5 * ((t - y) ** 2).sum(),
    }[loss or "mse"]()
    return each if y.dim() == 1 else each / len(y)


def learnt(network, t, loss, lr, weight_decay=None, delta=None):
    """Loss, gradients and the weights after one step of PyTorch's SGD."""
    x = network.x.clone().requires_grad_()
    passed = network.forward(x)
    for z, _ in passed:
        z.retain_grad()
    parameters = [*network.weights, *network.biases]
    optimizer = torch.optim.SGD(parameters, lr=lr, weight_decay=weight_decay or 0)
    y = passed[-1][1]
    if delta is None:
        error = loss_of(loss, y, t)
        error.backward()
        expect = {"loss": error}
    else:
        y.backward(delta)
        expect = {}
    optimizer.step()
    turned = network.turned
    for number, (w, b, (z, _)) in enumerate(zip(network.weights, network.biases, passed), start=1):
        expect |= {f"dw{number}": turned(w.grad), f"db{number}": b.grad, f"delta{number}": z.grad}
        expect |= {f"new_w{number}": turned(w), f"new_b{number}": b}
    return expect | {"dx": x.grad}


@kind("backprop")
def backprop(cases):
    def add(name, *sizes, loss=None, lr=0.5, network=None, t=None, weight_decay=None, back=False, **more):
        network = network or Network(cases, *sizes, **more)
        outputs = len(network.biases[-1])
        samples = network.x.shape[:-1]
        delta = cases.normal(*samples, outputs) if back else None
        if t is None and not back:
            if loss == "ce":
                places = torch.arange(samples[0]) % outputs if samples else torch.tensor(outputs // 2)
                t = F.one_hot(places, outputs).double()
            else:
                t = cases.uniform(*samples, outputs)
        flags = network.flags()
        if loss == "ce" and not network.out_act:
            network.out_act = "softmax"
        if loss == "bce" and not network.out_act:
            network.out_act = "sigmoid"
        expect = learnt(network, t, loss, lr, weight_decay, delta)
        cases.add(name, expect, **flags, t=t, loss=loss, lr=lr, weight_decay=weight_decay, delta=delta)

    published = Network(cases, 2, 2, 2)
    published.x = torch.tensor([0.05, 0.1])
    published.weights = [torch.tensor([[0.15, 0.2], [0.25, 0.3]]), torch.tensor([[0.4, 0.45], [0.5, 0.55]])]
    published.biases = [torch.tensor([0.35, 0.35]), torch.tensor([0.6, 0.6])]
    for leaf in published.weights + published.biases:
        leaf.requires_grad_()
    add("the published two-layer example", network=published, t=torch.tensor([0.01, 0.99]))
    add("one layer", 3, 2, lr=0.1)
    add("one weight", 1, 1)
    add("four layers", 2, 3, 3, 2, 1, act="tanh", lr=0.1)
    for act in ("relu", "leaky-relu", "elu", "gelu", "silu", "softplus"):
        add(f"{act}", 3, 4, 2, act=act, lr=0.01)
    add("cross-entropy", 3, 4, 3, loss="ce", out_act="softmax")
    add("cross-entropy takes softmax by itself", 3, 4, 3, act="relu", loss="ce", lr=0.1)
    add("squared error after softmax", 3, 3, 3, act="relu", out_act="softmax", loss="mse")
    add("another activation at the end", 2, 3, 2, act="relu", out_act="sigmoid", loss="mse", lr=1)
    add("binary cross-entropy", 3, 4, 1, act="relu", loss="bce", out_act="sigmoid", lr=0.1)
    add("binary cross-entropy takes a sigmoid by itself", 3, 4, 3, act="tanh", loss="bce", lr=0.1)
    for loss in ("mse", "ce", "bce"):
        add(f"several samples, {loss}", 3, 4, 3, samples=4, act="tanh", loss=loss, lr=0.1)
    add("several samples, squared error after softmax", 3, 4, 3, samples=4, act="elu", out_act="softmax", lr=0.1)
    add("one sample as a row", 3, 4, 2, samples=1, lr=0.1)
    add("several samples of one layer", 3, 2, samples=5, lr=0.1)
    add("weights the other way round", 3, 4, 2, transposed=True, lr=0.1)
    add("several samples and weights the other way round", 3, 4, 2, samples=3, transposed=True, act="silu", lr=0.1)
    for act in ("leaky-relu", "elu", "swish"):
        add(f"{act} of another parameter", 3, 4, 2, act=act, alpha=0.3, lr=0.1)
        add(f"{act} of another parameter, several samples", 3, 4, 2, act=act, alpha=0.3, samples=2, lr=0.1)
    add("the parameter at the end alone", 3, 4, 2, act="tanh", out_act="leaky-relu", alpha=0.2, lr=0.1)
    add("weight decay", 3, 4, 2, weight_decay=0.1, lr=0.1)
    add("weight decay of several samples", 3, 4, 2, weight_decay=0.01, samples=3, loss="ce", lr=0.1)
    add("a gradient that comes back", 3, 4, 2, back=True, act="tanh", lr=0.1)
    add("a gradient that comes back to a softmax", 3, 4, 3, back=True, act="tanh", out_act="softmax", lr=0.1)
    add("gradients that come back", 3, 4, 2, back=True, samples=3, act="relu", lr=0.1)
    add("gradients that come back to a softmax", 3, 4, 3, back=True, samples=2, act="elu", alpha=0.5, out_act="softmax", lr=1)
    add("a gradient that comes back, the other way round", 3, 4, 2, back=True, act="elu", alpha=0.5, transposed=True, lr=1)


@kind("saliency")
def saliency(cases):
    def add(name, *sizes, class_, **more):
        network = Network(cases, *sizes, **more)
        x = network.x.clone().requires_grad_()
        z = network.forward(x)[-1][0]
        (grad,) = torch.autograd.grad(z[..., class_].sum(), x)
        cases.add(name, {"grad": grad, "saliency": grad.abs()}, **network.flags(), class_=class_)

    add("one layer", 3, 2, class_=0)
    add("two layers", 4, 3, 3, class_=2)
    add("the output activation is not in it", 4, 3, 3, act="relu", out_act="softmax", class_=1)
    add("three layers", 5, 4, 3, 2, act="tanh", class_=1)
    add("gelu", 2, 5, 3, act="gelu", class_=0)
    add("one output", 3, 2, 1, act="elu", class_=0)
    add("several samples", 4, 3, 3, act="tanh", samples=3, class_=2)
    add("several samples of one layer", 4, 3, samples=2, class_=2)
    add("weights the other way round", 4, 3, 3, act="tanh", transposed=True, class_=2)
    add("several samples and weights the other way round", 4, 3, 3, act="tanh", samples=2, transposed=True, class_=0)
    add("another parameter", 4, 3, 3, act="elu", alpha=0.4, class_=2)
    add("another parameter of several samples", 4, 3, 3, 2, act="leaky-relu", alpha=0.4, samples=3, transposed=True, class_=1)


@kind("fgsm")
def fgsm(cases):
    def add(name, *sizes, eps, loss=None, **more):
        network = Network(cases, *sizes, **more)
        by = loss or ("ce" if network.out_act == "softmax" else "mse")
        outputs, samples = sizes[-1], network.x.shape[:-1]
        places = torch.arange(samples[0]) % outputs if samples else torch.tensor(outputs - 1)
        t = F.one_hot(places, outputs).double() if by == "ce" else cases.uniform(*samples, outputs)
        flags = network.flags()
        if by == "bce":
            network.out_act = "sigmoid"
        x = network.x.clone().requires_grad_()
        y = network.forward(x)[-1][1]
        (grad,) = torch.autograd.grad(loss_of(by, y, t), x)
        moved = (x + eps * grad.sign()).detach()
        expect = {"grad": grad, "x_adv": moved, "y_before": y, "y_after": network.forward(moved)[-1][1]}
        cases.add(name, expect, **flags, t=t, eps=eps, loss=loss)

    add("one layer", 3, 2, eps=0.1)
    add("two layers", 3, 4, 2, act="tanh", eps=0.05)
    add("a classifier takes cross-entropy by itself", 4, 3, 3, act="relu", out_act="softmax", eps=0.25)
    add("cross-entropy said", 4, 3, 3, act="sigmoid", out_act="softmax", loss="ce", eps=0.01)
    add("squared error after softmax", 4, 3, 3, act="silu", out_act="softmax", loss="mse", eps=0.5)
    add("no step", 2, 2, eps=0)
    add("binary cross-entropy", 4, 3, 1, act="relu", out_act="sigmoid", loss="bce", eps=0.1)
    add("binary cross-entropy takes a sigmoid by itself", 4, 3, 2, act="tanh", loss="bce", eps=0.1)
    for loss in ("mse", "bce"):
        add(f"several samples, {loss}", 4, 3, 2, act="tanh", loss=loss, samples=3, eps=0.1)
    add("several samples of a classifier", 4, 3, 3, act="tanh", out_act="softmax", samples=3, eps=0.1)
    add("weights the other way round", 4, 3, 2, transposed=True, eps=0.1)
    add("several samples, the other way round, another parameter", 4, 3, 2, act="elu", alpha=0.3, samples=2, transposed=True, eps=0.1)


def form(fn):
    """An activation of a number and its parameter."""
    return FORMS.get(fn) or (lambda z, _: ACTIVATIONS[fn](z))


@kind("activation")
def activation(cases):
    def add(name, fn, z, alpha=None):
        z = torch.as_tensor(z, dtype=torch.float64)
        leaf = z.clone().requires_grad_()
        y = form(fn)(leaf, alpha)
        expect = {"y": y, "dy": torch.autograd.grad(y.sum(), leaf)[0]}
        cases.add(name, expect, fn=fn, z=z, alpha=alpha)

    def tail(fn):
        z = torch.tensor([-30.0, -20, -8, -5])
        cases.add(f"{fn} keeps its digits on the left", {"y": FORMS[fn](z, None)}, floor=0, fn=fn, z=z)

    ordinary = [-3.0, -1, -0.5, 0, 0.25, 1, 2.5]
    far = [-1000.0, -40, -10, 10, 40, 1000]
    for fn in FORMS:
        add(f"{fn}", fn, ordinary)
        add(f"{fn} far out", fn, far)
        tail(fn)
    add("leaky-relu of another slope", "leaky-relu", ordinary, alpha=0.01)
    add("elu of another alpha", "elu", ordinary, alpha=0.5)
    add("a number", "sigmoid", 0.5)
    add("a matrix", "tanh", cases.normal(2, 3))

    def softmax(name, z, temperature=None):
        of = lambda z: F.softmax(z / (temperature or 1), dim=0)
        expect = {"y": of(z), "jacobian": torch.autograd.functional.jacobian(of, z)}
        cases.add(name, expect, fn="softmax", z=z, temperature=temperature)

    softmax("softmax", torch.tensor([1.0, 2, 3]))
    softmax("softmax of anything", cases.normal(5))
    softmax("softmax of large numbers", torch.tensor([1000.0, 999, -1000]))
    softmax("softmax at a high temperature", torch.tensor([1.0, -2, 0]), temperature=2)
    softmax("softmax at a low temperature", cases.normal(4), temperature=0.25)
    for fn in ("selu", "hard-sigmoid", "step", "sign"):
        add(f"{fn}", fn, ordinary)
        add(f"{fn} far out", fn, far)
    add("hard-sigmoid at its kinks", "hard-sigmoid", [-3.0, -2.9, 2.9])
    for beta in (None, 0, 1.5, 10):
        z = torch.tensor(ordinary, requires_grad=True)
        y = z * torch.sigmoid((1.0 if beta is None else beta) * z)
        expect = {"y": y, "dy": torch.autograd.grad(y.sum(), z)[0]}
        cases.add(f"swish of beta {beta}", expect, fn="swish", z=z.detach(), beta=beta)

    def maxout(name, z, w, b):
        z = z.requires_grad_()
        y = F.linear(z, w, b).max()
        cases.add(name, {"y": y, "dy": torch.autograd.grad(y, z)[0]}, fn="maxout", z=z, w=w, b=b)

    maxout("maxout of two pieces", cases.normal(3), cases.normal(2, 3), cases.normal(2))
    maxout("maxout of four pieces", cases.normal(2), cases.normal(4, 2), cases.normal(4))


def gelu(z, _):
    """By the complementary error function, which keeps its digits far to the left."""
    return z * torch.special.erfc(-z / math.sqrt(2)) / 2


FORMS = {
    "relu": lambda z, _: F.relu(z),
    "sigmoid": lambda z, _: torch.sigmoid(z),
    "tanh": lambda z, _: torch.tanh(z),
    "leaky-relu": lambda z, alpha: F.leaky_relu(z, 0.1 if alpha is None else alpha),
    "elu": lambda z, alpha: F.elu(z, 1.0 if alpha is None else alpha),
    "gelu": gelu,
    "silu": lambda z, _: F.silu(z),
    "softplus": lambda z, _: F.softplus(z, threshold=500),
}
"""The activations of one number, with their parameter."""
