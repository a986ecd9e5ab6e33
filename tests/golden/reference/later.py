"""Self-supervised learning, language models, fine-tuning and style."""

import torch
import torch.nn.functional as F
from torch import nn

from .cases import kind
from .convolution import count


@kind("masking")
def masking(cases):
    def add(name, tokens, mask_rate=None):
        masked = tokens * (0.15 if mask_rate is None else mask_rate)
        expect = {"masked": masked, "to_mask": masked * 0.8, "to_random": masked * 0.1, "kept": masked * 0.1}
        cases.add(name, expect, tokens=tokens, mask_rate=mask_rate)

    add("BERT's rate", 512)
    add("a round number", 1000)
    add("another rate", 512, mask_rate=0.4)
    add("one token", 1)
    add("three quarters", 196, mask_rate=0.75)
    add("every token", 20, mask_rate=1)


@kind("contrastive")
def contrastive(cases):
    def add(name, z1, z2, temperature):
        similarities = F.cosine_similarity(z1[:, None], z2[None], dim=-1)
        loss = F.cross_entropy(similarities / temperature, torch.arange(len(z1)))
        cases.add(name, {"similarities": similarities, "loss": loss}, z1=z1, z2=z2, temperature=temperature)

    draw = cases.normal
    add("two pairs", draw(2, 2), draw(2, 2), 1)
    add("a low temperature", draw(3, 4), draw(3, 4), 0.1)
    add("a high temperature", draw(4, 3), draw(4, 3), 10)
    add("equal pairs", torch.eye(3), torch.eye(3), 0.5)
    add("the length of a vector does not count", torch.tensor([[1.0, 2], [3, -1]]), torch.tensor([[10.0, 20], [0.3, -0.1]]), 0.2)
    add("one pair", draw(1, 3), draw(1, 3), 0.07)


@kind("perplexity")
def perplexity(cases):
    def of_probs(name, *probs):
        loss = F.nll_loss(torch.tensor(probs)[:, None].log(), torch.zeros(len(probs), dtype=torch.long))
        cases.add(name, {"loss": loss, "perplexity": loss.exp()}, probs=torch.tensor(probs))

    of_probs("a guess among four", 0.25, 0.25, 0.25)
    of_probs("certain", 1.0, 1.0)
    of_probs("tokens", 0.2, 0.5, 0.1, 0.9)
    of_probs("one token", 0.05)
    of_probs("unlikely tokens", 0.001, 0.02, 0.3, 0.4, 0.6)
    for loss in (0, 1.5, 3.2):
        cases.add(f"of a loss of {loss}", {"loss": loss, "perplexity": torch.tensor(float(loss)).exp()}, loss=loss)


@kind("lora")
def lora(cases):
    def add(name, d_in, d_out, rank, alpha=None):
        full = count(nn.Linear(d_in, d_out, bias=False, device="meta"))
        low = count(nn.Linear(d_in, rank, bias=False, device="meta"), nn.Linear(rank, d_out, bias=False, device="meta"))
        expect = {"full": full, "lora": low, "ratio": full / low} | ({"scaling": alpha / rank} if alpha else {})
        cases.add(name, expect, d_in=d_in, d_out=d_out, rank=rank, alpha=alpha)

    add("a square matrix", 4096, 4096, 8)
    add("scaling", 768, 768, 8, alpha=16)
    add("an oblong matrix", 1024, 4096, 16, alpha=8)
    add("rank one", 10, 20, 1)
    add("a rank that saves nothing", 4, 4, 4, alpha=1)
    add("a rank of four", 12288, 12288, 4)


@kind("gram")
def gram(cases):
    def matrix(features):
        flat = features.flatten(1)
        return torch.einsum("in,jn->ij", flat, flat)

    def add(name, features, other=None):
        expect = {"gram": matrix(features)}
        if other is not None:
            expect["loss"] = F.mse_loss(matrix(features), matrix(other))
        cases.add(name, expect, features=features, other=other)

    draw = cases.normal
    add("a matrix", draw(2, 3))
    add("images", draw(3, 2, 2))
    add("the loss against another", draw(2, 4), draw(2, 4))
    add("the loss against another image", draw(2, 2, 3), draw(2, 2, 3))
    add("images of different sizes", draw(2, 2, 3), draw(2, 2, 2))
    add("one channel", draw(1, 4))
    add("itself", torch.tensor([[1.0, 2], [3, 4]]), torch.tensor([[1.0, 2], [3, 4]]))
