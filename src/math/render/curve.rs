//! Curves in characters: Braille dots with a letter on each curve, or one sign a curve in ASCII.

use crate::expr::Expr;
use crate::machine::Machine;
use crate::number;
use crate::parse::names;
use crate::value::Value;

/// A named curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What the legend says.
    pub name: String,
    /// From left to right.
    pub points: Vec<(f64, f64)>,
}

/// How large a picture is, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Columns between the scale and the right edge.
    pub columns: usize,
    /// Rows above the axis.
    pub rows: usize,
    /// One sign a point, in ASCII alone.
    pub ascii: bool,
}

/// Points of a curve made of a formula.
const POINTS: usize = 961;
const SIGNS: [char; 8] = ['*', '+', 'o', 'x', '#', '@', '%', '&'];
const LETTERS: [char; 8] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
/// Columns of a scale's numbers.
pub const SCALE: usize = 8;

impl Curve {
    /// The curve of a formula over a range of its only variable, within the bounds of one evaluation; nothing where it
    /// has another number of variables, or does not come to a finite number at each point.
    #[must_use]
    pub fn of(formula: &Expr, name: String, (from, to): (f64, f64)) -> Option<Self> {
        let variables = names(formula);
        let [variable] = variables.as_slice() else { return None };
        let step = (to - from) / (POINTS - 1) as f64;
        let mut machine = Machine::new();
        let mut point = |at: usize| {
            let x = from + step * at as f64;
            machine.set(variable, Value::scalar(x));
            let y = machine.evaluate(formula).ok()?.as_scalar().filter(|y| y.is_finite())?;
            Some((x, y))
        };
        Some(Self { name, points: (0..POINTS).map(&mut point).collect::<Option<_>>()? })
    }
}

/// The least and the greatest of x and of y; a flat curve gets some room.
#[must_use]
pub fn bounds(curves: &[Curve]) -> [(f64, f64); 2] {
    let all = || curves.iter().flat_map(|curve| curve.points.iter().copied());
    let around = |take: fn((f64, f64)) -> f64| {
        let low = all().map(take).fold(f64::INFINITY, f64::min);
        let high = all().map(take).fold(f64::NEG_INFINITY, f64::max);
        if high > low { (low, high) } else { (low - 0.5, low + 0.5) }
    };
    [around(|p| p.0), around(|p| p.1)]
}

/// The rows of a picture with its scale and, below, which curves are in it.
#[must_use]
pub fn curves(curves: &[Curve], frame: Frame) -> Vec<String> {
    let [(left, right), (bottom, top)] = bounds(curves);
    let ascii = frame.ascii;
    let letters = if ascii { SIGNS } else { LETTERS };
    let mut out = Vec::new();
    for (at, row) in cells(curves, frame).iter().enumerate() {
        let scale = match at {
            0 => tick(top),
            at if at + 1 == frame.rows => tick(bottom),
            _ => String::new(),
        };
        let scale = if ascii { scale.replace('−', "-") } else { scale };
        let line: String = row.iter().collect();
        out.push(format!("{scale:>SCALE$} {}{}", if ascii { '|' } else { '│' }, line.trim_end()));
    }
    let (from, to) = (tick(left), tick(right));
    let (indent, room) = (SCALE + 2, frame.columns.saturating_sub(from.chars().count()));
    let axis = format!("{:indent$}{from}{to:>room$}", "");
    out.push(if ascii { axis.replace('−', "-") } else { axis });
    for (curve, letter) in curves.iter().zip(letters.iter().cycle()).filter(|(curve, _)| !curve.name.is_empty()) {
        let mark = if ascii || curves.len() > 1 { format!("{letter} ") } else { String::new() };
        let name = if ascii { curve.name.replace('′', "'") } else { curve.name.clone() };
        out.push(format!("{:indent$}{mark}{name}", ""));
    }
    out
}

/// The characters of the picture, row by row.
fn cells(curves: &[Curve], frame: Frame) -> Vec<Vec<char>> {
    let Frame { columns, rows, ascii } = Frame { columns: frame.columns.max(1), rows: frame.rows.max(1), ..frame };
    let [(left, right), (bottom, top)] = bounds(curves);
    let (across, down) = if ascii { (1, 1) } else { (2, 4) };
    let place = |value: f64, low: f64, high: f64, count: usize| {
        ((value - low) / (high - low) * (count - 1) as f64).round().clamp(0.0, (count - 1) as f64) as usize
    };
    let mut dots = vec![vec![0_u32; columns]; rows];
    // Which curves go through a cell, a bit each.
    let mut through = vec![vec![0_u32; columns]; rows];
    for (at, curve) in curves.iter().enumerate() {
        for (x, y) in &curve.points {
            let column = place(*x, left, right, columns * across);
            let row = rows * down - 1 - place(*y, bottom, top, rows * down);
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
    let (rows, columns) = (through.len(), through.first().map_or(0, Vec::len));
    let wanted = columns * (2 * curve + 1) / (2 * curves);
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
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
    use crate::parse::parse;

    const FRAME: Frame = Frame { columns: 64, rows: 18, ascii: false };

    fn line() -> Vec<Curve> {
        vec![Curve { name: "line".to_owned(), points: (0..=100).map(|i| (f64::from(i), f64::from(i))).collect() }]
    }

    #[test]
    fn a_rising_line_goes_from_the_lower_left_to_the_upper_right() {
        let rows = curves(&line(), Frame { ascii: true, ..FRAME });
        assert!(rows[0].ends_with('*') && rows[0].starts_with("     100 |"));
        assert!(rows[FRAME.rows - 1].starts_with("       0 |*"));
        assert!(rows.concat().is_ascii());
    }

    #[test]
    fn each_of_two_curves_carries_its_letter() {
        let falling =
            Curve { name: "falling".to_owned(), points: (0..=100).map(|i| (f64::from(i), -f64::from(i))).collect() };
        let rows = curves(&[line().remove(0), falling], FRAME);
        let drawn = rows[..FRAME.rows].concat();
        assert_eq!((drawn.matches('a').count(), drawn.matches('b').count()), (1, 1), "{drawn}");
        assert!(rows.last().unwrap().ends_with("b falling"));
    }

    #[test]
    fn braille_has_eight_dots_a_cell() {
        assert_eq!(braille(dot(0, 0)), '⠁');
        assert_eq!(braille(dot(1, 3)), '⢀');
        let drawn = curves(&line(), FRAME).concat();
        assert!(drawn.contains('⠁') || drawn.contains('⡠'));
    }

    #[test]
    fn a_formula_of_one_variable_has_a_curve() {
        let curve = |source: &str| Curve::of(&parse(source).unwrap(), String::new(), (-2.0, 2.0));
        let relu = curve("larger(0, z)").unwrap();
        assert_eq!((relu.points[0], relu.points[POINTS - 1]), ((-2.0, 0.0), (2.0, 2.0)));
        let elu = curve("where(z >= 0, z, exp(z) - 1)").unwrap();
        assert_eq!(elu.points[POINTS - 1].1, 2.0);
        for none in ["1 + 1", "a * z", "1 / z", "[z, z]", "ln(z)"] {
            assert_eq!(curve(none), None, "{none}");
        }
    }

    #[test]
    fn the_smallest_frame_does_not_panic() {
        for (columns, rows) in [(1, 1), (0, 0), (2, 1)] {
            let _ = curves(&line(), Frame { columns, rows, ascii: false });
        }
    }
}
