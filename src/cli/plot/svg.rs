//! Curves as a picture in SVG.

use std::fmt::Write as _;

use crate::math::number;
use crate::math::render::curve::{Curve, bounds};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 400.0;
const MARGIN: f64 = 40.0;
const COLOURS: [&str; 6] = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b"];

/// The whole file.
pub(super) fn draw(curves: &[Curve]) -> String {
    let [(left, right), (bottom, top)] = bounds(curves);
    let x = |value: f64| MARGIN + (value - left) / (right - left) * (WIDTH - 2.0 * MARGIN);
    let y = |value: f64| HEIGHT - MARGIN - (value - bottom) / (top - bottom) * (HEIGHT - 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n"
    );
    let (zero_x, zero_y) = (x(0.0_f64.clamp(left, right)), y(0.0_f64.clamp(bottom, top)));
    let (near, far, low) = (MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN);
    let _ =
        writeln!(out, "<path d=\"M{near} {zero_y:.2}H{far}M{zero_x:.2} {near}V{low}\" stroke=\"#888\" fill=\"none\"/>");
    for (value, at, anchor) in [(left, near, "start"), (right, far, "end")] {
        let _ = writeln!(
            out,
            "<text x=\"{at}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
            low + 18.0,
            number::line(value)
        );
    }
    for (value, at) in [(bottom, low), (top, near)] {
        let _ =
            writeln!(out, "<text x=\"{}\" y=\"{at}\" text-anchor=\"end\">{}</text>", near - 4.0, number::line(value));
    }
    for (at, (curve, colour)) in curves.iter().zip(COLOURS.iter().cycle()).enumerate() {
        let points: Vec<String> = curve.points.iter().map(|(a, b)| format!("{:.2},{:.2}", x(*a), y(*b))).collect();
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            points.join(" ")
        );
        let row = near + 16.0 * (at + 1) as f64;
        let _ = writeln!(out, "<text x=\"{}\" y=\"{row}\" fill=\"{colour}\">{}</text>", near + 8.0, curve.name);
    }
    out.push_str("</svg>\n");
    out
}
