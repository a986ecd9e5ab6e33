//! Curves as a picture in SVG.

use crate::cli::picture::{Anchor, COLOURS, FAINT, Picture, TEXT};
use crate::math::curve::{Curve, bounds};
use crate::math::number;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 400.0;
const MARGIN: f64 = 40.0;

/// The whole file.
pub(super) fn draw(curves: &[Curve]) -> String {
    let [(left, right), (bottom, top)] = bounds(curves);
    let x = |value: f64| MARGIN + (value - left) / (right - left) * (WIDTH - 2.0 * MARGIN);
    let y = |value: f64| HEIGHT - MARGIN - (value - bottom) / (top - bottom) * (HEIGHT - 2.0 * MARGIN);
    let mut picture = Picture::new(WIDTH);
    let (zero_x, zero_y) = (x(0.0_f64.clamp(left, right)), y(0.0_f64.clamp(bottom, top)));
    let (near, far, low) = (MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN);
    picture.line([(near, zero_y), (far, zero_y)], FAINT, 1.0);
    picture.line([(zero_x, near), (zero_x, low)], FAINT, 1.0);
    for (value, at, anchor) in [(left, near, Anchor::Start), (right, far, Anchor::End)] {
        picture.text((at, low + 18.0), anchor, "black", &number::line(value));
    }
    for (value, at) in [(bottom, low), (top, near)] {
        picture.text((near - 4.0, at), Anchor::End, "black", &number::line(value));
    }
    for (at, (curve, colour)) in curves.iter().zip(COLOURS.iter().cycle()).enumerate() {
        picture.line(curve.points.iter().map(|(a, b)| (x(*a), y(*b))), colour, 2.0);
        let row = near + (TEXT + 3.0) * (at + 1) as f64;
        picture.text((near + 8.0, row), Anchor::Start, colour, &curve.name);
    }
    picture.done(HEIGHT)
}
