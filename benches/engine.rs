//! Layers of a real size; `pytorch.py` compares them with PyTorch's.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dlrev::calculation::{Detail, derive, given};
use dlrev::course::Course;
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

/// An LSTM over 64 steps, 128 numbers wide, forward and backward: what `calc lstm --dh` works out.
fn recurrent(c: &mut Criterion) {
    let shapes: [(&str, &[usize]); 6] = [
        ("x", &[64, 128]),
        ("w-ih", &[512, 128]),
        ("w-hh", &[512, 128]),
        ("b-ih", &[512]),
        ("b-hh", &[512]),
        ("dh", &[64, 128]),
    ];
    let tenth = |name: &str| {
        let shape = shapes.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, shape)| shape);
        let numbers = tensor(shape).as_tensor().map(|numbers| numbers.mapv(|x| x / 10.0));
        numbers.map(Value::from).ok_or_else(|| name.to_owned())
    };
    let texts = shapes.map(|(name, _)| (name.to_owned(), format!("@{name}")));
    let spec = Course::open(None).ok().and_then(|course| course.calculation("lstm").value);
    let given = spec.as_ref().and_then(|spec| given::read(spec, &texts, &tenth, 0).ok());
    if let (Some(spec), Some(given)) = (spec, given) {
        c.bench_function("lstm", |b| b.iter(|| black_box(derive(&spec, &given, Detail::Answers).is_ok())));
    }
}

criterion_group!(benches, layers, recurrent);
criterion_main!(benches);
