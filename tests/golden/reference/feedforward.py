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

    def __init__(self, cases, *sizes, act=None, out_act=None):
        self.act, self.out_act = act, out_act
        self.x = cases.normal(sizes[0])
        self.weights = [cases.normal(b, a).requires_grad_() for a, b in zip(sizes, sizes[1:])]
        self.biases = [cases.normal(b).requires_grad_() for b in sizes[1:]]

    def forward(self, x):
        """z and h of every layer; the last h is y."""
        act, passed = self.act or "sigmoid", []
        for number, (w, b) in enumerate(zip(self.weights, self.biases), start=1):
            z = F.linear(x, w, b)
            last = number == len(self.weights)
            x = ACTIVATIONS[self.out_act or act if last else act](z)
            passed.append((z, x))
        return passed

    def flags(self):
        layers = zip(self.weights, self.biases)
        flags = {}
        for number, (w, b) in enumerate(layers, start=1):
            flags |= {f"w{number}": w, f"b{number}": b}
        return {"x": self.x} | flags | {"act": self.act, "out_act": self.out_act}


@kind("forward")
def forward(cases):
    def add(name, *sizes, **acts):
        network = Network(cases, *sizes, **acts)
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


def loss_of(loss, y, t):
    return -(t * y.log()).sum() if loss == "ce" else 0.5 * ((t - y) ** 2).sum()


def learnt(network, t, loss, lr):
    """Loss, gradients and the weights after one step of PyTorch's SGD."""
    error = loss_of(loss, network.forward(network.x)[-1][1], t)
    parameters = [*network.weights, *network.biases]
    optimizer = torch.optim.SGD(parameters, lr=lr)
    error.backward()
    optimizer.step()
    expect = {"loss": error}
    for number, (w, b) in enumerate(zip(network.weights, network.biases), start=1):
        expect |= {f"dw{number}": w.grad, f"db{number}": b.grad, f"new_w{number}": w, f"new_b{number}": b}
    return expect


@kind("backprop")
def backprop(cases):
    def add(name, *sizes, loss=None, lr=0.5, network=None, t=None, **acts):
        network = network or Network(cases, *sizes, **acts)
        if t is None:
            outputs = len(network.biases[-1])
            t = F.one_hot(torch.tensor(outputs // 2), outputs).double() if loss == "ce" else cases.uniform(outputs)
        flags = network.flags()
        flags = {flag: v.detach().clone() if isinstance(v, torch.Tensor) else v for flag, v in flags.items()}
        if loss == "ce" and not acts.get("out_act"):
            network.out_act = "softmax"
        cases.add(name, learnt(network, t, loss, lr), **flags, t=t, loss=loss, lr=lr)

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


@kind("saliency")
def saliency(cases):
    def add(name, *sizes, class_, **acts):
        network = Network(cases, *sizes, **acts)
        x = network.x.clone().requires_grad_()
        z = network.forward(x)[-1][0]
        (grad,) = torch.autograd.grad(z[class_], x)
        cases.add(name, {"grad": grad, "saliency": grad.abs()}, **network.flags(), class_=class_)

    add("one layer", 3, 2, class_=0)
    add("two layers", 4, 3, 3, class_=2)
    add("the output activation is not in it", 4, 3, 3, act="relu", out_act="softmax", class_=1)
    add("three layers", 5, 4, 3, 2, act="tanh", class_=1)
    add("gelu", 2, 5, 3, act="gelu", class_=0)
    add("one output", 3, 2, 1, act="elu", class_=0)


@kind("fgsm")
def fgsm(cases):
    def add(name, *sizes, eps, loss=None, **acts):
        network = Network(cases, *sizes, **acts)
        cross = (loss or ("ce" if network.out_act == "softmax" else "mse")) == "ce"
        outputs = sizes[-1]
        t = F.one_hot(torch.tensor(outputs - 1), outputs).double() if cross else cases.uniform(outputs)
        x = network.x.clone().requires_grad_()
        y = network.forward(x)[-1][1]
        (grad,) = torch.autograd.grad(loss_of("ce" if cross else "mse", y, t), x)
        moved = (x + eps * grad.sign()).detach()
        expect = {"grad": grad, "x_adv": moved, "y_before": y, "y_after": network.forward(moved)[-1][1]}
        cases.add(name, expect, **network.flags(), t=t, eps=eps, loss=loss)

    add("one layer", 3, 2, eps=0.1)
    add("two layers", 3, 4, 2, act="tanh", eps=0.05)
    add("a classifier takes cross-entropy by itself", 4, 3, 3, act="relu", out_act="softmax", eps=0.25)
    add("cross-entropy said", 4, 3, 3, act="sigmoid", out_act="softmax", loss="ce", eps=0.01)
    add("squared error after softmax", 4, 3, 3, act="silu", out_act="softmax", loss="mse", eps=0.5)
    add("no step", 2, 2, eps=0)


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
