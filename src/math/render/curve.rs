//! Curves in characters: Braille dots with a letter on each curve, or one sign a curve in ASCII.

use std::fmt::Write as _;

use super::{Curve, bounds};
use crate::math::number;

const COLUMNS: usize = 64;
const ROWS: usize = 18;
const SIGNS: [char; 8] = ['*', '+', 'o', 'x', '#', '@', '%', '&'];
const LETTERS: [char; 8] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
/// Columns of a scale's numbers.
const SCALE: usize = 8;

/// The picture with its scale and, below, which curves are in it.
pub(super) fn draw(curves: &[Curve], ascii: bool) -> String {
    let [(left, right), (bottom, top)] = bounds(curves);
    let letters = if ascii { SIGNS } else { LETTERS };
    let mut out = String::new();
    for (at, row) in cells(curves, ascii).iter().enumerate() {
        let scale = match at {
            0 => tick(top),
            at if at == ROWS - 1 => tick(bottom),
            _ => String::new(),
        };
        let line: String = row.iter().collect();
        let _ = write!(out, "{scale:>SCALE$} {}", if ascii { '|' } else { '│' });
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let (from, to) = (tick(left), tick(right));
    let (indent, room) = (SCALE + 2, COLUMNS.saturating_sub(from.chars().count()));
    let axis = format!("{:indent$}{from}{to:>room$}", "");
    out.push_str(&if ascii { axis.replace('−', "-") } else { axis });
    out.push('\n');
    for (curve, letter) in curves.iter().zip(letters.iter().cycle()) {
        let mark = if ascii || curves.len() > 1 { format!("{letter} ") } else { String::new() };
        let name = if ascii { curve.name.replace('′', "'") } else { curve.name.clone() };
        let _ = writeln!(out, "{:indent$}{mark}{name}", "");
    }
    out
}

/// The characters of the picture, row by row.
fn cells(curves: &[Curve], ascii: bool) -> Vec<Vec<char>> {
    let [(left, right), (bottom, top)] = bounds(curves);
    let (across, down) = if ascii { (1, 1) } else { (2, 4) };
    let place = |value: f64, low: f64, high: f64, count: usize| {
        ((value - low) / (high - low) * (count - 1) as f64).round().clamp(0.0, (count - 1) as f64) as usize
    };
    let mut dots = vec![vec![0_u32; COLUMNS]; ROWS];
    // Which curves go through a cell, a bit each.
    let mut through = vec![vec![0_u32; COLUMNS]; ROWS];
    for (at, curve) in curves.iter().enumerate() {
        for (x, y) in &curve.points {
            let column = place(*x, left, right, COLUMNS * across);
            let row = ROWS * down - 1 - place(*y, bottom, top, ROWS * down);
            dots[row / down][column / across] |= dot(column % across, row % down);
            through[row / down][column / across] |= 1 << (at % 32);
        }
    }
    let mut cells: Vec<Vec<char>> = if ascii {
        let sign = |curves: &u32| match curves {
            0 => ' ',
            curves => SIGNS[(31 - curves.leading_zeros()) as usize % SIGNS.len()],
        };
        through.iter().map(|row| row.iter().map(sign).collect()).collect()
    } else {
        dots.iter().map(|row| row.iter().map(|dots| braille(*dots)).collect()).collect()
    };
    if !ascii && curves.len() > 1 {
        for (at, letter) in (0..curves.len()).zip(LETTERS.iter().cycle()) {
            if let Some((row, column)) = free_place(&through, at, curves.len()) {
                cells[row][column] = *letter;
            }
        }
    }
    cells
}

/// Where a curve's letter stands: a cell that it has to itself, the nearest to its share of the width, so that the
/// letters spread over the picture.
fn free_place(through: &[Vec<u32>], curve: usize, curves: usize) -> Option<(usize, usize)> {
    let wanted = COLUMNS * (2 * curve + 1) / (2 * curves);
    let cells = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)));
    let own = cells.filter(|(row, column)| through[*row][*column] == 1 << (curve % 32));
    own.min_by_key(|(_, column)| column.abs_diff(wanted))
}

/// A number beside an axis: at most four digits.
fn tick(value: f64) -> String {
    let rounded = format!("{value:.4}").parse().unwrap_or(value);
    number::line(if value.abs() < 0.01 { value } else { rounded }).chars().take(SCALE).collect()
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
    fn each_of_two_curves_carries_its_letter() {
        let falling =
            Curve { name: "falling".to_owned(), points: (0..=100).map(|i| (f64::from(i), -f64::from(i))).collect() };
        let picture = draw(&[line().remove(0), falling], false);
        let (drawn, legend) = picture.split_at(picture.find("a line").unwrap_or_default());
        assert_eq!((drawn.matches('a').count(), drawn.matches('b').count()), (1, 1), "{picture}");
        assert!(legend.contains("b falling"));
    }

    #[test]
    fn braille_has_eight_dots_a_cell() {
        assert_eq!(braille(dot(0, 0)), '⠁');
        assert_eq!(braille(dot(1, 3)), '⢀');
        assert!(draw(&line(), false).contains('⠁') || draw(&line(), false).contains('⡠'));
    }
}
