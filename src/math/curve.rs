//! Curves in characters: Braille dots, or one sign a curve in ASCII, over axes with ticks.

use std::fmt::Write as _;

use crate::columns::width;
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
    /// Whether a letter stands on each of several curves: colours do not tell them apart.
    pub letters: bool,
}

/// What a piece of a picture is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Axes, ticks and their numbers.
    Axis,
    /// The curve of this place.
    Curve(usize),
}

/// A row of a picture: pieces of text, each in one ink.
pub type Row = Vec<(String, Ink)>;

/// Points of a curve made of a formula.
const POINTS: usize = 961;
const SIGNS: [char; 8] = ['*', '+', 'o', 'x', '#', '@', '%', '&'];
const LETTERS: [char; 8] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
/// Columns of a scale's numbers.
pub const SCALE: usize = 8;
/// Columns from one tick of the lower axis to the next, at least, and rows from one of the other.
const APART: (usize, usize) = (10, 3);
/// Columns that a curve has of a stretch on which it lies upon another, before the other has as many.
const DASH: usize = 2;
/// Columns between two names of a legend.
const BETWEEN: usize = 3;
/// By what share of its length a scale is moved so that it ends at a tick.
const NEAR: f64 = 0.03;

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

/// The least and the greatest of x and of y; a flat curve gets some room, and what ends close to a round number ends there.
#[must_use]
pub fn bounds(curves: &[Curve]) -> [(f64, f64); 2] {
    let all = || curves.iter().flat_map(|curve| curve.points.iter().copied());
    let around = |take: fn((f64, f64)) -> f64| {
        let low = all().map(take).fold(f64::INFINITY, f64::min);
        let high = all().map(take).fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if high > low { (low, high) } else { (low - 0.5, low + 0.5) };
        let step = step(low, high, 10);
        let rounded = |value: f64| {
            let round = (value / step).round() * step;
            if (value - round).abs() <= NEAR * (high - low) { round } else { value }
        };
        (rounded(low), rounded(high))
    };
    [around(|p| p.0), around(|p| p.1)]
}

/// Round numbers from `low` to `high`, no more than about so many, but two at least: one alone gives no scale.
#[must_use]
pub fn ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let ends = |step: f64| ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
    let least = step(low, high, most);
    // Half and less of a step that is too wide: 1, 2 or 5 of the next power of ten have two numbers between.
    let finer = (most.max(1) + 1..=most.max(1) + 10).map(|most| step(low, high, most));
    let step = std::iter::once(least).chain(finer).find(|step| ends(*step).0 < ends(*step).1).unwrap_or(least);
    let (first, last) = ends(step);
    // A product with the step, and not a sum of steps, which would gather errors.
    (first..=last).map(|at| at as f64 * step).collect()
}

/// How far such numbers are apart: 1, 2 or 5 with a power of ten.
fn step(low: f64, high: f64, most: usize) -> f64 {
    let least = (high - low) / most.max(1) as f64;
    let ten = 10_f64.powf(least.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * ten >= least * (1.0 - 1e-9)).unwrap_or(10.0);
    factor * ten
}

/// The rows of a picture as text.
#[must_use]
pub fn curves(curves: &[Curve], frame: Frame) -> Vec<String> {
    let text = |row: Row| row.into_iter().map(|(text, _)| text).collect::<String>().trim_end().to_owned();
    drawn(curves, frame).into_iter().map(text).collect()
}

/// The rows of a picture with its scale and, below, which curves are in it. Of no curves there is no scale: no row.
#[must_use]
pub fn drawn(curves: &[Curve], frame: Frame) -> Vec<Row> {
    if curves.is_empty() {
        return Vec::new();
    }
    let picture = Picture::of(curves, frame);
    let mut out = picture.rows();
    out.extend(picture.lower_axis());
    let signs = if frame.ascii { SIGNS } else { LETTERS };
    let several = curves.len() > 1;
    let room = SCALE + 2 + frame.columns;
    let indent = || vec![(" ".repeat(SCALE + 2), Ink::Axis)];
    let (mut legend, mut used): (Row, usize) = (indent(), SCALE + 2);
    for (at, (curve, sign)) in curves.iter().zip(signs.iter().cycle()).enumerate() {
        if curve.name.is_empty() {
            continue;
        }
        let mark = match (frame.ascii || frame.letters && several, several) {
            (true, _) => sign.to_string(),
            (false, true) => "●".to_owned(),
            (false, false) => String::new(),
        };
        let name = if frame.ascii { plain(&curve.name) } else { curve.name.clone() };
        let mark = if mark.is_empty() { mark } else { mark + " " };
        let entry = mark + &name;
        if used + width(&entry) > room && legend.len() > 1 {
            out.push(std::mem::replace(&mut legend, indent()));
            used = SCALE + 2;
        }
        if legend.len() > 1 {
            legend.push((" ".repeat(BETWEEN), Ink::Axis));
        }
        used += width(&entry) + BETWEEN;
        legend.push((entry, Ink::Curve(at)));
    }
    if legend.len() > 1 {
        out.push(legend);
    }
    out
}

