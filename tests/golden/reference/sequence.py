"""Recurrent networks: states from PyTorch's own layers, gates by its cells' definitions."""

import torch
import torch.nn.functional as F
from torch import nn

from .cases import kind
from .convolution import count


def close(a, b):
    """Holds what is computed here to what PyTorch's layer answers."""
    torch.testing.assert_close(a, b, rtol=1e-13, atol=1e-14)


def layer(make, inputs, hidden, *parameters):
    """A recurrent layer with the given weights and biases."""
    made = make(inputs, hidden)
    for own, given in zip(made.parameters(), parameters):
        own.data.copy_(given)
    return made


def state(given, hidden):
    return torch.zeros(hidden) if given is None else given


@kind("rnn")
def rnn(cases):
    def add(name, length, inputs, hidden, outputs=None, h0=False):
        x, wxh, whh, bh = draw(length, inputs), draw(hidden, inputs), draw(hidden, hidden), draw(hidden)
        start = draw(hidden) if h0 else None
        why, by = (draw(outputs, hidden), draw(outputs)) if outputs else (None, None)
        made = layer(nn.RNN, inputs, hidden, wxh, whh, bh, torch.zeros(hidden))
        h = made(x, state(start, hidden)[None])[0]
        expect = {"h": h} | ({"y": F.softmax(F.linear(h, why, by), dim=-1)} if outputs else {})
        cases.add(name, expect, x=x, wxh=wxh, whh=whh, bh=bh, h0=start, why=why, by=by)

    draw = cases.normal
    add("one step", 1, 2, 2)
    add("three steps", 3, 2, 3)
    add("an initial state", 3, 2, 3, h0=True)
    add("outputs", 4, 2, 2, outputs=3)
    add("outputs and an initial state", 2, 3, 2, outputs=2, h0=True)
    add("one neuron", 5, 1, 1, outputs=1)
    add("wide", 6, 4, 5, outputs=4)


@kind("lstm")
def lstm(cases):
    def add(name, length, inputs, hidden, start=False):
        x = draw(length, inputs)
        w_ih, w_hh, b_ih, b_hh = draw(4 * hidden, inputs), draw(4 * hidden, hidden), draw(4 * hidden), draw(4 * hidden)
        h0, c0 = (draw(hidden), draw(hidden)) if start else (None, None)
        h, c = state(h0, hidden), state(c0, hidden)
        cell = layer(nn.LSTMCell, inputs, hidden, w_ih, w_hh, b_ih, b_hh)
        rows = {key: [] for key in "ifgoch"}
        for step in x:
            i, f, g, o = (F.linear(step, w_ih, b_ih) + F.linear(h, w_hh, b_hh)).chunk(4)
            h, c = cell(step[None], (h[None], c[None]))
            h, c = h[0], c[0]
            for key, value in zip("ifgoch", (i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid(), c, h)):
                rows[key].append(value)
            close(o.sigmoid() * c.tanh(), h)
        whole = layer(nn.LSTM, inputs, hidden, w_ih, w_hh, b_ih, b_hh)
        close(whole(x, (state(h0, hidden)[None], state(c0, hidden)[None]))[0], torch.stack(rows["h"]))
        cases.add(name, rows, x=x, w_ih=w_ih, w_hh=w_hh, b_ih=b_ih, b_hh=b_hh, h0=h0, c0=c0)

    draw = cases.normal
    add("one step", 1, 2, 1)
    add("three steps", 3, 2, 2)
    add("an initial state", 3, 3, 2, start=True)
    add("one neuron", 4, 1, 1, start=True)
    add("wide", 5, 3, 4)
    add("longer", 8, 2, 3, start=True)


