"""Attention: values from `scaled_dot_product_attention`, sizes from PyTorch's own layers."""

import math

import torch
import torch.nn.functional as F
from torch import nn

from .cases import kind
from .convolution import count, macs, meta
from .sequence import close


def visible(mask, rows, columns):
    """A mask as truth values, 1 where a key is seen."""
    if mask is None:
        return torch.ones(rows, columns, dtype=torch.bool)
    return torch.ones(rows, columns).tril().bool() if isinstance(mask, str) else mask.bool()


@kind("attention")
def attention(cases):
    def add(name, q, k, v, mask=None, scale=None, back=False):
        seen = visible(mask, len(q), len(k))
        given = q, k, v
        q, k, v = (t.clone().requires_grad_() for t in given)
        scores = q @ k.T
        scaled = scores * (1 / math.sqrt(q.shape[1]) if scale is None else scale)
        weights = F.softmax(scaled.masked_fill(~seen, -math.inf), dim=-1)
        output = F.scaled_dot_product_attention(q[None], k[None], v[None], attn_mask=seen[None], scale=scale)[0]
        close(weights @ v, output)
        expect = {"scores": scores, "scaled": scaled, "weights": weights, "output": output}
        dout = draw(*output.shape) if back else None
        if back:
            expect |= dict(zip(("dq", "dk", "dv"), torch.autograd.grad(output, (q, k, v), dout)))
        cases.add(name, expect, q=given[0], k=given[1], v=given[2], mask=mask, scale=scale, dout=dout)

    draw = cases.normal
    add("self-attention", draw(3, 2), draw(3, 2), draw(3, 2))
    add("a causal mask", draw(4, 3), draw(4, 3), draw(4, 2), mask="causal")
    add("cross-attention", draw(2, 3), draw(4, 3), draw(4, 5))
    add("a mask of its own", draw(2, 2), draw(3, 2), draw(3, 2), mask=torch.tensor([[1.0, 0, 1], [0, 0, 1]]))
    add("another scale", draw(2, 4), draw(2, 4), draw(2, 4), scale=0.1)
    add("no scaling", draw(3, 4), draw(3, 4), draw(3, 4), mask="causal", scale=1)
    add("one query", draw(1, 2), draw(3, 2), draw(3, 1))
    add("large scores", draw(2, 2, scale=40), draw(3, 2, scale=40), draw(3, 2))
    add("gradients", draw(3, 2), draw(4, 2), draw(4, 3), back=True)
    add("gradients behind a causal mask", draw(3, 4), draw(3, 4), draw(3, 2), mask="causal", back=True)
    add("gradients at another scale", draw(2, 3), draw(3, 3), draw(3, 1), scale=0.3, back=True)


