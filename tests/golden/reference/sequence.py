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


def leaves(*tensors):
    return [None if t is None else t.clone().requires_grad_() for t in tensors]


def gradients(names, tensors):
    """The gradients of leaves by the names of the answers."""
    return {name: leaf.grad for name, leaf in zip(names, tensors)}


@kind("rnn")
def rnn(cases):
    acts = {"tanh": torch.tanh, "relu": F.relu, "sigmoid": torch.sigmoid, "identity": lambda z: z}
    acts["step"] = lambda z: (z >= 0).double() + 0 * z
    outs = {"softmax": lambda z: F.softmax(z, dim=-1)} | acts

    def add(name, length, inputs, hidden, outputs=None, h0=False, act=None, out_act=None, back=False):
        x, wxh, whh, bh = draw(length, inputs), draw(hidden, inputs), draw(hidden, hidden), draw(hidden)
        start = draw(hidden) if h0 else None
        why, by = (draw(outputs, hidden), draw(outputs)) if outputs else (None, None)
        dh = draw(length, hidden) if back else None
        parts = leaves(x, wxh, whh, bh, state(start, hidden))
        steps, h = [], parts[4]
        for step in parts[0]:
            h = acts[act or "tanh"](F.linear(step, parts[1]) + F.linear(h, parts[2]) + parts[3])
            steps.append(h)
        h = torch.stack(steps)
        if act in (None, "tanh", "relu"):
            made = nn.RNN(inputs, hidden, nonlinearity=act or "tanh")
            for own, given in zip(made.parameters(), (wxh, whh, bh, torch.zeros(hidden))):
                own.data.copy_(given)
            close(made(x, state(start, hidden)[None])[0], h)
        expect = {"h": h} | ({"y": outs[out_act or "softmax"](F.linear(h, why, by))} if outputs else {})
        if back:
            h.backward(dh)
            expect |= gradients(("dx", "dwxh", "dwhh", "dbh", "dh0"), parts)
        cases.add(
            name, expect, x=x, wxh=wxh, whh=whh, bh=bh, h0=start, why=why, by=by, act=act, out_act=out_act, dh=dh,
        )

    draw = cases.normal
    add("one step", 1, 2, 2)
    add("three steps", 3, 2, 3)
    add("an initial state", 3, 2, 3, h0=True)
    add("outputs", 4, 2, 2, outputs=3)
    add("outputs and an initial state", 2, 3, 2, outputs=2, h0=True)
    add("one neuron", 5, 1, 1, outputs=1)
    add("wide", 6, 4, 5, outputs=4)
    for act in ("relu", "sigmoid", "identity", "step"):
        add(f"{act}", 3, 2, 3, act=act)
        add(f"{act}, back through time", 3, 2, 3, act=act, h0=True, back=True)
    for out_act in ("softmax", "identity", "sigmoid"):
        add(f"outputs by {out_act}", 3, 2, 2, outputs=2, out_act=out_act)
    add("back through time", 4, 2, 3, back=True)
    add("back through time to an initial state", 4, 3, 2, h0=True, back=True)
    add("back through one step", 1, 2, 2, h0=True, back=True)
    for out_act in ("tanh", "relu", "step"):
        add(f"outputs by {out_act}", 3, 2, 2, outputs=2, out_act=out_act)


