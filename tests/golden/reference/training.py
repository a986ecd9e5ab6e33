"""Optimizers, schedules, descent and the computational graph."""

import re

import torch
from torch import nn
from torch.optim import lr_scheduler
from torch.utils.data import DataLoader

from .cases import kind

OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "rmsprop": (torch.optim.RMSprop, {}),
    "adagrad": (torch.optim.Adagrad, {}),
    "adam": (torch.optim.Adam, {}),
    "adamw": (torch.optim.AdamW, {}),
}

STATE = {
    "momentum": {"buf": "momentum_buffer"},
    "nesterov": {"buf": "momentum_buffer"},
    "rmsprop": {"v": "square_avg"},
    "adagrad": {"sum": "sum"},
    "adam": {"m": "exp_avg", "v": "exp_avg_sq"},
    "adamw": {"m": "exp_avg", "v": "exp_avg_sq"},
}


@kind("optimizer")
def optimizer(cases):
    def add(name, method, theta, grads, lr, **options):
        leaf = theta.clone().requires_grad_()
        make, settings = OPTIMIZERS[method]
        before = {key: options[key] for key in ("buf0", "m0", "v0", "t0") if options.get(key) is not None}
        own = {key: v for key, v in options.items() if not key.startswith("beta") and key not in ("buf0", "m0", "v0", "t0")}
        settings = settings | own
        if "beta1" in options or "beta2" in options:
            settings["betas"] = (options.get("beta1", 0.9), options.get("beta2", 0.999))
        if method == "nesterov" and settings["momentum"] == 0:
            settings["nesterov"] = False
        steps = make([leaf], lr=lr, **settings)
        states = dict(STATE.get(method, {}))
        if options.get("momentum", 0) > 0 and method in ("sgd", "rmsprop"):
            states["buf"] = "momentum_buffer"
        adam = method in ("adam", "adamw")
        rows = {"theta": []} | {key: [] for key in states} | ({"m_hat": [], "v_hat": []} if adam else {})
        if before:
            start = {"step": torch.tensor(float(before.get("t0", 0)))} if method != "sgd" else {}
            names = {"buf0": "momentum_buffer", "m0": "exp_avg", "v0": "exp_avg_sq" if adam else "square_avg"}
            start |= {names[key]: before[key].clone() for key in names if key in before}
            for moment in (("exp_avg", "exp_avg_sq") if adam else ("square_avg",) if method == "rmsprop" else ()):
                start.setdefault(moment, torch.zeros_like(theta))
            if method == "rmsprop" and options.get("momentum", 0) > 0:
                start.setdefault("momentum_buffer", torch.zeros_like(theta))
            steps.state[leaf].update(start)
        for number, gradient in enumerate(grads, start=before.get("t0", 0) + 1):
            leaf.grad = gradient.clone()
            steps.step()
            rows["theta"].append(leaf.tolist())
            for key, inside in states.items():
                rows[key].append(steps.state[leaf][inside].tolist())
            if adam:
                betas = steps.param_groups[0]["betas"]
                for key, beta in zip("mv", betas):
                    corrected = steps.state[leaf][states[key]] / (1 - beta**number)
                    rows[f"{key}_hat"].append(corrected.tolist())
        cases.add(name, rows, name=method, theta=theta, grads=grads, lr=lr, **options)

    draw = cases.normal
    for method in OPTIMIZERS:
        add(f"{method}", method, draw(3), draw(4, 3), 0.1)
        add(f"{method} with weight decay", method, draw(2), draw(3, 2), 0.05, weight_decay=0.1)
    for method in ("momentum", "nesterov"):
        add(f"{method} of another size", method, draw(2), draw(3, 2), 0.1, momentum=0.5)
    for method in ("sgd", "rmsprop"):
        add(f"{method} with momentum", method, draw(2), draw(4, 2), 0.1, momentum=0.5)
        add(f"{method} with momentum and weight decay", method, draw(2), draw(3, 2), 0.1, momentum=0.9, weight_decay=0.1)
    add("rmsprop with momentum 0", "rmsprop", draw(2), draw(2, 2), 0.1, momentum=0)
    add("rmsprop's alpha and eps", "rmsprop", draw(2), draw(3, 2), 0.01, alpha=0.9, eps=1e-6)
    add("adagrad's eps", "adagrad", draw(2), draw(3, 2), 0.5, eps=0.1)
    for method in ("adam", "adamw"):
        add(f"{method}'s betas and eps", method, draw(2), draw(4, 2), 0.01, beta1=0.8, beta2=0.99, eps=1e-4)
    add("adam's first step is the rate", "adam", torch.tensor([1.0, -1]), torch.tensor([[1e-3, -50]]), 0.001)
    add("adamw without weight decay", "adamw", draw(2), draw(2, 2), 0.1, weight_decay=0)
    for method in ("momentum", "sgd"):
        add(f"{method}, dampened", method, draw(2), draw(3, 2), 0.1, momentum=0.9, dampening=0.9)
        add(f"{method}, dampened from a momentum", method, draw(2), draw(3, 2), 0.1, momentum=0.8, dampening=0.2, buf0=draw(2))
    add("dampened from a momentum of 0", "momentum", draw(2), draw(3, 2), 0.1, momentum=0.9, dampening=0.1, buf0=torch.zeros(2))
    add("a momentum before", "momentum", draw(2), draw(3, 2), 0.1, buf0=draw(2))
    add("nesterov from a momentum", "nesterov", draw(2), draw(3, 2), 0.1, buf0=draw(2))
    add("rmsprop from a state", "rmsprop", draw(2), draw(3, 2), 0.1, v0=draw(2).abs())
    add("rmsprop with momentum from a state", "rmsprop", draw(2), draw(3, 2), 0.1, momentum=0.9, buf0=draw(2), v0=draw(2).abs())
    for method in ("adam", "adamw"):
        add(f"{method} from a state", method, draw(2), draw(3, 2), 0.1, m0=draw(2), v0=draw(2).abs(), t0=5)
        add(f"{method} from some steps on", method, draw(2), draw(2, 2), 0.1, t0=2)
    add("one parameter", "momentum", torch.tensor([2.0]), torch.tensor([[0.5], [0.25], [-1]]), 0.1)