@kind("multi-head")
def multi_head(cases):
    def add(name, length, d_model, heads, d_k=None, d_out=None, mask=None, scale=1.0):
        wide = heads * (d_k or d_model // heads)
        x = draw(length, d_model)
        wq, wk, wv = (draw(d_model, wide, scale=scale) for _ in range(3))
        wo = draw(wide, d_out or d_model)
        q, k, v = x @ wq, x @ wk, x @ wv
        parts = [t.reshape(length, heads, -1).transpose(0, 1) for t in (q, k, v)]
        seen = visible(mask, length, length)
        heads_out = F.scaled_dot_product_attention(*parts, attn_mask=seen)
        concat = heads_out.transpose(0, 1).reshape(length, wide)
        output = concat @ wo
        if wide == d_model and d_out is None:
            layer = nn.MultiheadAttention(d_model, heads, bias=False)
            layer.in_proj_weight.data.copy_(torch.cat([wq.T, wk.T, wv.T]))
            layer.out_proj.weight.data.copy_(wo.T)
            close(layer(x, x, x, attn_mask=~seen, need_weights=False)[0], output)
        expect = {"q": q, "k": k, "v": v, "heads_out": heads_out, "concat": concat, "output": output}
        cases.add(name, expect, x=x, wq=wq, wk=wk, wv=wv, wo=wo, heads=heads, mask=mask)

    draw = cases.normal
    add("two heads", 3, 4, 2)
    add("one head", 2, 3, 1)
    add("a causal mask", 4, 4, 2, mask="causal")
    add("three heads", 2, 6, 3)
    add("a mask of its own", 3, 2, 2, mask=torch.tensor([[1.0, 1, 0], [0, 1, 0], [1, 0, 1]]))
    add("heads wider than their share", 3, 4, 2, d_k=3)
    add("an output of another width", 2, 4, 2, d_out=3)


@kind("multi-head-params")
def multi_head_params(cases):
    def add(name, d_model, heads, d_k=None, bias=None, n=None):
        each = d_k or d_model // heads
        inner = heads * each
        projections = [nn.Linear(d_model, inner, bias=bool(bias), device="meta") for _ in range(3)]
        projections.append(nn.Linear(inner, d_model, bias=bool(bias), device="meta"))
        params = count(*projections)
        if d_k is None:
            layer = nn.MultiheadAttention(d_model, heads, bias=bool(bias), device="meta")
            assert count(layer) == params
        per_head = 3 * nn.Linear(d_model, each, bias=False, device="meta").weight.numel()
        expect = {"d_k": each, "per_head": per_head, "params": params} | ({"score_entries": heads * n * n} if n else {})
        cases.add(name, expect, d_model=d_model, heads=heads, d_k=d_k, bias=bias, n=n)

    add("the base model", 512, 8)
    add("the base model with biases", 512, 8, bias=True)
    add("BERT's", 768, 12, bias=True, n=512)
    add("wider heads", 512, 8, d_k=128)
    add("narrow heads with biases", 64, 4, d_k=8, bias=True, n=10)
    add("one head", 16, 1, n=1)


@kind("positional-encoding")
def positional_encoding(cases):
    def add(name, length, d_model, base=None):
        positions = torch.arange(float(length))[:, None]
        rates = torch.exp(-math.log(base or 10000) * torch.arange(0.0, d_model, 2) / d_model)
        pe = torch.zeros(length, d_model)
        pe[:, 0::2] = torch.sin(positions * rates)
        pe[:, 1::2] = torch.cos(positions * rates[: d_model // 2])
        cases.add(name, {"pe": pe}, length=length, d_model=d_model, base=base)

    add("four columns", 3, 4)
    add("one position", 1, 6)
    add("two columns", 5, 2)
    add("another base", 4, 6, base=100)
    add("an odd width", 3, 5)
    add("wide", 8, 16)


@kind("transformer-params")
def transformer_params(cases):
    def parts(layer):
        """Parameters of a layer's attention, feed-forward part and norms."""
        attention = ffn = norm = 0
        for name, module in layer.named_children():
            if "attn" in name:
                attention += count(module)
            elif "linear" in name:
                ffn += count(module)
            elif "norm" in name:
                norm += count(module)
        assert attention + ffn + norm == count(layer)
        return [attention, ffn, norm]

    def add(name, d_model, heads, d_ff, layers, vocab=None, max_len=None, arch=None, tied=None, **more):
        bias = not more.get("no_bias")
        flat = {"bias": bias, "device": "meta"}
        encoder = nn.TransformerEncoderLayer(d_model, heads, d_ff, **flat)
        stacks = [(encoder, 1)]
        if arch == "encoder-decoder":
            stacks.append((nn.TransformerDecoderLayer(d_model, heads, d_ff, **flat), 2))
        norm = nn.RMSNorm(d_model, device="meta") if more.get("rms_norm") else nn.LayerNorm(d_model, **flat)
        sums = [0, 0, 0]
        for layer, attentions in stacks:
            own = parts(layer)
            if more.get("kv_heads"):
                narrow = nn.Linear(d_model, d_model // heads * more["kv_heads"], **flat)
                square = nn.Linear(d_model, d_model, **flat)
                own[0] = attentions * count(square, square, narrow, narrow)
            if more.get("gated"):
                own[1] += count(nn.Linear(d_model, d_ff, **flat))
            norms = sum(isinstance(module, nn.LayerNorm) for module in layer.modules())
            own[2] = norms * count(norm)
            sums = [total + layers * each for total, each in zip(sums, own)]
            sums[2] += count(norm) if more.get("final_norm") else 0
        sums[2] += count(norm) if more.get("embedding_norm") else 0
        expect = dict(zip(("attention", "ffn", "norm"), sums))
        total = sum(sums)
        if vocab:
            tables = [nn.Embedding(vocab, d_model, device="meta")]
            tables += [] if tied else [nn.Linear(d_model, vocab, bias=False, device="meta")]
            tables += [nn.Embedding(rows, d_model, device="meta") for rows in (max_len, more.get("segments")) if rows]
            expect["embedding"] = count(*tables)
            total += count(*tables)
        if more.get("pooler"):
            expect["pooler"] = count(nn.Linear(d_model, d_model, **flat))
            total += expect["pooler"]
        expect["params"] = total
        cases.add(
            name, expect, d_model=d_model, heads=heads, d_ff=d_ff, layers=layers, vocab=vocab, max_len=max_len,
            arch=arch, tied=tied, **more,
        )

    add("an encoder", 512, 8, 2048, 6)
    add("a decoder alone", 768, 12, 3072, 12, vocab=50257, max_len=1024, arch="decoder", tied=True)
    add("encoder and decoder", 512, 8, 2048, 6, arch="encoder-decoder")
    add("encoder and decoder with their words", 512, 8, 2048, 6, vocab=37000, arch="encoder-decoder")
    add("tied words", 512, 8, 2048, 6, vocab=37000, arch="encoder-decoder", tied=True)
    add("learned positions", 768, 12, 3072, 12, vocab=30522, max_len=512, arch="encoder")
    add("words without learned positions", 64, 4, 256, 2, vocab=1000, arch="decoder")
    add("one layer", 16, 2, 32, 1, arch="encoder")
    bert = {"vocab": 30522, "max_len": 512, "segments": 2, "embedding_norm": True, "pooler": True, "tied": True}
    llama = {"gated": True, "no_bias": True, "rms_norm": True, "final_norm": True, "arch": "decoder"}
    add("BERT", 768, 12, 3072, 12, **bert)
    add("LLaMA", 4096, 32, 11008, 32, vocab=32000, **llama)
    add("Mistral", 4096, 32, 14336, 32, vocab=32000, kv_heads=8, **llama)
    add("no biases", 512, 8, 2048, 6, no_bias=True)
    add("no biases in encoder and decoder", 512, 8, 2048, 6, no_bias=True, arch="encoder-decoder", final_norm=True)
    add("norms without shifts", 64, 4, 256, 2, rms_norm=True)
    add("final norms of encoder and decoder", 64, 4, 256, 2, arch="encoder-decoder", final_norm=True)
    add("a gate and biases", 64, 4, 256, 2, gated=True)
    add("fewer heads of keys and values, with biases", 64, 8, 256, 3, kv_heads=2, arch="encoder-decoder")
    add("one head of keys and values", 64, 8, 256, 3, kv_heads=1, no_bias=True, pooler=True)
    add("segments without learned positions", 64, 8, 256, 3, vocab=100, segments=3)
    add("a norm after the embedding", 64, 8, 256, 3, embedding_norm=True, rms_norm=True)


@kind("additive-attention")
def additive_attention(cases):
    def add(name, n, m, d_q, d_k, d_v, width, scale=1.0):
        draw = cases.normal
        q, k, v = draw(n, d_q, scale=scale), draw(m, d_k, scale=scale), draw(m, d_v)
        wq, wk, wv = draw(width, d_q), draw(width, d_k), draw(width)
        together = F.linear(q, wq)[:, None] + F.linear(k, wk)[None]
        scores = F.linear(together.tanh(), wv[None])[..., 0]
        weights = F.softmax(scores, dim=-1)
        expect = {"scores": scores, "weights": weights, "output": weights @ v}
        cases.add(name, expect, q=q, k=k, v=v, wq=wq, wk=wk, wv=wv)

    add("one query", 1, 3, 2, 2, 2, 2)
    add("several queries", 3, 4, 2, 2, 3, 2)
    add("queries and keys of different width", 2, 3, 3, 5, 1, 4)
    add("one hidden number", 2, 2, 2, 2, 2, 1)
    add("one key", 2, 1, 2, 3, 2, 3)
    add("large scores", 2, 3, 2, 2, 2, 3, scale=20)


@kind("attention-cost")
def attention_cost(cases):
    def add(name, n, d_k, d_v=None, heads=None, m=None, d_model=None, bytes=None):
        keys, wide, count_ = m or n, d_v or d_k, heads or 1

        class Score(nn.Module):
            def forward(self, q, k):
                return q @ k.transpose(-1, -2)

        class Whole(nn.Module):
            def forward(self, q, k, v):
                return q @ k.transpose(-1, -2) @ v

        q, k, v = meta(count_, n, d_k), meta(count_, keys, d_k), meta(count_, keys, wide)
        scores = Score()(q, k)
        score_macs, total = macs(Score(), q, k), macs(Whole(), q, k, v)
        assert F.scaled_dot_product_attention(q, k, v).shape == (count_, n, wide)
        expect = {
            "score_macs": score_macs, "output_macs": total - score_macs, "macs": total,
            "score_entries": scores.numel(), "score_bytes": scores.numel() * (bytes or 4),
        }
        if d_model:
            projections = (
                (nn.Linear(d_model, count_ * d_k, device="meta"), meta(n, d_model)),
                (nn.Linear(d_model, count_ * d_k, device="meta"), meta(keys, d_model)),
                (nn.Linear(d_model, count_ * wide, device="meta"), meta(keys, d_model)),
                (nn.Linear(count_ * wide, d_model, device="meta"), meta(n, count_ * wide)),
            )
            own = sum(macs(layer, x) for layer, x in projections)
            expect |= {"macs": total + own, "projection_macs": own}
        cases.add(name, expect, n=n, d_k=d_k, d_v=d_v, heads=heads, m=m, d_model=d_model, bytes=bytes)

    add("one head", 10, 64)
    add("eight heads", 10, 64, heads=8)
    add("values of another width", 7, 4, d_v=6, heads=2)
    add("cross-attention", 7, 4, m=11, heads=3)
    add("with projections", 197, 64, heads=12, d_model=768)
    add("all at once", 5, 4, d_v=3, heads=2, m=9, d_model=10, bytes=2)
    add("half precision", 1024, 64, heads=16, bytes=2)
