"""Losses and what is added to them; measures of how training goes."""

import torch
import torch.nn.functional as F

from .cases import kind
from .feedforward import FORMS


def grad(loss, leaf):
    return torch.autograd.grad(loss, leaf)[0]


@kind("cross-entropy")
def cross_entropy(cases):
    def from_logits(name, logits, target, smoothing=None):
        leaf = logits.clone().requires_grad_()
        loss = F.cross_entropy(leaf, torch.tensor(target), label_smoothing=smoothing or 0.0)
        expect = {"probs": F.softmax(logits, dim=0), "loss": loss, "grad": grad(loss, leaf)}
        cases.add(name, expect, logits=logits, target=target, label_smoothing=smoothing)

    def from_probs(name, probs, target, smoothing=None):
        loss = F.cross_entropy(probs.log(), torch.tensor(target), label_smoothing=smoothing or 0.0)
        cases.add(name, {"probs": probs, "loss": loss}, probs=probs, target=target, label_smoothing=smoothing)

    from_logits("logits", torch.tensor([2.0, 1.0, 0.1]), 0)
    from_logits("drawn logits", cases.normal(6), 4)
    from_logits("label smoothing", cases.normal(5), 2, smoothing=0.1)
    from_logits("all the weight smoothed", cases.normal(4), 3, smoothing=1)
    from_logits("two classes", torch.tensor([0.0, 0.0]), 1)
    from_logits("large logits", torch.tensor([1000.0, -1000.0, 999.0]), 1)
    from_logits("large logits smoothed", torch.tensor([1000.0, 0.0, -1000.0]), 0, smoothing=0.2)
    from_probs("probabilities", torch.tensor([0.7, 0.2, 0.1]), 0)
    from_probs("an unlikely truth", torch.tensor([0.7, 0.29, 0.01]), 2)
    from_probs("probabilities and label smoothing", torch.tensor([0.25, 0.5, 0.125, 0.125]), 1, smoothing=0.1)


@kind("bce")
def bce(cases):
    def from_logit(name, logit, target):
        leaf = torch.tensor(float(logit), requires_grad=True)
        loss = F.binary_cross_entropy_with_logits(leaf, torch.tensor(float(target)))
        cases.add(name, {"prob": leaf.sigmoid(), "loss": loss, "grad": grad(loss, leaf)}, logit=logit, target=target)

    def from_prob(name, prob, target):
        loss = F.binary_cross_entropy(torch.tensor(prob), torch.tensor(float(target)))
        cases.add(name, {"prob": prob, "loss": loss}, prob=prob, target=target)

    from_logit("a positive", 0.8, 1)
    from_logit("a negative", 0.8, 0)
    from_logit("undecided", 0, 1)
    from_logit("a negative logit", -2.5, 1)
    from_logit("surely wrong", 1000, 0)
    from_logit("surely wrong the other way", -1000, 1)
    from_prob("a probability", 0.9, 1)
    from_prob("a probability of a negative", 0.9, 0)
    from_prob("an unlikely truth", 0.001, 1)


@kind("mse")
def mse(cases):
    def add(name, y, t):
        leaf = y.clone().requires_grad_()
        loss = F.mse_loss(leaf, t)
        cases.add(name, {"loss": loss, "grad": grad(loss, leaf)}, y=y, t=t)

    add("two outputs", torch.tensor([0.75, 0.77]), torch.tensor([0.01, 0.99]))
    add("drawn outputs", cases.normal(5), cases.normal(5))
    add("a batch", cases.normal(3, 2), cases.normal(3, 2))
    add("no error", torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0]))
    add("a large error", torch.tensor([1e6, -1e6, 0.0]), torch.tensor([0.0, 0.0, 1.0]))
    add("many outputs", cases.normal(12), cases.uniform(12))


@kind("penalty")
def penalty(cases):
    def add(name, w, kind, lambda_, lr=0.1, grad_=None):
        leaf = w.clone().requires_grad_()
        size = leaf.abs().sum() if kind == "l1" else (leaf**2).sum() / 2
        value = lambda_ * size
        slope = grad(value, leaf)
        optimizer = torch.optim.SGD([leaf], lr=lr)
        leaf.grad = slope if grad_ is None else slope + grad_
        optimizer.step()
        cases.add(
            name, {"penalty": value, "penalty_grad": slope, "new_w": leaf},
            w=w, lambda_=lambda_, kind=kind, lr=lr, grad_=grad_,
        )

    draw = cases.normal
    add("l2", draw(4), "l2", 0.01)
    add("l1", draw(4), "l1", 0.01)
    add("l1 leaves a zero alone", torch.tensor([0.5, 0, -2]), "l1", 0.1, lr=1)
    add("l2 beside the data's gradient", draw(3), "l2", 0.5, lr=0.01, grad_=draw(3))
    add("l1 beside the data's gradient", draw(3), "l1", 0.5, lr=0.01, grad_=draw(3))
    add("a matrix", draw(2, 3), "l2", 0.1, grad_=draw(2, 3))
    add("no penalty", draw(3), "l2", 0, grad_=draw(3))