FUNCTIONS = {
    "exp": torch.exp, "ln": torch.log, "sin": torch.sin, "cos": torch.cos, "sqrt": torch.sqrt,
    "tanh": torch.tanh, "sigmoid": torch.sigmoid, "log": torch.log, "lg": torch.log10, "log10": torch.log10,
    "log2": torch.log2, "max": torch.maximum, "min": torch.minimum, "abs": torch.abs,
}


def evaluate(formula, **at):
    """The formula's value in PyTorch."""
    python = re.sub(r"\|([^|]+)\|", r"abs(\1)", formula.replace("^", "**"))
    return eval(python, {"__builtins__": {}}, FUNCTIONS | at)  # the formulas stand below


@kind("chain")
def chain(cases):
    def add(name, formula, **at):
        leaves = {x: torch.tensor(float(v), requires_grad=True) for x, v in at.items()}
        value = evaluate(formula, **leaves)
        gradients = torch.autograd.grad(value, list(leaves.values()))
        expect = {"value": value} | {f"d_{x}": g for x, g in zip(leaves, gradients)}
        cases.add(name, expect, f=formula, at=",".join(f"{x}={v}" for x, v in at.items()))

    add("a sum and a product", "(x + y) * z", x=-2, y=5, z=-4)
    add("a neuron", "1 / (1 + exp(-(w * x + u * y + b)))", w=2, x=-1, u=-3, y=-2, b=-3)
    add("sigmoid", "sigmoid(w * x + b)", w=0.5, x=2, b=-0.25)
    add("a variable on two paths", "x * y + x^2 * sin(y)", x=1.5, y=0.75)
    add("a quotient", "(x^2 - y) / (x + y^3)", x=2, y=3)
    add("nested functions", "ln(1 + exp(sin(x) * cos(y)))", x=0.3, y=1.2)
    add("a root", "sqrt(x^2 + y^2 + z^2)", x=1, y=2, z=-2)
    add("a power of two variables", "x^y", x=2.5, y=1.3)
    add("one variable many times", "x * x * x - 2 * x / (1 + x)", x=0.7)
    add("unary minus binds looser than the power", "-x^2 * tanh(y)", x=3, y=-0.4)
    add("logarithms to other bases", "lg(x) + log10(y) * log2(z)", x=20, y=0.3, z=5)
    add("the natural logarithm", "log(x) - ln(y)", x=0.4, y=3)
    add("the larger of two numbers", "2 * (x * y + max(z, w))", x=3, y=-4, z=2, w=-1)
    add("the smaller of two numbers", "min(x^2, y) * max(x, y)", x=1.5, y=0.5)
    add("a value without its sign", "|x| * y + |x - y|^3", x=-1.25, y=2)


