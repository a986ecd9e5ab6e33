"""What exams ask beyond the outline: words, decoding, diffusion, spectral norms, units for XOR, im2col."""

import itertools
import math

import torch
import torch.nn.functional as F
from torch import nn

from .cases import kind
from .convolution import count


@kind("xor-units")
def xor_units(cases):
    for inputs in (2, 3, 4, 6, 8, 17):
        odd = sum(sum(bits) % 2 for bits in itertools.product((0, 1), repeat=inputs))
        units, layers, width = 0, 0, inputs
        while width > 1:
            units, layers, width = units + 3 * (width // 2), layers + 2, (width + 1) // 2
        cases.add(f"{inputs} inputs", {"shallow": odd + 1, "deep": units, "layers": layers}, inputs=inputs)


@kind("word2vec")
def word2vec(cases):
    def add(name, vocab, dim, words=None, window=None):
        matrices = nn.Embedding(vocab, dim, device="meta"), nn.Linear(dim, vocab, bias=False, device="meta")
        expect = {"params": sum(map(count, matrices))}
        if words:
            near = lambda i, j: 0 < abs(i - j) <= (window or 1)
            pairs = [(i, j) for i in range(words) for j in range(words) if near(i, j)]
            expect |= {"samples": len({i for i, _ in pairs}), "pairs": len(pairs)}
        cases.add(name, expect, vocab=vocab, dim=dim, words=words, window=window)

    add("the published one", 5, 4, words=5)
    add("a large one", 10000, 300)
    add("two on each side", 50, 10, words=7, window=2)
    add("a window as wide as the sentence", 50, 10, words=4, window=3)
    add("two words", 2, 1, words=2)


@kind("im2col")
def im2col(cases):
    def add(name, n, f, p=None, s=None, a=1, b=1):
        x = torch.zeros(1, a, *n)
        columns = F.unfold(x, f, padding=p or 0, stride=s or 1)[0]
        kernels = torch.zeros(b, a, *f).flatten(1)
        out = F.conv2d(x, torch.zeros(b, a, *f), padding=p or 0, stride=s or 1)
        expect = {
            "out_h": out.shape[2], "out_w": out.shape[3], "rows": len(columns), "cols": columns.shape[1],
            "x_col": list(columns.shape), "w_row": list(kernels.shape), "product": list((kernels @ columns).shape),
            "ratio": columns.numel() / x.numel(),
        }
        cases.add(name, expect, n=n, f=f, p=p, s=s, a=a, b=b)

    add("AlexNet's first layer, as CS231n has it", (227, 227), (11, 11), s=4, a=3, b=96)
    add("one channel", (28, 28), (5, 5), b=6)
    add("padding", (32, 32), (3, 3), p=1, a=3, b=8)
    add("a stride that leaves a rest", (10, 10), (3, 3), s=2, a=2, b=4)
    add("a wide input", (6, 9), (2, 3), p=(1, 0), s=(1, 2), a=2, b=5)
    add("points", (8, 8), (1, 1), a=16, b=4)


@kind("spectral-norm")
def spectral_norm(cases):
    def add(name, w, u0, iterations=None):
        u = u0
        for _ in range(iterations or 1):
            v = F.normalize(w.T @ u, dim=0)
            u = F.normalize(w @ v, dim=0)
        sigma = u @ w @ v
        cases.add(name, {"sigma": sigma, "w_sn": w / sigma}, w=w, u0=u0, iterations=iterations)
        return sigma

    add("the published one", torch.tensor([[2.0, -1, 0], [1, 3, 1], [0, 1, -2]]), torch.tensor([1.0, 0, 0]), 2)
    add("one iteration", torch.tensor([[2.0, 1], [1, 3]]), torch.tensor([1.0, 0]))
    w = cases.normal(4, 3)
    sigma = add("converged", w, torch.ones(4), 1000)
    assert math.isclose(sigma, torch.linalg.matrix_norm(w, 2), rel_tol=1e-12)
    add("a wide one", cases.normal(2, 5), torch.tensor([1.0, 0.5]), 3)
    add("a tall one", cases.normal(5, 2), torch.ones(5), 5)


@kind("diffusion")
def diffusion(cases):
    def noised(name, alphas, x0, eps, **schedule):
        bars = alphas.cumprod(0)
        expect = {"alpha_bar": bars, "x_t": bars[-1].sqrt() * x0 + (1 - bars[-1]).sqrt() * eps}
        cases.add(name, expect, **(schedule or {"alphas": alphas}), x0=x0, eps=eps)

    def back(name, bars, x_t, x0=None, noise=None, **schedule):
        now, before = bars[-1], bars[-2] if len(bars) > 1 else torch.tensor(1.0)
        expect = {}
        if x0 is None:
            clean = expect["clean"] = (x_t - (1 - now).sqrt() * noise) / now.sqrt()
            predicted = noise
        else:
            predicted = expect["noise"] = (x_t - now.sqrt() * x0) / (1 - now).sqrt()
            clean = x0
        expect["x_prev"] = before.sqrt() * clean + (1 - before).sqrt() * predicted
        alpha = now / before
        # The posterior's mean as Ho et al. 2020 have it in eq. 7.
        expect["mean"] = (before.sqrt() * (1 - alpha) * clean + alpha.sqrt() * (1 - before) * x_t) / (1 - now)
        cases.add(name, expect, **(schedule or {"alpha_bars": bars}), x_t=x_t, pred_x0=x0, pred_noise=noise)

    alphas = torch.tensor([0.9, 0.8, 0.75])
    noised("the published one", torch.tensor([0.8, 0.5]), torch.tensor(2.0), torch.tensor(0.5))
    noised("a vector", alphas, cases.normal(3), cases.normal(3))
    noised("by variances", alphas, cases.normal(2), cases.normal(2), betas=torch.tensor([0.1, 0.2, 0.25]))
    noised("an image", torch.tensor([0.5, 0.5]), cases.normal(2, 3), cases.normal(2, 3))
    back("DDIM, as published", torch.tensor([0.8, 0.6]), torch.tensor(1.5), x0=torch.tensor(1.0))
    back("the noise predicted", torch.tensor([0.9, 0.7, 0.4]), cases.normal(3), noise=cases.normal(3))
    back("the last step back", torch.tensor([0.64]), cases.normal(2), noise=cases.normal(2))
    back("by shares", alphas.cumprod(0), cases.normal(2), x0=cases.normal(2), alphas=alphas)


@kind("bleu")
def bleu(cases):
    def add(name, candidate, reference, n=None, form=None):
        longest = n or 4
        grams = lambda words, size: [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]
        precisions, recalls, matches = [], [], []
        for size in range(1, longest + 1):
            own, other = grams(candidate, size), grams(reference, size)
            both = sum(min(own.count(gram), other.count(gram)) for gram in set(own))
            matches.append(both)
            precisions.append(both / len(own))
            recalls.append(both / len(other))
        brevity = math.exp(min(0, 1 - len(reference) / len(candidate)))
        exponents = [0.5**size if form == "d2l" else 1 / longest for size in range(1, longest + 1)]
        score = brevity * math.prod(p**exponent for p, exponent in zip(precisions, exponents))
        expect = {f"p{i + 1}": p for i, p in enumerate(precisions)} | {f"rouge{i + 1}": r for i, r in enumerate(recalls)}
        expect |= {"matches": matches, "brevity": brevity, "bleu": score}
        texts = [",".join(map(str, words)) for words in (candidate, reference)]
        cases.add(name, expect, candidate=texts[0], reference=texts[1], n=n, form=form)

    add("as Papineni et al. have it", [1] * 7, [1, 2, 3, 4, 1, 5], n=2)
    add("as d2l has it", [1, 2, 2, 3, 4], [1, 2, 3, 4, 5, 6])
    add("half exponents", [1, 2, 3, 4, 4], [1, 2, 3, 4, 5, 6], n=3, form="d2l")
    add("the same", [1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    add("a longer translation", [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 7], n=3)
    add("two words of six", [1, 2], [1, 2, 3, 4, 5, 6], n=2, form="d2l")


@kind("beam-search")
def beam_search(cases):
    def add(name, start, tables, steps=None, beam=None):
        length = steps or (len(tables) + 1 if tables.dim() == 3 else 2)
        table = lambda t: tables[t] if tables.dim() == 3 else tables
        after = lambda t, pair: float(table(t)[pair[0]][pair[1]])
        chance = lambda path: float(start[path[0]]) * math.prod(map(after, itertools.count(), zip(path, path[1:])))
        words = range(len(start))
        greedy = [int(start.argmax())]
        for t in range(length - 1):
            greedy.append(int(table(t)[greedy[-1]].argmax()))
        kept = sorted(([word] for word in words), key=chance, reverse=True)[: beam or 2]
        for _ in range(length - 1):
            kept = sorted((path + [word] for path in kept for word in words), key=chance, reverse=True)[: beam or 2]
        expect = {
            "greedy": chance(greedy), "greedy_path": greedy, "paths": kept, "probs": [chance(path) for path in kept],
            "best": max(map(chance, itertools.product(words, repeat=length))), "sequences": len(start) ** length,
        }
        cases.add(name, expect, start=start, next=tables, steps=steps, beam=beam)

    def drawn(*shape):
        return (cases.uniform(*shape) * 100).round() / 100

    add("two words", torch.tensor([0.6, 0.4]), torch.tensor([[0.5, 0.5], [0.1, 0.9]]))
    add("greedy", torch.tensor([0.6, 0.4]), torch.tensor([[0.5, 0.5], [0.1, 0.9]]), steps=3, beam=1)
    add("one table", drawn(3), drawn(3, 3), steps=4)
    add("a table a step", drawn(4), drawn(3, 4, 4), beam=3)
    add("a wide beam", drawn(2), drawn(2, 2), steps=5, beam=8)
    add("a beam wider than the words", drawn(3), drawn(2, 3, 3), beam=5)