@kind("lstm")
def lstm(cases):
    def add(name, length, inputs, hidden, start=False, bias="two", outputs=None, back=False, cell_back=None, x_first=None):
        x = draw(length, inputs)
        w_ih, w_hh, b_ih, b_hh = draw(4 * hidden, inputs), draw(4 * hidden, hidden), draw(4 * hidden), draw(4 * hidden)
        if bias != "two":
            b_hh = torch.zeros(4 * hidden)
        if bias == "none":
            b_ih = torch.zeros(4 * hidden)
        h0, c0 = (draw(hidden), draw(hidden)) if start else (None, None)
        why, by = (draw(outputs, hidden), draw(outputs)) if outputs else (None, None)
        parts = leaves(x, w_ih, w_hh, b_ih, state(h0, hidden), state(c0, hidden))
        h, c = parts[4], parts[5]
        cell = layer(nn.LSTMCell, inputs, hidden, w_ih, w_hh, b_ih, b_hh)
        rows = {key: [] for key in "ifgoch"}
        for step, own in zip(parts[0], x):
            gates = F.linear(step, parts[1], parts[3]) + F.linear(h, parts[2], b_hh)
            i, f, g, o = (act(part) for act, part in zip((torch.sigmoid, torch.sigmoid, torch.tanh, torch.sigmoid), gates.chunk(4)))
            known = cell(own[None], (h.detach()[None], c.detach()[None]))
            c = f * c + i * g
            h = o * c.tanh()
            close(known[0][0], h)
            close(known[1][0], c)
            for key, value in zip("ifgoch", (i, f, g, o, c, h)):
                rows[key].append(value)
        whole = layer(nn.LSTM, inputs, hidden, w_ih, w_hh, b_ih, b_hh)
        stacked = {key: torch.stack(values) for key, values in rows.items()}
        close(whole(x, (state(h0, hidden)[None], state(c0, hidden)[None]))[0], stacked["h"])
        expect = dict(stacked)
        if outputs:
            expect["y"] = F.softmax(F.linear(stacked["h"], why, by), dim=-1)
        dh = draw(length, hidden) if back else None
        dc = {"all": lambda: draw(length, hidden), "last": lambda: draw(hidden), None: lambda: None}[cell_back]()
        if back:
            loss = (dh * stacked["h"]).sum()
            if dc is not None:
                loss = loss + (dc * (stacked["c"] if cell_back == "all" else c)).sum()
            loss.backward()
            expect |= gradients(("dx", "dw_ih", "dw_hh", "db", "dh0", "dc0"), parts)
        weights = {"w_ih": w_ih, "w_hh": w_hh}
        if bias == "two":
            weights |= {"b_ih": b_ih, "b_hh": b_hh}
        elif bias == "one":
            weights |= {"b": b_ih}
        else:
            weights = by_gate("ifgo", w_ih, w_hh, b_ih if bias == "gates" else None, x_first)
        cases.add(name, expect, x=x, **weights, x_first=x_first, h0=h0, c0=c0, why=why, by=by, dh=dh, dc=dc)

    draw = cases.normal
    add("one step", 1, 2, 1)
    add("three steps", 3, 2, 2)
    add("an initial state", 3, 3, 2, start=True)
    add("one neuron", 4, 1, 1, start=True)
    add("wide", 5, 3, 4)
    add("longer", 8, 2, 3, start=True)
    add("one set of biases", 3, 2, 2, bias="one")
    add("gate by gate", 3, 2, 2, bias="gates")
    add("gate by gate, one neuron", 2, 1, 1, bias="gates", start=True)
    add("gate by gate and back", 3, 2, 3, bias="gates", start=True, back=True)
    add("outputs", 3, 2, 2, outputs=3)
    add("back through time", 4, 2, 3, back=True)
    add("back to an initial state", 4, 3, 2, start=True, back=True, bias="one")
    add("back from cell states too", 4, 3, 2, start=True, back=True, cell_back="all")
    add("back from the last cell state", 3, 3, 2, start=True, back=True, cell_back="last")
    add("back through one step", 1, 2, 2, start=True, back=True, cell_back="all")
    add("gate by gate without biases", 3, 2, 2, bias="none", start=True, back=True)
    add("gate by gate on [x, h]", 3, 3, 2, bias="gates", start=True, back=True, x_first=True)


def by_gate(gates, w_ih, w_hh, b, x_first):
    """The flags of weights and biases gate by gate; the weights are on [h, x] or on [x, h]."""
    parts = [w_ih, w_hh] if x_first else [w_hh, w_ih]
    weights = {f"w{gate}": w for gate, w in zip(gates, torch.cat(parts, dim=1).chunk(len(gates)))}
    return weights if b is None else weights | {f"b{gate}": part for gate, part in zip(gates, b.chunk(len(gates)))}


