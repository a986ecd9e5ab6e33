"""Whole networks: torchvision's models, and LeNet-5 as it is built today."""

import torch
import torchvision
from torch import nn

from .cases import kind
from .convolution import count, macs, meta


def lenet(classes):
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, classes),
    )


def network(name, classes=None):
    """A network on the meta device, in the form that is used for inference."""
    with torch.device("meta"):
        if name == "lenet":
            return lenet(classes or 10).eval()
        options = {"aux_logits": False, "init_weights": False} if name == "googlenet" else {}
        return torchvision.models.get_model(name, weights=None, num_classes=classes or 1000, **options).eval()


def head(name, model):
    """The part that classifies: all of `classifier` in AlexNet and VGG, the last layer elsewhere."""
    if name == "lenet":
        return model[7:]
    return model.classifier if hasattr(model, "classifier") else model.fc


NAMES = ["lenet", "alexnet", "vgg11", "vgg13", "vgg16", "vgg19", "googlenet", *(f"resnet{n}" for n in (18, 34, 50, 101, 152))]


def default_input(name):
    return (1, 32, 32) if name == "lenet" else (3, 224, 224)


@kind("network")
def networks(cases):
    def add(title, name, sides=None, classes=None):
        model = network(name, classes)
        expect = {"params": count(model), "macs": macs(model, meta(1, *(sides or default_input(name))))}
        expect["bytes"] = expect["params"] * 4
        cases.add(title, expect, positional=name, input=sides, classes=classes)

    for name in NAMES:
        add(name, name)
    add("vgg16 on a small image", "vgg16", sides=(3, 64, 96))
    add("resnet18 of ten classes on a small image", "resnet18", sides=(3, 64, 64), classes=10)
    add("alexnet on a larger image", "alexnet", sides=(3, 256, 320))
    add("googlenet of five classes", "googlenet", classes=5)

    def outputs(layers, sides):
        """What each module puts out of one sample, by its shape."""
        x, shapes = meta(1, *sides), []
        for layer in layers:
            x = layer(x)
            shapes.append(list(x.shape[1:]))
        return shapes

    def listed(title, text, sides, *layers, no_bias=None, bytes=None, batch=None, flat=True):
        """Layers given on the command line, with the same layers of PyTorch's; a Flatten of its own is no row."""
        model = nn.Sequential(*layers).to("meta").eval()
        shapes = [
            shape for layer, shape in zip(model, outputs(model, sides)) if flat is False or not isinstance(layer, nn.Flatten)
        ]
        numbers = sum(torch.Size(shape).numel() for shape in shapes)
        expect = {
            "params": count(model), "macs": macs(model, meta(1, *sides)), "activations": numbers,
            "bytes": count(model) * (bytes or 4), "activation_bytes": numbers * (bytes or 4) * (batch or 1),
        }
        cases.add(title, expect, layers=text, input=sides, no_bias=no_bias, bytes=bytes, batch=batch)

    def small(bias=True):
        return [
            nn.Conv2d(1, 6, 5, bias=bias), nn.MaxPool2d(2), nn.Conv2d(6, 16, 3, stride=2, padding=1, bias=bias),
            nn.MaxPool2d(2, stride=1), nn.Flatten(), nn.Linear(16 * 6 * 6, 120, bias=bias), nn.Linear(120, 10, bias=bias),
        ]

    text = "conv:6:5,pool:2,conv:16:3:2:1,pool:2:1,fc:120,fc:10"
    listed("layers on the command line", text, (1, 32, 32), *small())
    listed("layers without biases", text, (1, 32, 32), *small(bias=False), no_bias=True)
    oblong = nn.Conv2d(2, 4, 3, padding=1), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(48, 2)
    listed("an oblong input", "conv:4:3:1:1,pool:2,fc:2", (2, 8, 6), *oblong)
    listed("bytes and a batch", "conv:4:3:1:1,pool:2,fc:2", (2, 8, 6), *oblong, bytes=2, batch=32)
    listed(
        "a depthwise block", "conv:8:3:2:1,bn,relu,dwconv:3:1:1,bn,relu,conv:16:1,bn,silu,gap,flatten,dropout,fc:10", (3, 32, 32),
        nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1, groups=8),
        nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 16, 1), nn.BatchNorm2d(16), nn.SiLU(), nn.AdaptiveAvgPool2d(1),
        nn.Flatten(), nn.Dropout(), nn.Linear(16, 10), flat=False,
    )
    listed(
        "transposed convolutions", "fc:256,reshape:16x4x4,tconv:8:5:2:2:1,tanh,tconv:3:4:2:1", (100, 1, 1), nn.Flatten(),
        nn.Linear(100, 256), nn.Unflatten(1, (16, 4, 4)), nn.ConvTranspose2d(16, 8, 5, stride=2, padding=2, output_padding=1),
        nn.Tanh(), nn.ConvTranspose2d(8, 3, 4, stride=2, padding=1),
    )
    listed(
        "transposed convolutions that double the size", "tconv:4:3:2:same:1,tconv:2:3:1:same", (3, 5, 6),
        nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=1), nn.ConvTranspose2d(4, 2, 3, padding=1),
    )
    listed(
        "padding that keeps the size", "conv:4:4:1:same,dwconv:3:1:same,avgpool:2,avgpool:3:1", (3, 9, 12),
        nn.Conv2d(3, 4, 4, padding="same"), nn.Conv2d(4, 4, 3, padding="same", groups=4), nn.AvgPool2d(2), nn.AvgPool2d(3, stride=1),
    )
    listed(
        "normalisation of linear layers, no biases", "fc:20,bn,leaky-relu,fc:5,softmax", (3, 4, 4), nn.Flatten(),
        nn.Linear(48, 20, bias=False), nn.BatchNorm1d(20), nn.LeakyReLU(), nn.Linear(20, 5, bias=False), nn.Softmax(dim=-1),
        no_bias=True,
    )


