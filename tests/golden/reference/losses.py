"""Losses and what is added to them; measures of how training goes."""

import math

import torch
import torch.nn.functional as F
import torchvision

from .cases import kind
from .feedforward import FORMS


def grad(loss, leaf):
    return torch.autograd.grad(loss, leaf)[0]


@kind("cross-entropy")
def cross_entropy(cases):
    def loss_of(logits, target, smoothing, base, reduction="mean"):
        return F.cross_entropy(logits, target, label_smoothing=smoothing or 0.0, reduction=reduction) / math.log(base or math.e)

    def add(name, given, target, smoothing=None, base=None, temperature=None, probs=False):
        leaf = given.clone().requires_grad_()
        index = torch.tensor(target)
        logits = leaf.log() if probs else leaf / (temperature or 1)
        loss = loss_of(logits, index, smoothing, base)
        if probs:
            # Of probabilities alone: the rows of logarithms add up to 1 already.
            once = F.nll_loss(leaf.log(), index) / math.log(base or math.e)
            slope = grad(once if not smoothing else smoothed(leaf, index, smoothing, base), leaf)
        else:
            slope = grad(loss, leaf)
        expect = {"probs": given if probs else F.softmax(given / (temperature or 1), dim=-1), "loss": loss, "grad": slope}
        if given.dim() == 2:
            expect["losses"] = loss_of(logits, index, smoothing, base, "none")
        written = target if given.dim() == 1 else torch.tensor(target)
        cases.add(
            name, expect, **{"probs" if probs else "logits": given}, target=written, label_smoothing=smoothing,
            temperature=temperature, base=base,
        )

    def smoothed(probs, target, smoothing, base):
        share = (1 - smoothing) * F.one_hot(target, probs.shape[-1]) + smoothing / probs.shape[-1]
        return -(share * probs.log()).sum(-1).mean() / math.log(base or math.e)

    def from_logits(name, logits, target, smoothing=None, **more):
        add(name, logits, target, smoothing, **more)

    def from_probs(name, probs, target, smoothing=None, **more):
        add(name, probs, target, smoothing, probs=True, **more)

    def rows(count, classes):
        """Rows of probabilities of four binary digits, so that they add up to 1 exactly."""
        cuts = [torch.randperm(15, generator=cases.generator)[: classes - 1].sort().values + 1 for _ in range(count)]
        ends = [torch.cat([torch.tensor([0]), cut, torch.tensor([16])]) for cut in cuts]
        return torch.stack([end.diff() / 16.0 for end in ends]).double()

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
    from_logits("several samples", cases.normal(4, 3), [0, 2, 1, 1])
    from_logits("one sample as a row", cases.normal(1, 3), [2])
    from_logits("several samples and label smoothing", cases.normal(3, 4), [3, 0, 3], smoothing=0.2)
    from_probs("probabilities of several samples", rows(3, 4), [0, 3, 2])
    from_probs("probabilities of several samples and label smoothing", rows(2, 3), [0, 2], smoothing=0.1)
    for temperature in (0.5, 2, 10):
        from_logits(f"a temperature of {temperature}", cases.normal(4), 1, temperature=temperature)
    for base in (2, 10):
        from_logits(f"base {base}", cases.normal(4), 1, base=base)
        from_logits(f"base {base} and label smoothing", cases.normal(4), 1, smoothing=0.1, base=base)
        from_probs(f"probabilities to base {base}", rows(1, 4)[0], 1, base=base)
        from_probs(f"smoothed probabilities to base {base}", rows(1, 4)[0], 1, smoothing=0.3, base=base)
        from_probs(f"probabilities of several samples to base {base}", rows(3, 4), [1, 1, 0], base=base)
        from_probs(f"smoothed ones of several samples to base {base}", rows(3, 4), [1, 1, 0], smoothing=0.3, base=base)
    from_logits("all at once", cases.normal(5, 3), [2, 1, 0, 1, 2], smoothing=0.1, base=2, temperature=3)
    from_logits("several samples at a temperature", cases.normal(3, 3), [2, 1, 0], temperature=0.7)
    from_logits("several samples to base 2", cases.normal(3, 3), [2, 1, 0], base=2)
    from_logits("a temperature to base 10", cases.normal(3), 2, base=10, temperature=0.7)