/// The nearest ASCII of a number or a name.
fn plain(text: &str) -> String {
    text.replace('−', "-").replace('′', "'")
}

/// A number beside an axis: at most four digits.
fn label(value: f64) -> String {
    let rounded = format!("{value:.4}").parse().unwrap_or(value);
    number::line(if value.abs() < 0.01 { value } else { rounded }).chars().take(SCALE).collect()
}

/// Curves over their axes, cell by cell.
struct Picture<'a> {
    curves: &'a [Curve],
    frame: Frame,
    /// The least and the greatest of x and of y.
    bounds: [(f64, f64); 2],
    /// Whether axes are drawn in ASCII: their lines would be two columns wide.
    straight: bool,
}

impl<'a> Picture<'a> {
    fn of(curves: &'a [Curve], frame: Frame) -> Self {
        let frame = Frame { columns: frame.columns.max(1), rows: frame.rows.max(1), ..frame };
        Self { curves, frame, bounds: bounds(curves), straight: frame.ascii || width("─") > 1 }
    }

    /// How many dots a cell has, across and down.
    const fn dots(&self) -> (usize, usize) {
        if self.frame.ascii { (1, 1) } else { (2, 4) }
    }

    /// The column of dots at which x stands.
    fn across(&self, x: f64) -> usize {
        place(x, self.bounds[0], self.frame.columns * self.dots().0)
    }

    /// The row of dots at which y stands, from the top.
    fn down(&self, y: f64) -> usize {
        let count = self.frame.rows * self.dots().1;
        count - 1 - place(y, self.bounds[1], count)
    }

    fn column(&self, x: f64) -> usize {
        self.across(x) / self.dots().0
    }

    fn row(&self, y: f64) -> usize {
        self.down(y) / self.dots().1
    }

    /// The lines of axes: level, upright, where they cross, a tick of the upright one, the corner, a tick of the level one.
    const fn lines(&self) -> [char; 6] {
        if self.straight { ['-', '|', '+', '+', '+', '+'] } else { ['─', '│', '┼', '┤', '└', '┴'] }
    }

    /// The rows above the lower axis.
    fn rows(&self) -> Vec<Row> {
        let Frame { columns, rows, .. } = self.frame;
        let [level, upright, cross, tick, ..] = self.lines();
        let [_, (bottom, top)] = self.bounds;
        let ticks = ticks(bottom, top, rows / APART.1);
        let at_zero = |(low, high): (f64, f64)| low < 0.0 && 0.0 < high;
        let zero_row = at_zero(self.bounds[1]).then(|| self.row(0.0));
        let zero_column = at_zero(self.bounds[0]).then(|| self.column(0.0));
        let cells = self.cells();
        let mut out = Vec::new();
        for (at, row) in cells.iter().enumerate() {
            let here = ticks.iter().find(|value| self.row(**value) == at);
            let number = here.map_or_else(String::new, |value| self.written(*value));
            let edge = if here.is_some() { tick } else { upright };
            let mut pieces: Row = vec![(format!("{number:>SCALE$} {edge}"), Ink::Axis)];
            for (column, cell) in row.iter().enumerate().take(columns) {
                let (letter, ink) = cell.map_or_else(
                    || {
                        let axis = match (zero_row == Some(at), zero_column == Some(column)) {
                            (true, true) => cross,
                            (true, false) => level,
                            (false, true) => upright,
                            (false, false) => ' ',
                        };
                        (axis, Ink::Axis)
                    },
                    |(letter, curve)| (letter, Ink::Curve(curve)),
                );
                match pieces.last_mut().filter(|(_, last)| *last == ink) {
                    Some((text, _)) => text.push(letter),
                    None => pieces.push((letter.to_string(), ink)),
                }
            }
            out.push(pieces);
        }
        out
    }

