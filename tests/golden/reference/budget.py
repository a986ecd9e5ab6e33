"""Sizes in numbers and bytes, averages in turn, and the losses of generative models."""

import torch
import torch.nn.functional as F

from .cases import kind


@kind("ewma")
def ewma(cases):
    def add(name, x, beta=None, v0=None):
        rate, v, plain, corrected = 0.9 if beta is None else beta, float(v0 or 0), [], []
        for t, value in enumerate(x.tolist(), start=1):
            v = rate * v + (1 - rate) * value
            plain.append(v)
            corrected.append(v / (1 - rate**t))
        cases.add(name, {"v": plain, "corrected": corrected}, x=x, beta=beta, v0=v0)

    add("two days of ten degrees", torch.tensor([10.0, 10]), 0.5)
    add("by default", cases.normal(6))
    add("a start of its own", cases.normal(4), 0.8, 2)
    add("no memory", cases.normal(3), 0)
    add("a long memory", cases.normal(12), 0.99)
    add("one number", torch.tensor([4.0]), 0.999)


@kind("vae")
def vae(cases):
    def add(name, mu, logvar, eps=None, x=None, recon=None):
        sigma = (logvar / 2).exp()
        one = torch.distributions.Normal(mu, sigma)
        kl = torch.distributions.kl_divergence(one, torch.distributions.Normal(0.0, 1.0)).sum()
        expect = {"kl": kl} if eps is None else {"kl": kl, "z": mu + sigma * eps}
        if x is not None:
            expect["reconstruction"] = F.mse_loss(recon, x, reduction="sum") / 2
            expect["loss"] = expect["reconstruction"] + kl
        cases.add(name, expect, mu=mu, logvar=logvar, eps=eps, x=x, recon=recon)

    add("two dimensions", torch.tensor([1.0, 2]), torch.tensor([0.0, 0]))
    add("a sample", cases.normal(4), cases.normal(4), cases.normal(4))
    add("a batch", cases.normal(3, 2), cases.normal(3, 2), cases.normal(3, 2))
    add("the prior", torch.tensor([0.0, 0]), torch.tensor([0.0, 0]), torch.tensor([1.0, -1]))
    add("a narrow one", torch.tensor([0.5]), torch.tensor([-3.0]))
    add("a reconstruction", cases.normal(2), cases.normal(2), None, cases.normal(4), cases.normal(4))


@kind("gan")
def gan(cases):
    def add(name, real, fake, kind_=None):
        one, none = torch.ones_like, torch.zeros_like
        if kind_ in (None, "standard", "non-saturating"):
            critic = F.binary_cross_entropy(real, one(real)) + F.binary_cross_entropy(fake, none(fake))
            generator = F.binary_cross_entropy(fake, one(fake))
            if kind_ != "non-saturating":
                generator = -F.binary_cross_entropy(fake, none(fake))
        elif kind_ == "lsgan":
            critic = (F.mse_loss(real, one(real)) + F.mse_loss(fake, none(fake))) / 2
            generator = F.mse_loss(fake, one(fake)) / 2
        else:
            critic, generator = fake.mean() - real.mean(), -fake.mean()
        cases.add(name, {"critic": critic, "generator": generator}, real=real, fake=fake, kind_=kind_)

    add("at the equilibrium", torch.tensor([0.5]), torch.tensor([0.5]))
    add("a batch", cases.uniform(5), cases.uniform(5))
    add("not saturating", cases.uniform(4), cases.uniform(4), "non-saturating")
    add("batches of two sizes", cases.uniform(3), cases.uniform(5), "standard")
    add("least squares", cases.normal(4), cases.normal(4), "lsgan")
    add("Wasserstein", cases.normal(4), cases.normal(6), "wasserstein")


@kind("grid-output")
def grid_output(cases):
    def add(name, grid, boxes, classes):
        height, width = grid if isinstance(grid, tuple) else (grid, grid)
        head = torch.nn.Conv2d(8, boxes * (5 + classes), 1, device="meta")
        out = head(torch.empty(8, height, width, device="meta"))
        cases.add(name, {"depth": out.shape[0], "outputs": out.numel()}, grid=grid, boxes=boxes, classes=classes)

    add("nineteen cells a side", 19, 5, 20)
    add("COCO", 13, 3, 80)
    add("not square", (10, 20), 3, 4)
    add("one box", 7, 1, 20)
    add("one class", 52, 9, 1)


@kind("memory")
def memory(cases):
    def add(name, params, bytes_=None, optimizer=None, batch=None, activations=None):
        size = 4 if bytes_ is None else bytes_
        parts = {"weights_bytes": params * size}
        if optimizer:
            copies = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
            parts |= {"gradient_bytes": params * size, "state_bytes": copies * params * size}
        if activations is not None:
            parts["activation_bytes"] = (batch or 1) * activations * size
        cases.add(name, parts | {"total_bytes": sum(parts.values())}, params=params, bytes_=bytes_,
                  optimizer=optimizer, batch=batch, activations=activations)

    add("weights alone", 138357544)
    add("half precision", 7000000000, 2)
    add("four bits", 70000000000, 0.5)
    add("trained by sgd", 61100840, optimizer="sgd")
    add("trained with momentum", 61100840, optimizer="momentum")
    add("trained by adam", 1000000, optimizer="adam", batch=32, activations=15000)
    add("inference of a batch", 25557032, 2, batch=8, activations=11000000)