@kind("early-stop")
def early_stop(cases):
    def add(name, val, patience, min_delta=None):
        best, best_epoch, waited, stop = float("inf"), 0, 0, len(val)
        for epoch, error in enumerate(val, start=1):
            if error < best - (min_delta or 0):
                best, best_epoch, waited = error, epoch, 0
            else:
                waited += 1
            if waited == patience:
                stop = epoch
                break
        expect = {"best_epoch": best_epoch, "stop_epoch": stop, "best": best}
        cases.add(name, expect, val=",".join(map(str, val)), patience=patience, min_delta=min_delta)

    add("it stops", [0.9, 0.7, 0.6, 0.65, 0.62, 0.64, 0.5], 3)
    add("it runs to its end", [0.9, 0.8, 0.7, 0.6], 2)
    add("an equal value is no improvement", [0.5, 0.5, 0.5, 0.4], 2)
    add("an improvement too small does not count", [1.0, 0.98, 0.96, 0.93, 0.92, 0.91], 2, min_delta=0.05)
    add("improvements too small add up against the best that counted", [1.0, 0.96, 0.92, 0.88, 0.84], 3, min_delta=0.1)
    add("patience of one", [3, 2, 2.5, 1], 1)
    add("patience starts anew", [5, 6, 4, 5, 3, 4, 5], 2)
    add("the patience ends with the last epoch", [1, 2, 3], 2)
    add("one epoch", [0.5], 1)
    add("it grows worse from the first", [1, 2, 3, 4, 5], 3)


@kind("fit")
def fit(cases):
    def add(name, train, test, target=None):
        last = [float(str(errors).split(",")[-1]) for errors in (train, test)]
        aim = 0.1 if target is None else target
        if last[0] > aim:
            verdict = "underfit"
        elif last[1] > 2 * last[0] and last[1] > aim:
            verdict = "overfit"
        else:
            verdict = "good"
        cases.add(name, {"gap": last[1] - last[0], "verdict": verdict}, train=train, test=test, target=target)

    add("underfitted", 0.3, 0.32)
    add("overfitted", 0.01, 0.25)
    add("good", 0.04, 0.06)
    add("curves count by their ends", "0.9,0.4,0.05", "0.8,0.5,0.4")
    add("another target", 0.15, 0.2, target=0.2)
    add("a test error within the target", 0.01, 0.09)
    add("exactly twice is not more", 0.0625, 0.125)
    add("a training error on the target", 0.1, 0.15)
    add("better on the test", 0.08, 0.07)
    add("underfitted and far off", 0.2, 0.9)


@kind("gradient-flow")
def gradient_flow(cases):
    def add(name, act, depth, z=None, w=None):
        leaf = torch.tensor(float(z or 0), requires_grad=True)
        slope = grad(FORMS[act](leaf, None), leaf)
        each = float(slope) * (1 if w is None else w)
        factor = each**depth
        size = abs(factor)
        verdict = "vanishing" if size < 0.01 else "exploding" if size > 100 else "stable"
        cases.add(name, {"per_layer": each, "factor": factor, "verdict": verdict}, act=act, depth=depth, z=z, w=w)

    add("sigmoid at its steepest", "sigmoid", 10)
    add("sigmoid at the side", "sigmoid", 3, z=2)
    add("tanh at its steepest", "tanh", 50)
    add("tanh with large weights", "tanh", 20, z=0.5, w=2.5)
    add("relu switched on", "relu", 100, z=1)
    add("relu switched off", "relu", 3, z=-1)
    add("relu at its kink", "relu", 2, z=0)
    add("large weights", "relu", 10, z=1, w=2)
    add("a negative weight", "relu", 7, z=3, w=-2)
    add("leaky-relu", "leaky-relu", 2, z=-1)
    add("exactly a hundredth is stable", "relu", 2, z=1, w=0.1)
    add("gelu", "gelu", 5, z=1.5, w=1.2)
    add("silu", "silu", 4, z=-0.5)
    add("elu", "elu", 3, z=-0.5, w=1.5)
    add("softplus", "softplus", 6, z=0.5)


@kind("clip")
def clip(cases):
    def add(name, g, max_norm=None, max_value=None):
        by_value = g if max_value is None else g.clamp(-max_value, max_value)
        expect = {"g": by_value}
        if max_norm is not None:
            norm = torch.linalg.vector_norm(by_value)
            scale = torch.clamp(max_norm / norm, max=1.0)
            expect = {"norm": norm, "scale": scale, "g": by_value * scale}
        cases.add(name, expect, g=g, max_norm=max_norm, max_value=max_value)

    add("by norm", torch.tensor([3.0, 4.0]), max_norm=1)
    add("a short one stays", torch.tensor([0.3, 0.4]), max_norm=1)
    add("exactly the norm", torch.tensor([3.0, 4.0]), max_norm=5)
    add("by value", torch.tensor([-3.0, 0.5, 7.0]), max_value=1)
    add("by value, then by norm", torch.tensor([-30.0, 0.5, 7.0]), max_norm=2, max_value=5)
    add("a drawn one", cases.normal(6, scale=5), max_norm=2.5)
    add("a matrix", cases.normal(2, 3, scale=3), max_norm=1.5, max_value=2)
