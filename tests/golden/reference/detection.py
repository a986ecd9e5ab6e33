"""Detection and segmentation: torchvision's own operations."""

import torch
import torchvision.ops

from .cases import kind


@kind("iou")
def iou(cases):
    def add(name, a, b, form=None):
        given = torch.tensor(a), torch.tensor(b)
        if form == "corners":
            boxes = [torch.cat([torch.minimum(box[:2], box[2:]), torch.maximum(box[:2], box[2:])]) for box in given]
        else:
            boxes = [torchvision.ops.box_convert(box, form or "xyxy", "xyxy") for box in given]
        a, b = boxes[0][None], boxes[1][None]
        ratio = torchvision.ops.box_iou(a, b)[0, 0]
        both = torchvision.ops.box_area(a)[0] + torchvision.ops.box_area(b)[0]
        # I/U = r and I + U = A + B
        union = both / (1 + ratio)
        expect = {"intersection": both - union, "union": union, "iou": ratio}
        cases.add(name, expect, a=given[0], b=given[1], form=form)

    add("a corner in common", [0.0, 0, 2, 2], [1.0, 1, 3, 3])
    add("apart", [0.0, 0, 1, 1], [2.0, 2, 3, 3])
    add("touching", [0.0, 0, 1, 1], [1.0, 0, 2, 1])
    add("one within the other", [0.0, 0, 10, 10], [2.0, 3, 5, 9])
    add("the same", [1.5, 2.5, 4, 6], [1.5, 2.5, 4, 6])
    add("negative coordinates", [-3.0, -2, 1, 1], [-1.0, -4, 2, 0])
    add("apart in one direction only", [0.0, 0, 4, 1], [1.0, 5, 3, 6])
    add("fractions", [0.1, 0.2, 0.7, 0.9], [0.4, 0.1, 0.8, 0.6])
    add("a corner and the sides", [0.0, 0, 2, 3], [1.0, 1, 4, 5], form="xywh")
    add("the centre and the sides", [1.0, 1, 2, 3], [2.5, 2, 4, 3], form="cxcywh")
    add("any opposite corners", [2.0, 0, 0, 3], [1.0, 5, 4, 1], form="corners")
    add("corners said", [0.0, 0, 2, 2], [1.0, 1, 3, 3], form="xyxy")


@kind("nms")
def nms(cases):
    def add(name, boxes, scores, threshold=None):
        kept = torchvision.ops.nms(boxes, scores, 0.5 if threshold is None else threshold)
        cases.add(name, {"kept": kept}, boxes=boxes, scores=scores, iou=threshold)

    def drawn(count):
        corners = cases.uniform(count, 2) * 10
        boxes = torch.cat([corners, corners + cases.uniform(count, 2) * 10], dim=1)
        # scores are all different: which of equals comes first is nobody's promise
        order = torch.randperm(count, generator=cases.generator)
        return (boxes * 100).round() / 100, (order + 1) / (count + 1)

    three = torch.tensor([[0.0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]])
    add("two of one thing", three, torch.tensor([0.9, 0.8, 0.7]))
    add("the better of two comes later", three, torch.tensor([0.8, 0.9, 0.7]))
    add("a high threshold keeps both", three, torch.tensor([0.9, 0.8, 0.7]), threshold=0.7)
    half = torch.tensor([[0.0, 0, 2, 1], [0, 0, 1, 1]])
    add("an overlap of the threshold itself stays", half, torch.tensor([0.9, 0.8]))
    add("one that is gone suppresses nothing", torch.tensor([[0.0, 0, 10, 10], [4, 0, 14, 10], [8, 0, 18, 10]]), torch.tensor([0.9, 0.8, 0.7]), threshold=0.4)
    add("drawn boxes", *drawn(8))
    add("drawn boxes, strictly", *drawn(12), threshold=0.1)
    add("one box", torch.tensor([[0.0, 0, 1, 1]]), torch.tensor([0.3]))