@kind("bce")
def bce(cases):
    def add(name, given, target, base=None, probs=False):
        leaf = torch.as_tensor(given, dtype=torch.float64).clone().requires_grad_()
        index = torch.as_tensor(target, dtype=torch.float64)
        measure = F.binary_cross_entropy if probs else F.binary_cross_entropy_with_logits
        each = measure(leaf, index, reduction="none") / math.log(base or math.e)
        loss = each.mean()
        expect = {"prob": leaf if probs else leaf.sigmoid(), "loss": loss, "grad": grad(loss, leaf)}
        if leaf.dim():
            expect["losses"] = each
        cases.add(name, expect, **{"prob" if probs else "logit": given}, target=target, base=base)

    add("a positive", 0.8, 1)
    add("a negative", 0.8, 0)
    add("undecided", 0, 1)
    add("a negative logit", -2.5, 1)
    add("surely wrong", 1000, 0)
    add("surely wrong the other way", -1000, 1)
    add("a probability", 0.9, 1, probs=True)
    add("a probability of a negative", 0.9, 0, probs=True)
    add("an unlikely truth", 0.001, 1, probs=True)
    add("a soft label", 0.4, 0.3, probs=True)
    add("a logit and a soft label", 0.4, 0.3)
    add("several logits", cases.normal(4), torch.tensor([1.0, 0, 0, 1]))
    add("several logits of large size", torch.tensor([1000.0, -1000, 50]), torch.tensor([0.0, 0, 1]))
    add("several probabilities", cases.uniform(4), torch.tensor([1.0, 0, 0, 1]), probs=True)
    add("several probabilities and soft labels", cases.uniform(5), cases.uniform(5), probs=True)
    add("a matrix of logits", cases.normal(2, 3), torch.tensor([[1.0, 0, 0], [1, 1, 0]]))
    for base in (2, 10):
        add(f"a logit to base {base}", 0.7, 0, base=base)
        add(f"a probability to base {base}", 0.7, 1, base=base, probs=True)
        add(f"several logits to base {base}", cases.normal(3), torch.tensor([1.0, 0, 1]), base=base)
        add(f"several probabilities to base {base}", cases.uniform(3), torch.tensor([1.0, 0, 1]), base=base, probs=True)


@kind("mse")
def mse(cases):
    def add(name, y, t, reduction=None):
        leaf = y.clone().requires_grad_()
        half = 0.5 if reduction and reduction.startswith("half") else 1
        loss = half * F.mse_loss(leaf, t, reduction="sum" if reduction and reduction.endswith("sum") else "mean")
        cases.add(name, {"loss": loss, "grad": grad(loss, leaf)}, y=y, t=t, reduction=reduction)

    add("two outputs", torch.tensor([0.75, 0.77]), torch.tensor([0.01, 0.99]))
    add("drawn outputs", cases.normal(5), cases.normal(5))
    add("a batch", cases.normal(3, 2), cases.normal(3, 2))
    add("no error", torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0]))
    add("a large error", torch.tensor([1e6, -1e6, 0.0]), torch.tensor([0.0, 0.0, 1.0]))
    add("many outputs", cases.normal(12), cases.uniform(12))
    for reduction in ("mean", "sum", "half-sum", "half-mean"):
        add(f"the {reduction}", cases.normal(4), cases.normal(4), reduction=reduction)
        add(f"the {reduction} of a batch", cases.normal(2, 3), cases.normal(2, 3), reduction=reduction)


@kind("penalty")
def penalty(cases):
    def add(name, w, kind, lambda_, lr=0.1, grad_=None, form=None, samples=None):
        leaf = w.clone().requires_grad_()
        share = {"half": 2, "full": 1, "mean": 2 * (samples or 1)}[form or "half"]
        size = leaf.abs().sum() if kind == "l1" else (leaf**2).sum() / share
        value = lambda_ * size
        slope = grad(value, leaf)
        optimizer = torch.optim.SGD([leaf], lr=lr)
        leaf.grad = slope if grad_ is None else slope + grad_
        optimizer.step()
        cases.add(
            name, {"penalty": value, "penalty_grad": slope, "new_w": leaf},
            w=w, lambda_=lambda_, kind=kind, lr=lr, grad_=grad_, form=form, samples=samples,
        )

    draw = cases.normal
    add("l2", draw(4), "l2", 0.01)
    add("l1", draw(4), "l1", 0.01)
    add("l1 leaves a zero alone", torch.tensor([0.5, 0, -2]), "l1", 0.1, lr=1)
    add("l2 beside the data's gradient", draw(3), "l2", 0.5, lr=0.01, grad_=draw(3))
    add("l1 beside the data's gradient", draw(3), "l1", 0.5, lr=0.01, grad_=draw(3))
    add("a matrix", draw(2, 3), "l2", 0.1, grad_=draw(2, 3))
    add("no penalty", draw(3), "l2", 0, grad_=draw(3))
    add("the half said", draw(3), "l2", 0.2, form="half")
    add("without the half", draw(3), "l2", 0.2, grad_=draw(3), form="full")
    add("over the samples", draw(2, 3), "l2", 0.2, grad_=draw(2, 3), form="mean", samples=8)


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
    def add(name, act, depth, z=None, w=None, alpha=None):
        leaf = torch.tensor(float(z or 0), requires_grad=True)
        slope = grad(FORMS[act](leaf, alpha), leaf)
        each = float(slope) * (1 if w is None else w)
        factor = each**depth
        size = abs(factor)
        verdict = "vanishing" if size < 0.01 else "exploding" if size > 100 else "stable"
        cases.add(name, {"per_layer": each, "factor": factor, "verdict": verdict}, act=act, depth=depth, z=z, w=w, alpha=alpha)

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
    add("leaky-relu of another slope", "leaky-relu", 3, z=-1, w=2, alpha=0.3)
    add("elu of another alpha", "elu", 3, z=-1, alpha=0.5)
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


