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
        cases.add(title, expect, positional=name, input=sides, classes=classes)

    for name in NAMES:
        add(name, name)
    add("vgg16 on a small image", "vgg16", sides=(3, 64, 96))
    add("resnet18 of ten classes on a small image", "resnet18", sides=(3, 64, 64), classes=10)
    add("alexnet on a larger image", "alexnet", sides=(3, 256, 320))
    add("googlenet of five classes", "googlenet", classes=5)

    def listed(title, text, sides, *layers, no_bias=None):
        """Layers given on the command line, with the same layers of PyTorch's."""
        model = nn.Sequential(*layers).to("meta")
        expect = {"params": count(model), "macs": macs(model, meta(1, *sides))}
        cases.add(title, expect, layers=text, input=sides, no_bias=no_bias)

    def small(bias=True):
        return [
            nn.Conv2d(1, 6, 5, bias=bias), nn.MaxPool2d(2), nn.Conv2d(6, 16, 3, stride=2, padding=1, bias=bias),
            nn.MaxPool2d(2, stride=1), nn.Flatten(), nn.Linear(16 * 6 * 6, 120, bias=bias), nn.Linear(120, 10, bias=bias),
        ]

    text = "conv:6:5,pool:2,conv:16:3:2:1,pool:2:1,fc:120,fc:10"
    listed("layers on the command line", text, (1, 32, 32), *small())
    listed("layers without biases", text, (1, 32, 32), *small(bias=False), no_bias=True)
    listed("an oblong input", "conv:4:3:1:1,pool:2,fc:2", (2, 8, 6), nn.Conv2d(2, 4, 3, padding=1), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(48, 2))


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