@kind("average-precision")
def average_precision(cases):
    def add(name, scores, labels, positives=None, points=None):
        order = torch.tensor(scores).argsort(descending=True)
        hits = torch.tensor(labels)[order].double()
        total = float(positives or hits.sum())
        precision = hits.cumsum(0) / torch.arange(1.0, len(hits) + 1)
        recall = hits.cumsum(0) / total
        best = precision.flip(0).cummax(0).values.flip(0)
        ap = (recall.diff(prepend=torch.zeros(1)) * best).sum()
        if points == "11":
            hits_at = [precision[recall >= k / 10] for k in range(11)]
            ap = torch.stack([at.max() if len(at) else torch.tensor(0.0) for at in hits_at]).mean()
        expect = {"precision": precision, "recall": recall, "ap": ap}
        cases.add(
            name, expect, scores=torch.tensor(scores), labels=torch.tensor(labels), positives=positives, points=points,
        )

    add("some right, some wrong", [0.9, 0.8, 0.7, 0.6, 0.5], [1, 0, 1, 1, 0])
    add("not in order", [0.3, 0.9, 0.5, 0.7], [1, 1, 0, 0])
    add("all right", [0.9, 0.8, 0.7], [1, 1, 1])
    add("the right ones last", [0.9, 0.8, 0.7, 0.6], [0, 0, 1, 1])
    add("positives that were never found", [0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0], positives=5)
    add("precision that rises again", [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65], [1, 0, 0, 1, 1, 1, 0])
    add("one", [0.4], [1])
    add("eleven points", [0.9, 0.8, 0.7, 0.6, 0.5], [1, 0, 1, 1, 0], points="11")
    add("eleven points, some never found", [0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0], positives=5, points="11")
    add("eleven points, recalls on the points", [0.9, 0.8, 0.7, 0.6, 0.5], [0, 1, 1, 1, 1], positives=10, points="11")
    add("all points said", [0.9, 0.8, 0.7], [1, 0, 1], points="all")


@kind("segmentation")
def segmentation(cases):
    def add(name, pred, truth, classes):
        pred, truth = (torch.as_tensor(t) for t in (pred, truth))
        confusion = torch.bincount((truth * classes + pred).flatten(), minlength=classes**2).reshape(classes, classes)
        hit, rows, columns = confusion.diag(), confusion.sum(1), confusion.sum(0)
        either = rows + columns - hit
        there = either > 0
        iou = (hit / either)[there]
        dice = (2 * hit / (rows + columns))[there]
        ious, dices = iter(iou.tolist()), iter(dice.tolist())
        expect = {
            "confusion": confusion,
            "iou": [next(ious) if one else None for one in there],
            "miou": iou.mean(),
            "dice": [next(dices) if one else None for one in there],
            "accuracy": hit.sum() / confusion.sum(),
        }
        cases.add(name, expect, pred=pred, truth=truth, classes=classes)

    def drawn(classes, *shape):
        return torch.randint(classes, shape, generator=cases.generator)

    add("two classes", [[0, 0, 1], [0, 1, 1]], [[0, 1, 1], [0, 0, 1]], 2)
    add("all right", [[0, 1], [2, 1]], [[0, 1], [2, 1]], 3)
    add("all wrong", [[0, 0], [0, 0]], [[1, 1], [1, 1]], 2)
    add("a class that is nowhere", [[0, 0], [2, 2]], [[0, 2], [2, 2]], 4)
    add("drawn maps", drawn(3, 4, 5), drawn(3, 4, 5), 3)
    add("drawn maps of four classes", drawn(4, 3, 6), drawn(4, 3, 6), 4)


@kind("roi-pool")
def roi_pool(cases):
    def add(name, x, roi, out):
        sides = out if isinstance(out, tuple) else (out, out)
        planes = x if x.dim() == 3 else x[None]
        y = torchvision.ops.roi_pool(planes[None], torch.tensor([[0.0, *roi]]), sides, 1.0)[0]
        cases.add(name, {"y": y if x.dim() == 3 else y[0]}, x=x, roi=torch.tensor(roi), out=out)

    draw = cases.normal
    add("even bins", draw(6, 6), [0, 0, 3, 3], 2)
    add("bins that overlap", draw(6, 6), [0, 0, 4, 4], 2)
    add("a region in the middle", draw(8, 8), [1, 2, 6, 5], (2, 3))
    add("fewer cells than bins", draw(5, 5), [1, 1, 2, 2], 3)
    add("one cell", draw(4, 4), [2, 1, 2, 1], 1)
    add("channels", draw(2, 6, 7), [0, 1, 6, 5], 3)
    add("the whole map", draw(5, 7), [0, 0, 6, 4], (3, 2))