@kind("descent")
def descent(cases):
    def add(name, formula, x0, lr, steps, momentum=None):
        leaf = torch.tensor([float(x0)], requires_grad=True)
        walker = torch.optim.SGD([leaf], lr=lr, momentum=momentum or 0)
        x = [leaf.item()]
        for _ in range(steps):
            walker.zero_grad()
            evaluate(formula, x=leaf).backward()
            walker.step()
            x.append(leaf.item())
        cases.add(name, {"x": x}, f=formula, x0=x0, lr=lr, steps=steps, momentum=momentum)

    add("a parabola", "x^2", 3, 0.1, 5)
    add("one step", "(x - 2)^2", 5, 0.25, 1)
    add("momentum", "x^2", 3, 0.1, 6, momentum=0.9)
    add("a rate that diverges", "x^2", 1, 1.1, 6)
    add("a quartic", "x^4 - 3*x^3 + 2", 4, 0.01, 8, momentum=0.5)
    add("functions", "exp(x) - 2*x + sin(x)", 1.5, 0.2, 5)
    add("a start to the left", "ln(1 + x^2)", -2, 0.5, 4, momentum=0.3)


@kind("newton")
def newton(cases):
    def add(name, formula, x0, steps):
        x = [float(x0)]
        for _ in range(steps):
            leaf = torch.tensor(x[-1], requires_grad=True)
            value = evaluate(formula, x=leaf)
            (slope,) = torch.autograd.grad(value, leaf)
            x.append((leaf - value / slope).item())
        cases.add(name, {"x": x}, f=formula, x0=x0, steps=steps)

    add("a square root", "x^2 - 2", 1, 5)
    add("a cubic", "x^3 - x - 2", 1.5, 4)
    add("a straight line in one step", "3*x - 6", 10, 1)
    add("functions", "exp(x) - 3", 1, 4)
    add("a negative root", "x^2 - 9", -1, 4)
    add("a parabola's derivative", "2*(x - 4)", -3, 2)
    add("slow at a double root", "(x - 1)^2", 2, 6)


