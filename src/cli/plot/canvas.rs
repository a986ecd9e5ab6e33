//! Curves in characters: Braille dots, or one letter a curve in ASCII.

use std::fmt::Write as _;

use super::{Curve, bounds};
use crate::math::number;

const COLUMNS: usize = 64;
const ROWS: usize = 18;
const LETTERS: [char; 8] = ['*', '+', 'o', 'x', '#', '@', '%', '&'];

/// The picture with its scale and, below, which curves are in it.
pub(super) fn draw(curves: &[Curve], ascii: bool) -> String {
    let [(left, right), (bottom, top)] = bounds(curves);
    let (across, down) = if ascii { (1, 1) } else { (2, 4) };
    let mut cells = vec![vec![(0_u32, ' '); COLUMNS]; ROWS];
    let place = |value: f64, low: f64, high: f64, count: usize| {
        ((value - low) / (high - low) * (count - 1) as f64).round().clamp(0.0, (count - 1) as f64) as usize
    };
    for (curve, letter) in curves.iter().zip(LETTERS.iter().cycle()) {
        for (x, y) in &curve.points {
            let column = place(*x, left, right, COLUMNS * across);
            let row = ROWS * down - 1 - place(*y, bottom, top, ROWS * down);
            let cell = &mut cells[row / down][column / across];
            cell.0 |= dot(column % across, row % down);
            cell.1 = *letter;
        }
    }
    let mut out = String::new();
    for (at, row) in cells.iter().enumerate() {
        let scale = match at {
            0 => number::line(top),
            at if at == ROWS - 1 => number::line(bottom),
            _ => String::new(),
        };
        let scale: String = scale.chars().take(8).collect();
        let line: String = row.iter().map(|(dots, letter)| if ascii { *letter } else { braille(*dots) }).collect();
        let _ = write!(out, "{scale:>8} {}", if ascii { '|' } else { '│' });
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let (from, to) = (number::line(left), number::line(right));
    let room = COLUMNS.saturating_sub(from.chars().count());
    let _ = writeln!(out, "{:10}{from}{to:>room$}", "");
    for (curve, letter) in curves.iter().zip(LETTERS.iter().cycle()) {
        let mark = if ascii { format!("{letter} ") } else { String::new() };
        let _ = writeln!(out, "{:10}{mark}{}", "", curve.name);
    }
    out
}

/// The bit of a Braille dot: two columns of four.
const fn dot(column: usize, row: usize) -> u32 {
    match (column, row) {
        (0, 3) => 0x40,
        (1, 3) => 0x80,
        (0, row) => 1 << row,
        (_, row) => 8 << row,
    }
}

fn braille(dots: u32) -> char {
    if dots == 0 { ' ' } else { char::from_u32(0x2800 + dots).unwrap_or(' ') }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Vec<Curve> {
        vec![Curve { name: "line".to_owned(), points: (0..=100).map(|i| (f64::from(i), f64::from(i))).collect() }]
    }

    #[test]
    fn a_rising_line_goes_from_the_lower_left_to_the_upper_right() {
        let picture = draw(&line(), true);
        let rows: Vec<&str> = picture.lines().collect();
        assert!(rows[0].ends_with('*') && rows[0].starts_with("     100 |"));
        assert!(rows[ROWS - 1].starts_with("       0 |*"));
        assert!(picture.is_ascii());
    }

    #[test]
    fn braille_has_eight_dots_a_cell() {
        assert_eq!(braille(dot(0, 0)), '⠁');
        assert_eq!(braille(dot(1, 3)), '⢀');
        assert!(draw(&line(), false).contains('⠁') || draw(&line(), false).contains('⡠'));
    }
}
