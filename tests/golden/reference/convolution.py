"""Convolution and pooling layers: their sizes from layers on the meta device, their values and gradients."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from .cases import kind


def macs(module, *inputs):
    """Multiply-accumulates of a module: PyTorch counts two operations for each."""
    with FlopCounterMode(display=False) as counter:
        module(*inputs)
    return counter.get_total_flops() // 2


def count(*modules):
    """Parameters of modules."""
    return sum(p.numel() for module in modules for p in module.parameters())


def meta(*shape):
    """A tensor that has a shape and no values."""
    return torch.empty(shape, device="meta")


def pair(size):
    return size if isinstance(size, tuple) else (size, size)


def sized(size, dims):
    """The sides of a size along each axis; one number stands for all."""
    return size if isinstance(size, tuple) else (size,) * dims


def padding(word, n, f, s, dilation):
    """Cells before and after along each axis, as a word asks for them."""
    if word == "full":
        return [(d * (k - 1),) * 2 for k, d in zip(f, dilation)]
    if word == "valid":
        return [(0, 0) for _ in n]
    # as many outputs as the input has sides over strides, rounded up; the far side gets an odd cell
    totals = [max((-(-side // step) - 1) * step + d * (k - 1) + 1 - side, 0) for side, k, step, d in zip(n, f, s, dilation)]
    return [(total // 2, total - total // 2) for total in totals]


@kind("conv")
def conv(cases):
    def add(name, n, f, p=None, s=None, dilation=None, groups=None, a=None, b=None, bias=None, dims=None):
        axes = dims or 2
        make = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}[axes]
        word = p if isinstance(p, str) else None
        layer = make(
            a or groups or 1, b or groups or 1, sized(f, axes), stride=sized(s or 1, axes),
            padding=0 if word else sized(p or 0, axes), dilation=sized(dilation or 1, axes), groups=groups or 1,
            bias=bool(bias), device="meta",
        )
        x = meta(1, layer.in_channels, *sized(n, axes))
        expect = {}
        if word:
            around = padding(word, *(sized(size, axes) for size in (n, f, s or 1, dilation or 1)))
            expect = {"pad_before": [before for before, _ in around], "pad_after": [after for _, after in around]}
            flat = [cells for before, after in reversed(around) for cells in (before, after)]
            x = F.pad(x, flat)
        y = layer(x)
        expect |= dict(zip(("out_d", "out_h", "out_w")[3 - axes:], y.shape[2:]))
        if b:
            expect |= {"out_c": y.shape[1], "neurons": y.numel()}
        if a and b:
            weights = layer.weight.numel()
            biases = layer.bias.numel() if bias else 0
            # without sharing, each of the neurons has its window of weights to itself
            window = weights // b
            unshared = y.numel() * (window + (1 if bias else 0))
            expect |= {
                "weights": weights, "biases": biases, "params": count(layer), "macs": macs(layer, x), "unshared": unshared,
            }
        cases.add(
            name, expect, n=n, f=f, p=p, s=s, dilation=dilation, groups=groups, a=a, b=b, bias=bias, dims=dims,
        )

    add("a window that just fits", 5, 5)
    add("padding that keeps the size", 32, 5, p=2, s=1)
    add("a stride that leaves a rest", 32, 5, p=0, s=2)
    add("AlexNet's first layer", 227, 11, s=4, a=3, b=96)
    add("biases", 32, 5, p=2, s=1, a=3, b=6, bias=True)
    add("kernels without input channels", 28, 3, b=8)
    add("dilation", 32, 3, p=2, s=1, dilation=2, a=4, b=8)
    add("dilation and stride", 33, 3, p=1, s=2, dilation=3, a=4, b=8, bias=True)
    add("groups", 14, 3, p=1, groups=4, a=8, b=12, bias=True)
    add("depth-wise", 14, 3, p=1, groups=8, a=8, b=8)
    add("an oblong input", (32, 28), 5, p=2, s=2, a=1, b=2)
    add("an oblong kernel, padding, stride and dilation", (20, 30), (3, 5), p=(1, 2), s=(2, 1), dilation=(1, 2), a=2, b=4, bias=True)
    add("padding by the word valid", 32, 5, p="valid", s=1, a=3, b=6)
    add("padding by the word same", 32, 5, p="same", a=3, b=6)
    add("same with an even kernel", (31, 32), 4, p="same", a=3, b=6)
    add("same with dilation", 32, 3, p="same", dilation=2)
    add("a kernel of one cell", 56, 1, a=256, b=64)
    add("padding by the word full", 8, 3, p="full", a=2, b=3)
    add("full with dilation", (8, 9), (3, 2), p="full", dilation=(2, 1))
    add("same with a stride", (7, 8), 3, p="same", s=2, a=1, b=2)
    add("same with a stride beyond the kernel", 9, 2, p="same", s=3)
    add("one dimension", 32, 5, dims=1, a=3, b=6, bias=True)
    add("one dimension, padding, stride and dilation", 33, 3, p=2, s=2, dilation=2, dims=1, a=2, b=4)
    add("one dimension, same and even", 10, 4, p="same", dims=1, a=2, b=4)
    add("three dimensions", 8, 3, dims=3, a=3, b=6, bias=True)
    add("three sides", (16, 28, 32), (3, 5, 3), p=(1, 2, 0), s=(1, 2, 2), dilation=(1, 1, 2), dims=3, a=2, b=4, groups=2)
    add("three dimensions, same and even", (5, 6, 7), (2, 3, 4), p="same", dims=3, a=2, b=4)
    add("three dimensions, full", (5, 6, 7), 3, p="full", s=2, dims=3, a=2, b=4)


@kind("pool")
def pool(cases):
    def add(name, n, f, s=None, p=None, a=None, ceil=None):
        y = F.max_pool2d(torch.zeros(1, a or 1, *pair(n)), f, stride=s, padding=p or 0, ceil_mode=bool(ceil))
        expect = {"out_h": y.shape[2], "out_w": y.shape[3], "params": 0} | ({"out_c": y.shape[1]} if a else {})
        cases.add(name, expect, n=n, f=f, s=s, p=p, a=a, ceil=ceil)

    add("the stride is the window's side", 28, 2)
    add("a rest is left out", 7, 2)
    add("overlapping windows", 55, 3, s=2, a=96)
    add("padding", 112, 3, s=2, p=1, a=64)
    add("rounded up", 7, 2, ceil=True)
    add("rounded up where nothing is left over", 8, 2, ceil=True)
    add("rounded up, overlapping", 112, 3, s=2, a=64, ceil=True)
    add("no window starts in the right padding", 5, 2, s=2, p=1, ceil=True)
    add("no window starts beyond a long stride", 6, 3, s=4, p=1, ceil=True)
    add("oblong", (10, 13), (2, 3), s=(2, 3), p=(0, 1), a=5, ceil=True)
    add("an oblong input", (10, 13), 3)
    add("rounded up, a window larger than the input", 3, 4, ceil=True)
    add("rounded up, a window larger along one axis", 1, (1, 2), ceil=True)


@kind("conv-transpose")
def conv_transpose(cases):
    def add(name, n, f, p=None, s=None, output_padding=None, dilation=None, a=None, b=None, bias=None):
        layer = nn.ConvTranspose2d(
            a or 1, b or 1, f, stride=s or 1, padding=p or 0, output_padding=output_padding or 0,
            dilation=dilation or 1, bias=bool(bias), device="meta",
        )
        y = layer(meta(1, a or 1, *pair(n)))
        expect = {"out_h": y.shape[2], "out_w": y.shape[3]}
        if b:
            expect["out_c"] = y.shape[1]
        if a and b:
            biases = layer.bias.numel() if bias else 0
            expect |= {"weights": layer.weight.numel(), "biases": biases, "params": count(layer)}
        cases.add(name, expect, n=n, f=f, p=p, s=s, output_padding=output_padding, dilation=dilation, a=a, b=b, bias=bias)

    add("stride 1", 4, 3)
    add("doubles the size", 16, 4, p=1, s=2, a=64, b=32, bias=True)
    add("output padding", 16, 3, p=1, s=2, output_padding=1, a=8, b=4)
    add("dilation", 7, 3, s=2, dilation=2)
    add("dilation and output padding", 7, 3, p=1, s=3, output_padding=2, dilation=2, a=2, b=6, bias=True)
    add("oblong", (5, 8), (3, 4), p=(0, 1), s=(2, 1), a=3, b=5)
    add("kernels without input channels", 7, 2, s=2, b=21)
    add("output padding below the stride or the dilation of its own axis", (1, 12), 4, s=(1, 3), output_padding=2, dilation=(3, 1))


@kind("convolve")
def convolve(cases):
    def add(name, x, k, p=None, s=None, dilation=None, bias_values=None, dy=False):
        inputs = [t.clone().requires_grad_() for t in (x, k, bias_values) if t is not None]
        planes = inputs[0] if x.dim() == 3 else inputs[0][None]
        kernels = inputs[1]
        while kernels.dim() < 4:
            kernels = kernels[None]
        bias = inputs[2] if bias_values is not None else None
        settings = {"stride": s or 1, "dilation": dilation or 1}
        if isinstance(p, str):
            sides, own = planes.shape[1:], kernels.shape[2:]
            around = padding(p, sides, own, sized(s or 1, 2), sized(dilation or 1, 2))
            flat = [cells for before, after in reversed(around) for cells in (before, after)]
            y = F.conv2d(F.pad(planes, flat)[None], kernels, bias, **settings)[0]
        else:
            y = F.conv2d(planes[None], kernels, bias, padding=p or 0, **settings)[0]
        y = y if k.dim() == 4 else y[0]
        expect = {"y": y}
        back = cases.normal(*y.shape) if dy else None
        if dy:
            gradients = torch.autograd.grad(y, inputs, back)
            expect |= dict(zip(("dx", "dk", "db"), gradients))
        cases.add(name, expect, x=x, k=k, p=p, s=s, dilation=dilation, bias_values=bias_values, dy=back)

    draw = cases.normal
    add("one channel", draw(4, 4), draw(3, 3))
    add("the kernel is not flipped", torch.arange(9.0).reshape(3, 3), torch.tensor([[1.0, 2], [3, 4]]))
    add("gradients", draw(5, 5), draw(3, 3), dy=True)
    add("padding, stride and gradients", draw(5, 6), draw(3, 3), p=1, s=2, dy=True)
    add("dilation and gradients", draw(7, 7), draw(3, 3), p=1, dilation=2, dy=True)
    add("several channels to one", draw(3, 4, 4), draw(3, 2, 2), dy=True)
    add("several kernels", draw(2, 5, 5), draw(3, 2, 3, 3), p=1, s=2, bias_values=draw(3), dy=True)
    add("several kernels without biases", draw(2, 4, 4), draw(2, 2, 3, 3), p=2, dy=True)
    add("biases and no gradient", draw(2, 4, 4), draw(3, 2, 3, 3), bias_values=draw(3))
    add("oblong kernel, padding, stride and dilation", draw(6, 9), draw(2, 3), p=(1, 2), s=(2, 1), dilation=(1, 2), dy=True)
    add("columns that no window reaches", draw(6, 6), draw(3, 3), s=2, dy=True)
    add("padding by the word same", draw(4, 5), draw(3, 3), p="same", dy=True)
    add("same with an even kernel", draw(2, 4, 4), draw(3, 2, 2, 3), p="same", bias_values=draw(3), dy=True)
    add("same with a stride", draw(5, 6), draw(3, 3), p="same", s=2, dy=True)
    add("same with an even kernel and no biases", draw(2, 4, 4), draw(2, 2, 4), p="same", dy=True)
    add("padding by the word full", draw(3, 4), draw(2, 3), p="full", dy=True)
    add("padding by the word valid", draw(3, 4), draw(2, 3), p="valid", dilation=1, dy=True)


@kind("pooling")
def pooling(cases):
    def add(name, x, f, s=None, p=None, mode=None, dy=False):
        leaf = x.clone().requires_grad_()
        function = F.avg_pool2d if mode == "avg" else F.max_pool2d
        planes = leaf if x.dim() == 3 else leaf[None]
        y = function(planes, f, stride=s, padding=p or 0)
        y = y if x.dim() == 3 else y[0]
        expect = {"y": y}
        back = cases.normal(*y.shape) if dy else None
        if dy:
            expect["dx"] = torch.autograd.grad(y, leaf, back)[0]
        cases.add(name, expect, x=x, f=f, s=s, p=p, mode=mode, dy=back)

    draw = cases.normal
    add("maximum", draw(4, 4), 2)
    add("average", draw(4, 4), 2, mode="avg")
    add("overlapping maxima and gradient", draw(5, 5), 3, s=1, dy=True)
    add("overlapping averages and gradient", draw(5, 5), 3, s=2, mode="avg", dy=True)
    add("padding never wins a maximum", -draw(4, 4).abs() - 1, 2, s=2, p=1, dy=True)
    add("padding counts in an average", draw(4, 4), 3, s=2, p=1, mode="avg", dy=True)
    add("of equal maxima the first", torch.tensor([[1.0, 1, 2, 2], [1, 1, 2, 0], [3, 0, 4, 4], [0, 3, 4, 4]]), 2, dy=True)
    add("channels", draw(2, 4, 6), 2, mode="max", dy=True)
    add("averages of channels", draw(2, 4, 6), 2, mode="avg", dy=True)
    add("an oblong window", draw(5, 7), (2, 3), s=(1, 2), p=(1, 0), dy=True)
    add("a rest that no window reaches", draw(5, 5), 2, dy=True)


@kind("deconvolve")
def deconvolve(cases):
    def add(name, x, k, p=None, s=None, output_padding=None):
        y = F.conv_transpose2d(x[None, None], k[None, None], stride=s or 1, padding=p or 0, output_padding=output_padding or 0)
        cases.add(name, {"y": y[0, 0]}, x=x, k=k, p=p, s=s, output_padding=output_padding)

    draw = cases.normal
    add("stride 1", draw(2, 2), draw(2, 2))
    add("the kernel is stamped as it is", torch.tensor([[1.0, 0], [0, 2]]), torch.tensor([[1.0, 2], [3, 4]]), s=2)
    add("overlapping stamps", draw(3, 3), draw(3, 3), s=2)
    add("padding crops", draw(3, 3), draw(3, 3), p=1, s=2)
    add("output padding", draw(3, 3), draw(3, 3), p=1, s=2, output_padding=1)
    add("oblong", draw(2, 3), draw(3, 2), p=(1, 0), s=(2, 3), output_padding=(0, 2))


def seen(layers):
    """Which inputs the output in the middle of a stack of one-dimensional layers sees, and the next one."""
    x = torch.ones(1, 1, 4001, requires_grad=True)
    y = x
    for side, stride, dilation in layers:
        y = F.conv1d(y, torch.ones(1, 1, side), stride=stride, dilation=dilation)
    middle = y.shape[2] // 2
    fields = [torch.autograd.grad(y[0, 0, at], x, retain_graph=True)[0].flatten().nonzero().flatten() for at in (middle, middle + 1)]
    field, following = fields
    return int(field[-1] - field[0]) + 1, int(following[0] - field[0])


@kind("receptive-field")
def receptive_field(cases):
    def add(name, *layers):
        full = [(*layer, 1)[:3] for layer in layers]
        after = [seen(full[: n + 1]) for n in range(len(full))]
        rf, jump = [list(column) for column in zip(*after)]
        text = ",".join("x".join(map(str, layer)) for layer in layers)
        cases.add(name, {"rf": rf, "jump": jump, "final": rf[-1]}, layers=text)

    add("one layer", (3, 1))
    add("three of 3", (3, 1), (3, 1), (3, 1))
    add("a stride widens only later layers", (3, 2), (3, 1))
    add("convolutions and pooling", (3, 1), (2, 2), (3, 1), (2, 2), (3, 1))
    add("dilation", (3, 1, 1), (3, 1, 2), (3, 1, 4))
    add("dilation and stride", (5, 2, 1), (3, 1, 2), (2, 2), (3, 2, 3))
    add("AlexNet's features", (11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2))
    add("a kernel of one cell sees one", (1, 1), (1, 2), (3, 1))


@kind("bottleneck")
def bottleneck(cases):
    def add(name, n, a, mid, b, f=None, no_expand=None):
        side = f or 3

        def layer(inputs, outputs, side):
            return nn.Conv2d(inputs, outputs, side, padding=side // 2, bias=False, device="meta")

        direct = layer(a, b, side)
        narrow = [layer(a, mid, 1), layer(mid, b if no_expand else mid, side)]
        narrow = nn.Sequential(*narrow, *([] if no_expand else [layer(mid, b, 1)]))
        x = meta(1, a, *pair(n))
        expect = {
            "params_direct": count(direct), "params_bottleneck": count(narrow),
            "macs_direct": macs(direct, x), "macs_bottleneck": macs(narrow, x),
            "ratio": count(direct) / count(narrow),
        }
        cases.add(name, expect, n=n, a=a, mid=mid, b=b, f=f, no_expand=no_expand)

    add("ResNet's", 56, 256, 64, 256)
    add("Inception's 5×5", 28, 192, 16, 32, f=5, no_expand=True)
    add("Inception's 3×3", 28, 192, 96, 128, f=3, no_expand=True)
    add("one that saves nothing", 14, 16, 64, 16)
    add("an oblong input", (14, 10), 64, 16, 128, f=5)


@kind("kernel-stack")
def kernel_stack(cases):
    def add(name, c, f=None, count_=None):
        side, layers = f or 3, count_ or 3
        rf, _ = seen([(side, 1, 1)] * layers)
        stack = [nn.Conv2d(c, c, side, bias=False, device="meta") for _ in range(layers)]
        single = nn.Conv2d(c, c, rf, bias=False, device="meta")
        expect = {
            "rf": rf, "weights_stack": count(*stack), "weights_single": count(single),
            "ratio": count(single) / count(*stack),
        }
        cases.add(name, expect, f=f, count_=count_, c=c)

    add("three 3×3 see 7×7", 64)
    add("two 3×3 see 5×5", 32, f=3, count_=2)
    add("two 5×5 see 9×9", 16, f=5, count_=2)
    add("one kernel is itself", 8, f=3, count_=1)
    add("four 3×3", 1, count_=4)


@kind("depthwise")
def depthwise(cases):
    def add(name, n, f, a, b, p=None, s=None, bias=None):
        settings = {"stride": s or 1, "padding": p or 0, "bias": bool(bias), "device": "meta"}
        deep = nn.Conv2d(a, a, f, groups=a, **settings)
        point = nn.Conv2d(a, b, 1, bias=bool(bias), device="meta")
        plain = nn.Conv2d(a, b, f, **settings)
        x = meta(1, a, *pair(n))
        y = deep(x)
        parts = macs(deep, x), macs(point, y)
        expect = {
            "out_h": y.shape[2], "out_w": y.shape[3], "params_depthwise": count(deep), "params_pointwise": count(point),
            "params": count(deep, point), "params_standard": count(plain), "macs_depthwise": parts[0],
            "macs_pointwise": parts[1], "macs": sum(parts), "macs_standard": macs(plain, x),
            "ratio": sum(parts) / macs(plain, x),
        }
        cases.add(name, expect, n=n, f=f, a=a, b=b, p=p, s=s, bias=bias)

    add("MobileNet's middle layers", 14, 3, 512, 512, p=1)
    add("a stride", 112, 3, 64, 128, p=1, s=2)
    add("biases", 8, 3, 3, 6, bias=True)
    add("a stride that leaves a rest", 10, 3, 4, 8, s=2)
    add("sides that differ", (8, 9), (3, 2), 4, 8, p=(1, 0), s=(2, 1), bias=True)
    add("one channel", 5, 5, 1, 1)