@kind("gru")
def gru(cases):
    def add(name, length, inputs, hidden, start=False, bias="two", form=None, back=False, x_first=None):
        x = draw(length, inputs)
        w_ih, w_hh, b_ih, b_hh = draw(3 * hidden, inputs), draw(3 * hidden, hidden), draw(3 * hidden), draw(3 * hidden)
        if bias != "two":
            b_hh = torch.zeros(3 * hidden)
        if bias == "none":
            b_ih = torch.zeros(3 * hidden)
        h0 = draw(hidden) if start else None
        parts = leaves(x, w_ih, w_hh, b_ih, state(h0, hidden), b_hh)
        h = parts[4]
        cell = layer(nn.GRUCell, inputs, hidden, w_ih, w_hh, b_ih, b_hh)
        rows = {key: [] for key in "rznh"}
        for step, own in zip(parts[0], x):
            xr, xz, xn = F.linear(step, parts[1], parts[3]).chunk(3)
            hr, hz, hn = F.linear(h, parts[2], parts[5]).chunk(3)
            r, z = (xr + hr).sigmoid(), (xz + hz).sigmoid()
            if form == "chung":
                n = (xn + F.linear(r * h, parts[2].chunk(3)[2], parts[5].chunk(3)[2])).tanh()
                h = (1 - z) * h + z * n
            else:
                n = (xn + r * hn).tanh()
                known = cell(own[None], h.detach()[None])[0]
                h = (1 - z) * n + z * h
                close(known, h)
            for key, value in zip("rznh", (r, z, n, h)):
                rows[key].append(value)
        stacked = {key: torch.stack(values) for key, values in rows.items()}
        if form != "chung":
            whole = layer(nn.GRU, inputs, hidden, w_ih, w_hh, b_ih, b_hh)
            close(whole(x, state(h0, hidden)[None])[0], stacked["h"])
        expect = dict(stacked)
        dh = draw(length, hidden) if back else None
        if back:
            stacked["h"].backward(dh)
            names = ("dx", "dw_ih", "dw_hh", "db", "dh0") + (("db_hh",) if bias == "two" else ())
            expect |= gradients(names, parts)
        weights = {"w_ih": w_ih, "w_hh": w_hh}
        if bias in ("two", "one"):
            weights |= {"b_ih": b_ih, "b_hh": b_hh} if bias == "two" else {"b": b_ih}
        else:
            weights = by_gate("rzn", w_ih, w_hh, b_ih if bias == "gates" else None, x_first)
        cases.add(name, expect, x=x, **weights, x_first=x_first, h0=h0, form=form, dh=dh)

    draw = cases.normal
    add("one step", 1, 2, 1)
    add("three steps", 3, 2, 2)
    add("an initial state", 3, 3, 2, start=True)
    add("one neuron", 4, 1, 1, start=True)
    add("wide", 5, 3, 4)
    add("longer", 8, 2, 3, start=True)
    add("one set of biases", 3, 2, 2, bias="one")
    add("back through time", 4, 2, 3, back=True)
    add("back to an initial state", 4, 3, 2, start=True, back=True, bias="one")
    add("back through one step", 1, 2, 2, start=True, back=True)
    for bias in ("one", "two"):
        add(f"as Chung et al. have it, biases: {bias}", 3, 2, 3, bias=bias, form="chung", start=True)
        add(f"as Chung et al. have it, back, biases: {bias}", 3, 2, 3, bias=bias, form="chung", start=True, back=True)
    add("as Chung et al. have it, back through one step", 1, 2, 2, form="chung", back=True)
    add("as PyTorch has it, said", 2, 2, 2, form="pytorch")
    add("gate by gate", 3, 2, 2, bias="gates", start=True, back=True)
    add("gate by gate without biases", 3, 2, 2, bias="none", start=True, back=True)
    for bias in ("gates", "none"):
        add(f"gate by gate on [x, h] as Chung et al. have it, biases: {bias}", 3, 3, 2, bias=bias, form="chung",
            start=True, back=True, x_first=True)


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
    def add(name, z, n, h, form=None):
        share = 1 - z if form == "chung" else z
        cases.add(name, {"h": (1 - share) * n + share * h}, z=z, n=n, h=h, form=form)

    def numbers(*values):
        return [torch.tensor(float(v)) for v in values]

    add("a cell of one neuron", *numbers(0.3, 0.8, -0.5))
    add("the state is kept", *numbers(1, 0.8, -0.5))
    add("the state is replaced", *numbers(0, 0.8, -0.5))
    add("half and half", *numbers(0.5, 0.25, 0.75))
    add("three neurons", cases.uniform(3), cases.normal(3).clamp(-0.99, 0.99), cases.normal(3))
    add("two neurons", cases.uniform(2), cases.uniform(2), -cases.uniform(2))
    add("as Chung et al. have it", *numbers(0.3, 0.8, -0.5), form="chung")
    add("two neurons as Chung et al. have it", cases.uniform(2), cases.uniform(2), -cases.uniform(2), form="chung")


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
