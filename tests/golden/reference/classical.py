"""What came before deep networks and is still asked: the perceptron, regression, measures of classification."""

import torch
import torch.nn.functional as F

from .cases import kind


@kind("perceptron")
def perceptron(cases):
    def add(name, x, t, w, b=0.0, lr=None, epochs=None, unit=None, rule=None):
        bias = float(b)
        weights, biases, sums, outputs, errors = [], [], [], [], []
        now = w.clone()
        for _ in range(epochs or 1):
            wrong = 0
            for sample, target in zip(x, t):
                z = float(now @ sample) + bias
                y = float(z >= 0) if unit in (None, "step") else 1.0 if z >= 0 else -1.0
                step = float(target) - y
                if rule == "margin":
                    step = float(target) if float(target) * z <= 0 else 0.0
                wrong += step != 0
                now = now + (lr or 1.0) * step * sample
                bias += (lr or 1.0) * step
                sums.append(z)
                weights.append(now.tolist())
                biases.append(bias)
                outputs.append(y)
            errors.append(wrong)
        expect = {"w": weights, "b": biases, "z": sums, "y": outputs, "errors": errors}
        expect["converged"] = errors.index(0) + 1 if 0 in errors else None
        cases.add(name, expect, x=x, t=t, w=w, b=b, lr=lr, epochs=epochs, unit=unit, rule=rule)

    square = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    add("one sample", torch.tensor([[1.0, 1]]), torch.tensor([0.0]), torch.tensor([0.5, -0.5]), 0.1, lr=0.2)
    add("AND", square, torch.tensor([0.0, 0, 0, 1]), torch.tensor([0.0, 0]), epochs=10)
    add("OR with a small rate", square, torch.tensor([0.0, 1, 1, 1]), torch.tensor([0.5, -0.5]), -0.25, lr=0.25, epochs=8)
    add("XOR never ends", square, torch.tensor([0.0, 1, 1, 0]), torch.tensor([0.0, 0]), epochs=12)
    add("targets of both signs", torch.tensor([[3.0, 3], [4, 3], [1, 1]]), torch.tensor([1.0, 1, -1]),
        torch.tensor([0.0, 0]), lr=0.5, epochs=7, unit="sign")
    add("drawn samples", cases.normal(6, 3), (cases.normal(6) > 0).double(), cases.normal(3), 0.5, lr=0.1, epochs=3)
    add("only what is misclassified", torch.tensor([[3.0, 3], [4, 3], [1, 1]]), torch.tensor([1.0, 1, -1]),
        torch.tensor([0.0, 0]), epochs=7, unit="sign", rule="margin")
    add("targets of both signs from zero", 2 * square - 1, torch.tensor([-1.0, 1, 1, 1]), torch.tensor([0.0, 0]),
        epochs=2, unit="sign")


@kind("regression")
def regression(cases):
    def add(name, x, t, w, b=0.0, lr=0.1, epochs=None, model=None, loss=None, lambda_=None):
        w_, b_ = w.clone().requires_grad_(), torch.tensor(float(b), requires_grad=True)
        optimizer = torch.optim.SGD([w_, b_], lr=lr)
        rows = x if x.dim() == 2 else x[:, None]
        losses, weights, biases, first = [], [], [], None
        for _ in range(epochs or 1):
            optimizer.zero_grad()
            z = rows @ w_ + b_
            if model == "logistic":
                error = F.binary_cross_entropy_with_logits(z, t)
            else:
                error = F.mse_loss(z, t) * (1.0 if loss == "mse" else 0.5)
            error = error + (lambda_ or 0) / (2 * len(t)) * (w_**2).sum()
            error.backward()
            first = first or (w_.grad.tolist(), b_.grad.tolist())
            optimizer.step()
            losses.append(error)
            weights.append(w_.tolist())
            biases.append(b_.tolist())
        expect = {"loss": [float(e.detach()) for e in losses], "dw": first[0], "db": first[1], "w": weights, "b": biases}
        cases.add(name, expect, model=model, x=x, t=t, w=w, b=b, lr=lr, epochs=epochs, loss=loss, lambda_=lambda_)

    draw = cases.normal
    add("one feature", torch.tensor([1.0, 2, 3]), torch.tensor([2.0, 4, 6]), torch.tensor([0.0]), epochs=5)
    add("two features", draw(4, 2), draw(4), draw(2), 0.5, epochs=3)
    add("the mean without ½", draw(3, 2), draw(3), draw(2), loss="mse", epochs=2)
    add("the half said", draw(3, 2), draw(3), draw(2), loss="half-mse")
    add("with a penalty", draw(4, 3), draw(4), draw(3), -1.0, lambda_=0.5, epochs=4)
    add("a penalty and no ½", draw(4, 3), draw(4), draw(3), lambda_=2, loss="mse")
    add("logistic", draw(5, 2), cases.uniform(5).round(), draw(2), 0.1, model="logistic", epochs=4)
    add("logistic with a penalty", draw(5, 2), cases.uniform(5).round(), draw(2), model="logistic", lambda_=1, lr=0.5, epochs=2)
    add("logistic with soft targets", draw(4, 1), cases.uniform(4), draw(1), model="logistic", loss="bce")


