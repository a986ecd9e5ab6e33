//! Full-size layers, and the hand-sized exercises of a drill.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dlrev::calculation::draw::{Wanted, draw};
use dlrev::calculation::grade::grade;
use dlrev::calculation::hints;
use dlrev::course::Course;
use dlrev::math::{Machine, Value, parse};

/// Numbers that are no pattern, the same each time.
fn tensor(shape: &[usize]) -> Value {
    let count = shape.iter().product();
    let elements = (0..count).map(|i: usize| ((i * 7919 + 13) % 1009) as f64 / 504.5 - 1.0).collect();
    Value::tensor(shape, elements).unwrap_or(Value::Absent)
}

fn layers(c: &mut Criterion) {
    let (x, k) = (tensor(&[64, 56, 56]), tensor(&[64, 64, 3, 3]));
    let convolve = parse("convolve(x, k, 1)");
    c.bench_function("convolve 64×56×56 with 64 kernels of 3×3", |b| {
        b.iter(|| {
            let mut machine = Machine::new();
            machine.set("x", x.clone());
            machine.set("k", k.clone());
            convolve.as_ref().map(|expr| black_box(machine.evaluate(expr)))
        });
    });
    let (q, k, v) = (tensor(&[512, 64]), tensor(&[512, 64]), tensor(&[512, 64]));
    let attention = parse("softmax(Q @ T(K) / sqrt(64)) @ V");
    c.bench_function("attention 512×64", |b| {
        b.iter(|| {
            let mut machine = Machine::new();
            machine.set("Q", q.clone());
            machine.set("K", k.clone());
            machine.set("V", v.clone());
            attention.as_ref().map(|expr| black_box(machine.evaluate(expr)))
        });
    });
}

fn drills(c: &mut Criterion) {
    let course = Course::open(None).ok();
    let spec = course.and_then(|course| course.calculation("conv").value);
    let Some(spec) = spec else { return };
    let mut seed = 0;
    c.bench_function("draw, solve, grade and explain one exercise", |b| {
        b.iter(|| {
            seed += 1;
            let exercise = draw(&spec, 2, seed, Wanted::default()).ok()?;
            let grade = grade(&spec, &exercise, &hints::answer(&exercise)).ok()?;
            Some(black_box((grade, hints::hints(&spec, &exercise))))
        });
    });
}

criterion_group!(benches, layers, drills);
criterion_main!(benches);