@kind("gru")
def gru(cases):
    def add(name, length, inputs, hidden, start=False):
        x = draw(length, inputs)
        w_ih, w_hh, b_ih, b_hh = draw(3 * hidden, inputs), draw(3 * hidden, hidden), draw(3 * hidden), draw(3 * hidden)
        h0 = draw(hidden) if start else None
        h = state(h0, hidden)
        cell = layer(nn.GRUCell, inputs, hidden, w_ih, w_hh, b_ih, b_hh)
        rows = {key: [] for key in "rznh"}
        for step in x:
            (xr, xz, xn), (hr, hz, hn) = F.linear(step, w_ih, b_ih).chunk(3), F.linear(h, w_hh, b_hh).chunk(3)
            r, z = (xr + hr).sigmoid(), (xz + hz).sigmoid()
            n = (xn + r * hn).tanh()
            before, h = h, cell(step[None], h[None])[0]
            close((1 - z) * n + z * before, h)
            for key, value in zip("rznh", (r, z, n, h)):
                rows[key].append(value)
        whole = layer(nn.GRU, inputs, hidden, w_ih, w_hh, b_ih, b_hh)
        close(whole(x, state(h0, hidden)[None])[0], torch.stack(rows["h"]))
        cases.add(name, rows, x=x, w_ih=w_ih, w_hh=w_hh, b_ih=b_ih, b_hh=b_hh, h0=h0)

    draw = cases.normal
    add("one step", 1, 2, 1)
    add("three steps", 3, 2, 2)
    add("an initial state", 3, 3, 2, start=True)
    add("one neuron", 4, 1, 1, start=True)
    add("wide", 5, 3, 4)
    add("longer", 8, 2, 3, start=True)


@kind("lstm-cell")
def lstm_cell(cases):
    def add(name, f, i, g, o, c):
        after = f * c + i * g
        h = o * after.tanh()
        cases.add(name, {"c": after, "h": h}, f=f, i=i, g=g, o=o, c=c)

    def numbers(*values):
        return [torch.tensor(float(v)) for v in values]

    add("a cell of one neuron", *numbers(0.5, 0.8, 0.6, 0.9, 1.2))
    add("all is forgotten", *numbers(0, 1, -0.5, 1, 3))
    add("all is kept", *numbers(1, 0, 0.7, 0.5, -2))
    add("the output is shut", *numbers(0.3, 0.4, 0.5, 0, 1))
    some = cases.uniform
    add("three neurons", some(3), some(3), some(3) * -1, some(3), cases.normal(3))
    add("two neurons", some(2), some(2), some(2), some(2), cases.normal(2, scale=3))


@kind("gru-cell")
def gru_cell(cases):
    def add(name, z, n, h):
        cases.add(name, {"h": (1 - z) * n + z * h}, z=z, n=n, h=h)

    def numbers(*values):
        return [torch.tensor(float(v)) for v in values]

    add("a cell of one neuron", *numbers(0.3, 0.8, -0.5))
    add("the state is kept", *numbers(1, 0.8, -0.5))
    add("the state is replaced", *numbers(0, 0.8, -0.5))
    add("half and half", *numbers(0.5, 0.25, 0.75))
    add("three neurons", cases.uniform(3), cases.normal(3).clamp(-0.99, 0.99), cases.normal(3))
    add("two neurons", cases.uniform(2), cases.uniform(2), -cases.uniform(2))


@kind("recurrent-params")
def recurrent_params(cases):
    makers = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}

    def add(name, cell, inputs, hidden, layers=None, bidirectional=None, single_bias=None, output=None):
        made = makers[cell](inputs, hidden, num_layers=layers or 1, bidirectional=bool(bidirectional), device="meta")
        second = sum(p.numel() for name, p in made.named_parameters() if name.startswith("bias_hh"))
        recurrent = count(made) - (second if single_bias else 0)
        expect = {"params": recurrent, "recurrent": recurrent}
        if output:
            expect["params"] += count(nn.Linear(hidden * (2 if bidirectional else 1), output, device="meta"))
        cases.add(
            name, expect, cell=cell, input=inputs, hidden=hidden, layers=layers, bidirectional=bidirectional,
            single_bias=single_bias, output=output,
        )

    for cell in makers:
        add(f"{cell}", cell, 10, 20)
        add(f"{cell} with one bias", cell, 10, 20, single_bias=True)
        add(f"{cell} of two layers both ways", cell, 3, 5, layers=2, bidirectional=True, output=7)
    add("an output layer", "rnn", 100, 128, output=10)
    add("three layers", "lstm", 8, 16, layers=3)
    add("both ways with one bias", "gru", 8, 16, layers=3, bidirectional=True, single_bias=True, output=2)
    add("a wide LSTM", "lstm", 300, 512, output=10000)