@kind("l1")
def l1(cases):
    def add(name, y, t, reduction=None):
        leaf = y.clone().requires_grad_()
        loss = F.l1_loss(leaf, t, reduction=reduction or "mean")
        cases.add(name, {"loss": loss, "grad": grad(loss, leaf)}, y=y, t=t, reduction=reduction)

    add("two outputs", torch.tensor([0.75, 0.77]), torch.tensor([0.01, 0.99]))
    add("drawn outputs", cases.normal(5), cases.normal(5))
    add("a batch", cases.normal(3, 2), cases.normal(3, 2))
    add("an error of 0", torch.tensor([1.0, 2.0, 5.0]), torch.tensor([1.0, 3.0, 2.0]))
    add("the sum", cases.normal(4), cases.normal(4), reduction="sum")
    add("the mean said", cases.normal(2, 2, 2), cases.normal(2, 2, 2), reduction="mean")


@kind("huber")
def huber(cases):
    def add(name, y, t, delta=None, reduction=None):
        leaf = y.clone().requires_grad_()
        loss = F.huber_loss(leaf, t, delta=delta or 1.0, reduction=reduction or "mean")
        cases.add(name, {"loss": loss, "grad": grad(loss, leaf)}, y=y, t=t, delta=delta, reduction=reduction)

    add("both pieces", torch.tensor([0.5, 3.0]), torch.tensor([0.0, 0.0]))
    add("drawn outputs", cases.normal(6, scale=2), cases.normal(6))
    add("a batch", cases.normal(3, 2, scale=2), cases.normal(3, 2))
    add("exactly δ", torch.tensor([1.0, -1.0, 2.0]), torch.tensor([0.0, 0.0, 0.0]))
    add("another δ", cases.normal(5, scale=3), cases.normal(5), delta=2.5)
    add("the sum", cases.normal(4, scale=2), cases.normal(4), delta=0.5, reduction="sum")


@kind("hinge")
def hinge(cases):
    def add(name, scores, target, margin=None):
        leaf = scores.clone().requires_grad_()
        other = torch.arange(len(scores)) != target
        terms = (leaf - leaf[target] + (1.0 if margin is None else margin)).clamp(min=0) * other
        loss = F.multi_margin_loss(leaf, torch.tensor(target), margin=1.0 if margin is None else margin, reduction="sum")
        loss = loss * len(scores)
        cases.add(name, {"terms": terms, "loss": loss, "grad": grad(loss, leaf)},
                  scores=scores, target=target, margin=margin)

    add("a margin of ten", torch.tensor([13.0, -7.0, 11.0]), 0, margin=10)
    add("three classes", torch.tensor([3.2, 5.1, -1.7]), 0)
    add("drawn scores", cases.normal(6, scale=2), 4)
    add("far enough ahead", torch.tensor([5.0, 1.0, 2.0]), 0)
    add("no margin", cases.normal(4), 2, margin=0.5)
    add("two classes", cases.normal(2), 1, margin=2)


@kind("focal")
def focal(cases):
    def add(name, prob, target, gamma=None, alpha=None):
        logit = torch.logit(torch.tensor(prob))
        loss = torchvision.ops.sigmoid_focal_loss(
            logit, torch.tensor(float(target)), alpha=-1 if alpha is None else alpha, gamma=2 if gamma is None else gamma
        )
        cases.add(name, {"loss": loss}, prob=prob, target=target, gamma=gamma, alpha=alpha)

    add("an easy positive", 0.9, 1)
    add("a hard positive", 0.1, 1)
    add("an easy negative", 0.1, 0)
    add("a weight for the class", 0.7, 1, alpha=0.25)
    add("a weight for the other class", 0.7, 0, alpha=0.25)
    add("no discount is the cross-entropy", 0.3, 1, gamma=0)
    add("a strong discount", 0.6, 0, gamma=5, alpha=0.75)