    /// The lower axis, and the numbers below it.
    fn lower_axis(&self) -> [Row; 2] {
        let Frame { columns, .. } = self.frame;
        let [level, _, _, _, corner, tick] = self.lines();
        let mut line = vec![level; columns];
        let mut numbers = String::new();
        let (left, right) = self.bounds[0];
        for value in ticks(left, right, columns / APART.0) {
            let (column, number) = (self.column(value), self.written(value));
            let wide = width(&number);
            // In the middle below its tick, but within the picture.
            let from = (column + SCALE + 2).saturating_sub(wide / 2).min((columns + SCALE + 2).saturating_sub(wide));
            line[column] = tick;
            if from < width(&numbers) + usize::from(!numbers.is_empty()) {
                continue;
            }
            let gap = from - width(&numbers);
            let _ = write!(numbers, "{}{number}", " ".repeat(gap));
        }
        let line = format!("{:>SCALE$} {corner}{}", "", line.into_iter().collect::<String>());
        [vec![(line, Ink::Axis)], vec![(numbers, Ink::Axis)]]
    }

    fn written(&self, value: f64) -> String {
        let number = label(value);
        if self.frame.ascii { plain(&number) } else { number }
    }

    /// The characters of the curves, row by row, each with the curve that it is of.
    fn cells(&self) -> Vec<Vec<Option<(char, usize)>>> {
        let Frame { columns, rows, ascii, letters } = self.frame;
        let (across, down) = self.dots();
        let mut dots = vec![vec![0_u32; columns]; rows];
        // Which curves go through a cell, a bit each.
        let mut through = vec![vec![0_u32; columns]; rows];
        for (at, curve) in self.curves.iter().enumerate() {
            for (x, y) in &curve.points {
                let (column, row) = (self.across(*x), self.down(*y));
                dots[row / down][column / across] |= dot(column % across, row % down);
                through[row / down][column / across] |= 1 << (at % 32);
            }
        }
        let mut cells: Vec<Vec<Option<(char, usize)>>> = Vec::new();
        for (dots, through) in dots.iter().zip(&through) {
            let cell = |(column, (dots, curves)): (usize, (&u32, &u32))| {
                let of = turn(*curves, column / DASH)?;
                Some((if ascii { SIGNS[of % SIGNS.len()] } else { braille(*dots) }, of))
            };
            cells.push(dots.iter().zip(through).enumerate().map(cell).collect());
        }
        if letters && !ascii && self.curves.len() > 1 {
            for (at, letter) in (0..self.curves.len()).zip(LETTERS.iter().cycle()) {
                if let Some((row, column)) = free_place(&through, at, self.curves.len()) {
                    cells[row][column] = Some((*letter, at));
                }
            }
        }
        cells
    }
}

/// The place of a value among so many between two.
fn place(value: f64, (low, high): (f64, f64), count: usize) -> usize {
    let last = (count - 1) as f64;
    ((value - low) / (high - low) * last).round().clamp(0.0, last) as usize
}

/// The curve whose turn it is where several go through one cell: each in its turn, so that none is hidden by another.
fn turn(curves: u32, at: usize) -> Option<usize> {
    let all = curves.count_ones() as usize;
    (0..32).filter(|of| curves & (1 << of) != 0).nth(at.checked_rem(all)?)
}

/// Where a curve's letter stands: a cell that it has to itself, if there is one, the nearest to its share of the width, so
/// that the letters spread over the picture.
fn free_place(through: &[Vec<u32>], curve: usize, curves: usize) -> Option<(usize, usize)> {
    let (rows, columns) = (through.len(), through.first().map_or(0, Vec::len));
    let wanted = columns * (2 * curve + 1) / (2 * curves);
    let bit = 1 << (curve % 32);
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    let own = cells.filter(|(row, column)| through[*row][*column] & bit != 0);
    own.min_by_key(|(row, column)| (through[*row][*column] != bit, column.abs_diff(wanted)))
}

/// How a curve goes from one point to the next at which that changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Upwards.
    Up,
    /// Downwards.
    Down,
    /// Level.
    Level,
}

impl Curve {
    /// How the curve goes, as it can be told: from its first point on, in which way to which point.
    #[must_use]
    pub fn ways(&self) -> Vec<(Way, (f64, f64))> {
        let [_, (low, high)] = bounds(std::slice::from_ref(self));
        // What changes by less is level, and not the noise of rounding.
        let least = (high - low) * 1e-13;
        let mut ways: Vec<(Way, (f64, f64))> = Vec::new();
        for pair in self.points.windows(2) {
            let [(_, before), (x, y)] = *pair else { continue };
            let way = match y - before {
                change if change > least => Way::Up,
                change if change < -least => Way::Down,
                _ => Way::Level,
            };
            match ways.last_mut().filter(|(last, _)| *last == way) {
                Some((_, end)) => *end = (x, y),
                None => ways.push((way, (x, y))),
            }
        }
        ways
    }
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
mod tests;