@kind("metrics")
def metrics(cases):
    def share(above, below):
        return above / below if below else None

    def two(tp, fp, fn, tn=None):
        expect = {"precision": share(tp, tp + fp), "recall": share(tp, tp + fn), "f1": share(2 * tp, 2 * tp + fp + fn)}
        if tn is not None:
            expect |= {"accuracy": share(tp + tn, tp + fp + fn + tn), "specificity": share(tn, tn + fp)}
        return expect

    def counts(name, tp, fp, fn, tn=None):
        cases.add(name, two(tp, fp, fn, tn), tp=tp, fp=fp, fn=fn, tn=tn)

    def of(matrix):
        if len(matrix) == 2:
            (tn, fp), (fn, tp) = matrix
            return two(tp, fp, fn, tn) | {"confusion": matrix}
        n = range(len(matrix))
        right = [matrix[i][i] for i in n]
        predicted = [sum(matrix[i][j] for i in n) for j in n]
        true = [sum(row) for row in matrix]
        lists = {
            "precision": [share(h, p) for h, p in zip(right, predicted)],
            "recall": [share(h, t) for h, t in zip(right, true)],
            "f1": [share(2 * h, p + t) for h, p, t in zip(right, predicted, true)],
        }
        known = lambda values: [value for value in values if value is not None]
        macro = {f"macro_{key}": sum(known(values)) / len(known(values)) for key, values in lists.items()}
        accuracy = sum(right) / sum(true)
        return lists | macro | {"accuracy": accuracy, "micro_f1": accuracy, "confusion": matrix}

    def confusion(name, matrix):
        cases.add(name, of(matrix), confusion=";".join(",".join(map(str, row)) for row in matrix))

    def labels(name, truth, pred):
        classes = max(max(truth), max(pred), 1) + 1
        matrix = [[sum((t, p) == (i, j) for t, p in zip(truth, pred)) for j in range(classes)] for i in range(classes)]
        cases.add(name, of(matrix), truth=",".join(map(str, truth)), pred=",".join(map(str, pred)))

    counts("four counts", 85, 10, 15, 890)
    counts("without true negatives", 5, 1, 4)
    counts("nothing called positive", 0, 0, 4, 3)
    counts("nothing positive", 0, 2, 0, 3)
    confusion("two classes", [[3, 1], [2, 5]])
    confusion("three classes", [[5, 1, 0], [2, 7, 1], [0, 3, 4]])
    confusion("a class never predicted", [[3, 1, 0], [2, 5, 0], [1, 1, 0]])
    confusion("a class that never occurs", [[3, 1, 1], [2, 5, 0], [0, 0, 0]])
    labels("labels of two classes", [0, 1, 1, 0, 1, 1], [0, 1, 0, 1, 1, 1])
    labels("labels of three classes", [0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1])
    labels("one class alone", [0, 0, 0], [0, 0, 0])