@kind("finetune")
def finetune(cases):
    def add(title, name, freeze, classes):
        model = network(name, classes)
        if freeze == "features":
            trainable = count(head(name, model))
        else:
            layers = [m for m in model.modules() if any(True for _ in m.parameters(recurse=False))]
            trainable = count(*layers[0 if freeze == "none" else freeze :])
        total = count(model)
        expect = {"total": total, "trainable": trainable, "frozen": total - trainable}
        cases.add(title, expect, network=name, freeze=freeze, classes=classes)

    add("VGG-16's classifier", "vgg16", "features", 10)
    add("nothing is frozen", "alexnet", "none", 20)
    add("AlexNet's classifier", "alexnet", "features", 2)
    add("ResNet-18's last layer", "resnet18", "features", 10)
    add("ResNet-50's last layer", "resnet50", "features", 100)
    add("GoogLeNet's last layer", "googlenet", "features", 5)
    add("the first layers of VGG-11", "vgg11", 4, 10)
    add("all but the last layer of AlexNet", "alexnet", 7, 10)
    add("LeNet's first layer", "lenet", 1, 26)


@kind("detector-cost")
def detector_cost(cases):
    def add(title, name, proposals):
        model, x = network(name), meta(1, *default_input(name))
        whole = macs(model, x)
        classifier = sum(macs(m, meta(1, m.in_features)) for m in head(name, model).modules() if isinstance(m, nn.Linear))
        rcnn, fast = proposals * whole, whole - classifier + proposals * classifier
        cases.add(title, {"rcnn_macs": rcnn, "fast_macs": fast, "speedup": rcnn / fast}, proposals=proposals, network=name)

    add("VGG-16 and two thousand proposals", "vgg16", 2000)
    add("AlexNet and two thousand proposals", "alexnet", 2000)
    add("ResNet-50 and three hundred", "resnet50", 300)
    add("one proposal", "vgg11", 1)
    add("GoogLeNet and a hundred", "googlenet", 100)
    add("LeNet and ten", "lenet", 10)


@kind("layer-table")
def layer_tables(cases):
    for n, a, b1, f1, p1, b2, f2, k in [
        (28, 1, 6, 5, 2, 16, 5, 120), (32, 3, 16, 5, 0, 32, 3, 100), (12, 1, 4, 3, 0, 6, 2, 10),
        (10, 3, 5, 3, 2, 16, 3, 10), (15, 2, 3, 3, 1, 4, 2, 2), (48, 3, 32, 3, 1, 64, 5, 20),
    ]:
        x, expect = meta(1, a, n, n), {"params": 0, "macs": 0}
        layers = [nn.Conv2d(a, b1, f1, padding=p1), nn.MaxPool2d(2), nn.Conv2d(b1, b2, f2), nn.MaxPool2d(2)]
        for at, layer in enumerate([*layers, None], 1):
            # How wide the fully connected layer is shows when the maps before it are known.
            layer = layer or nn.Sequential(nn.Flatten(), nn.Linear(x.numel(), k))
            layer, before = layer.to("meta").eval(), x
            x = layer(x)
            if x.dim() == 4:
                expect[f"side_{at}"] = x.shape[-1]
            if count(layer):
                expect |= {f"params_{at}": count(layer), f"macs_{at}": macs(layer, before)}
                expect["params"] += count(layer)
                expect["macs"] += macs(layer, before)
        cases.add(f"{n}×{n} to {k}", expect, n=n, a=a, b1=b1, f1=f1, p1=p1, b2=b2, f2=f2, k=k)