@kind("lr-schedule")
def lr_schedule(cases):
    def rates(lr, epochs, make=None):
        steps = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=lr)
        schedule = make(steps) if make else None
        listed = []
        for _ in range(epochs):
            listed.append(steps.param_groups[0]["lr"])
            steps.step()
            if schedule:
                schedule.step()
        return listed

    def add(name, method, lr, epochs, step=None, gamma=None, warmup=None, min_lr=None, **more):
        decay, power, wide = more.get("decay", 1), more.get("power", 1), more.get("d_model", 512)
        factors = {
            "inverse-time": lambda t: 1 / (1 + decay * t),
            "inverse-sqrt": lambda t: (t + 1) ** -0.5,
            "noam": lambda t: wide**-0.5 * min((t + 1) ** -0.5, (t + 1) * warmup**-1.5),
        }
        makers = {
            key: lambda o, factor=factor: lr_scheduler.LambdaLR(o, factor) for key, factor in factors.items()
        } | {
            "polynomial": lambda o: lr_scheduler.PolynomialLR(o, total_iters=epochs, power=power),
            "constant": None,
            "step": lambda o: lr_scheduler.StepLR(o, step or 10, gamma=0.1 if gamma is None else gamma),
            "exponential": lambda o: lr_scheduler.ExponentialLR(o, gamma=0.1 if gamma is None else gamma),
            "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=epochs, eta_min=min_lr or 0),
        }
        if method == "warmup-cosine":
            up, left = warmup or 0, epochs - (warmup or 0)
            rising = rates(lr, up, lambda o: lr_scheduler.LambdaLR(o, lambda t: (t + 1) / up)) if up else []
            falling = rates(lr, left, lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=left, eta_min=min_lr or 0))
            listed = rising + falling
        else:
            listed = rates(1 if lr is None else lr, epochs, makers[method])
        cases.add(
            name, {"lr": listed}, name=method, lr=lr, epochs=epochs, step=step, gamma=gamma, warmup=warmup, min_lr=min_lr, **more,
        )

    add("constant", "constant", 0.1, 4)
    add("step", "step", 0.1, 25)
    add("step of another size", "step", 1, 9, step=3, gamma=0.5)
    add("exponential", "exponential", 0.1, 4)
    add("exponential of another gamma", "exponential", 0.5, 6, gamma=0.9)
    add("cosine", "cosine", 0.1, 10)
    add("cosine down to a least rate", "cosine", 0.1, 7, min_lr=0.001)
    add("warm-up and cosine", "warmup-cosine", 0.1, 10, warmup=3)
    add("warm-up and cosine down to a least rate", "warmup-cosine", 1, 8, warmup=2, min_lr=0.01)
    add("no warm-up", "warmup-cosine", 0.1, 5, warmup=0)
    add("one epoch", "cosine", 0.1, 1)
    add("inverse time", "inverse-time", 0.1, 6)
    add("inverse time of another decay", "inverse-time", 0.5, 6, decay=0.25)
    add("polynomial", "polynomial", 0.1, 5)
    for power in (2, 0.5):
        add(f"polynomial of power {power}", "polynomial", 0.2, 8, power=power)
    add("inverse square root", "inverse-sqrt", 0.1, 6)
    add("noam", "noam", None, 8, warmup=4)
    add("noam of another width", "noam", None, 6, warmup=3, d_model=64)
    add("noam still warming up", "noam", None, 3, warmup=4000, d_model=768)


@kind("iterations")
def iterations(cases):
    def add(name, samples, batch, epochs, drop_last=None):
        each = len(DataLoader(range(samples), batch_size=batch, drop_last=bool(drop_last)))
        cases.add(name, {"per_epoch": each, "total": each * epochs}, samples=samples, batch=batch, epochs=epochs, drop_last=drop_last)

    add("a rest makes a batch", 50000, 128, 10)
    add("the rest is dropped", 50000, 128, 10, drop_last=True)
    add("no rest", 1000, 100, 3)
    add("no rest to drop", 1000, 100, 3, drop_last=True)
    add("one batch", 20, 32, 5)
    add("one sample a batch", 60, 1, 2)


@kind("derivative")
def derivative(cases):
    def add(name, formula, by="x", **at):
        leaves = {x: torch.tensor(float(v), requires_grad=True) for x, v in at.items()}
        value = evaluate(formula, **leaves)
        (slope,) = torch.autograd.grad(value, leaves[by])
        cases.add(name, {"value": slope}, f=formula, by=by, at=",".join(f"{x}={v}" for x, v in at.items()))

    add("a polynomial", "3*x^4 - 2*x^2 + 7*x - 1", x=-1.5)
    add("a product", "(x + 1)*(x^2 - 2)", x=2)
    add("a quotient", "(x^2 + x - 2)/(x^3 + 6)", x=1)
    add("a power of a sum", "(2*x^2 - 3*x)^5", x=0.7)
    add("a negative power", "1/(x^2 + 1)^3", x=-2)
    add("a root", "sqrt(x^2 + 4)", x=1.5)
    add("exponential and logarithm", "exp(-x^2)*ln(x + 3)", x=0.4)
    add("a base of a number", "2^x - x^2", x=3)
    add("base and exponent", "x^x", x=1.7)
    add("a function in a function", "sin(cos(x^2))", x=0.9)
    add("sigmoid", "sigmoid(2*x - 1)^2", x=0.25)
    add("tanh", "x*tanh(x/2)", x=-0.8)
    add("several variables", "x^2*y - sin(x*y)/z", by="y", x=1.5, y=-0.5, z=2)
    add("an exponent of its own", "x^y", by="y", x=2.5, y=1.25)
    add("log of a sum of exponentials", "ln(exp(x) + exp(y))", x=0.3, y=1.1)