@kind("triplet")
def triplet(cases):
    def add(name, size, margin=None, near=False):
        a, n = cases.normal(size), cases.normal(size)
        p = a + 0.01 if near else cases.normal(size)
        p = (p * 100).round() / 100
        distance = lambda x, y: ((x - y) ** 2).sum()
        loss = F.triplet_margin_with_distance_loss(
            a[None], p[None], n[None], margin=1.0 if margin is None else margin,
            distance_function=lambda x, y: ((x - y) ** 2).sum(-1),
        )
        assert torch.isclose(loss, (distance(a, p) - distance(a, n) + (1.0 if margin is None else margin)).clamp(min=0))
        cases.add(name, {"loss": loss}, a=a, p=p, n=n, margin=margin)

    add("two numbers each", 2)
    add("four numbers each", 4)
    add("a small margin", 3, margin=0.2)
    add("a large margin", 3, margin=10)
    add("far enough already", 4, near=True)
    add("one number", 1, margin=2)


@kind("entropy")
def entropy(cases):
    def add(name, p, q=None, base=None):
        log = math.log({"e": math.e, "10": 10.0, "2": 2.0, None: 2.0}[base])
        share = torch.special.entr(p).sum()
        expect = {"entropy": share / log}
        if q is not None:
            kl = lambda a, b: torch.xlogy(a, a / b).nansum()
            middle = (p + q) / 2
            cross = -torch.xlogy(p, q).sum()
            expect |= {"cross_entropy": cross / log, "kl": kl(p, q) / log}
            expect["js"] = (kl(p, middle) + kl(q, middle)) / 2 / log
            if not ((p == 0) & (q > 0)).any():
                expect["reverse_kl"] = kl(q, p) / log
        cases.add(name, expect, p=p, q=q, base=base)

    def of(*counts):
        return torch.tensor(counts, dtype=torch.float64) / sum(counts)

    add("bits", torch.tensor([0.1, 0.5, 0.1, 0.3]))
    add("nats", torch.tensor([0.8, 0.15, 0.05]), base="e")
    add("a base of ten", torch.tensor([0.8, 0.15, 0.05]), base="10")
    add("an outcome that never comes", torch.tensor([0.5, 0.0, 0.5]))
    add("a certain outcome", torch.tensor([1.0, 0.0]))
    add("two distributions", torch.tensor([0.7, 0.2, 0.1]), torch.tensor([0.25, 0.5, 0.25]))
    add("two distributions in nats", torch.tensor([0.6, 0.4]), torch.tensor([0.3, 0.7]), base="e")
    add("a zero on one side", torch.tensor([0.5, 0.5, 0.0]), torch.tensor([0.25, 0.25, 0.5]))
    add("equal ones", of(1, 1, 2), of(1, 1, 2))


@kind("gaussian-kl")
def gaussian_kl(cases):
    def add(name, mu1, sigma1, mu2=None, sigma2=None):
        one = torch.distributions.Normal(torch.as_tensor(mu1, dtype=torch.float64), torch.as_tensor(sigma1, dtype=torch.float64))
        two = torch.distributions.Normal(
            torch.as_tensor(0.0 if mu2 is None else mu2, dtype=torch.float64),
            torch.as_tensor(1.0 if sigma2 is None else sigma2, dtype=torch.float64),
        )
        kl = torch.distributions.kl_divergence(one, two).sum()
        cases.add(name, {"kl": kl}, mu1=mu1, sigma1=sigma1, mu2=mu2, sigma2=sigma2)

    add("against the standard one", 1.0, 1.0)
    add("narrower", 0.5, 0.2)
    add("two numbers each", 1.0, 2.0, -1.0, 0.5)
    add("several dimensions", cases.normal(3), cases.uniform(3))
    add("several dimensions of both", cases.normal(4), cases.uniform(4), cases.normal(4), cases.uniform(4))
    add("one mean for all", cases.normal(3), cases.uniform(3), 0.5, 2.0)
    add("the same", 0.3, 0.7, 0.3, 0.7)


@kind("regression-metrics")
def regression_metrics(cases):
    def add(name, y, t):
        error = y - t
        mse = (error**2).mean()
        expect = {"mae": error.abs().mean(), "mse": mse, "rmse": mse.sqrt()}
        total = ((t - t.mean()) ** 2).sum()
        if total > 0:
            expect["r2"] = 1 - (error**2).sum() / total
        cases.add(name, expect, y=y, t=t)

    add("the published one", torch.tensor([2.5, 0, 2, 8]), torch.tensor([3, -0.5, 2, 7]))
    add("drawn", cases.normal(6), cases.normal(6))
    add("always the mean", torch.tensor([2.0, 2, 2]), torch.tensor([1.0, 2, 3]))
    add("perfect", torch.tensor([1.0, 2, 4]), torch.tensor([1.0, 2, 4]))
    add("equal targets", torch.tensor([1.0, 2, 4]), torch.tensor([2.0, 2, 2]))
    add("large numbers", torch.tensor([105000.0, 95000.0]), torch.tensor([100000.0, 100000.0]))
    cases.add("the mean squared error alone", {"mse": 25000000, "rmse": 5000}, mse=25000000)
