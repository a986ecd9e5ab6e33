//! Full-size layers; `pytorch.py` compares them with PyTorch's.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dlrev::math::{Machine, Value, parse};

/// Numbers that are no pattern, the same each time.
fn tensor(shape: &[usize]) -> Value {
    let count = shape.iter().product();
    let elements = (0..count).map(|i: usize| ((i * 7919 + 13) % 1009) as f64 / 504.5 - 1.0).collect();
    Value::tensor(shape, elements).unwrap_or(Value::Absent)
}

/// A layer of ResNet: 64×56×56 with 64 kernels of 3×3, padding 1; and attention of 512 queries and keys of 64 numbers.
fn layers(c: &mut Criterion) {
    let (x, k) = (tensor(&[64, 56, 56]), tensor(&[64, 64, 3, 3]));
    let convolve = parse("convolve(x, k, 1)");
    c.bench_function("convolve", |b| {
        b.iter(|| {
            let mut machine = Machine::new();
            machine.set("x", x.clone());
            machine.set("k", k.clone());
            convolve.as_ref().map(|expr| black_box(machine.evaluate(expr)))
        });
    });
    let (q, k, v) = (tensor(&[512, 64]), tensor(&[512, 64]), tensor(&[512, 64]));
    let attention = parse("softmax(Q @ T(K) / sqrt(64)) @ V");
    c.bench_function("attention", |b| {
        b.iter(|| {
            let mut machine = Machine::new();
            machine.set("Q", q.clone());
            machine.set("K", k.clone());
            machine.set("V", v.clone());
            attention.as_ref().map(|expr| black_box(machine.evaluate(expr)))
        });
    });
}

criterion_group!(benches, layers);
criterion_main!(benches);
