//! Words with formulas: matrices stand in the line as tall as they are, and a formula by itself is drawn in two
//! dimensions, where there is room.

use std::ops::Range;

use ratatui::style::Style;

use super::rows::Rows;
use crate::course::Prose;
use crate::math::Expr;
use crate::math::render;
use crate::text::{cut, width, wrap};

/// The first of the letters that stand, while lines are broken, where a drawn formula will: of a script that no course
/// is written in (Deseret), one column wide, between which no line is broken.
const FIRST: u32 = 0x1_0400;

/// How many such letters there are.
const LETTERS: usize = 40;

/// A formula that is drawn, and the row of it on which the words stand.
type Drawn = (Vec<String>, usize);

impl Rows {
    /// A paragraph, with its matrices of at most so many rows drawn.
    pub fn prose(&mut self, words: &Prose, style: Style, most: usize, ascii: bool) {
        let (rows, _) = in_rows(words, self.columns(), most, render::Style { ascii });
        for row in rows {
            self.verbatim(&row, style);
        }
    }

    /// A paragraph behind a mark, which stands beside its first words: further rows start where they do.
    pub fn hanging_prose(&mut self, mark: &str, words: &Prose, (mark_style, style): (Style, Style), ascii: bool) {
        let indent = width(mark).min(self.columns() / 2);
        let (rows, first) = in_rows(words, self.columns().saturating_sub(indent), ALL, render::Style { ascii });
        for (at, row) in rows.into_iter().enumerate() {
            let lead = if at == first { cut(mark, indent) } else { " ".repeat(indent) };
            self.pieces(vec![(lead, mark_style), (row, style)]);
        }
    }
}

/// As many rows as a matrix may have where one scrolls.
pub const ALL: usize = usize::MAX;

/// Words in rows of so many columns, with the row on which the first of them stand. A matrix of more than `most` rows, or
/// wider than a row, stands in plain lines, which are broken between its rows.
#[must_use]
pub fn in_rows(words: &Prose, columns: usize, most: usize, style: render::Style) -> (Vec<String>, usize) {
    let (rows, first) =
        drawn(words, columns, most, style).unwrap_or_else(|| (wrap(&kept(words, 0..words.len()), columns), 0));
    (rows.iter().map(|row| row.replace(KEPT, " ")).collect(), first)
}

/// A space at which no line is broken.
const KEPT: char = '\u{a0}';

/// Words with their matrices in one line: a row of one is not broken.
fn kept(words: &Prose, range: Range<usize>) -> String {
    let (mut text, mut from) = (String::new(), range.start);
    let inside =
        words.formulas().iter().filter(|formula| range.start <= formula.at.start && formula.at.end <= range.end);
    for formula in inside.filter(|formula| formula.sides.iter().any(render::has_matrix)) {
        text.push_str(&words[from..formula.at.start]);
        text.push_str(&words[formula.at.clone()].replace(", ", &format!(",{KEPT}")));
        from = formula.at.end;
    }
    text + &words[from..range.end]
}

/// The rows of words in which something is drawn, and which of them has the first words; nothing where nothing is.
fn drawn(words: &Prose, columns: usize, most: usize, style: render::Style) -> Option<(Vec<String>, usize)> {
    if let Some(sides) = words.as_formula() {
        let rows = match sides {
            [left, rest @ ..] if !rest.is_empty() => {
                render::equation(left, &rest.iter().collect::<Vec<&Expr>>(), columns, style)
            }
            _ => sides.iter().flat_map(|only| render::block(only, columns, style)).collect::<Vec<String>>(),
        };
        let first = rows.len().saturating_sub(1) / 2;
        return (rows.len() <= most).then_some((rows, first));
    }
    let (mut text, mut from, mut blocks) = (String::new(), 0, Vec::<Drawn>::new());
    // Where lines are broken around what is drawn, and where the matrix drawn last ends.
    let (mut breaks, mut last): (Vec<usize>, Option<usize>) = (Vec::new(), None);
    for formula in words.formulas().iter().filter(|formula| formula.sides.iter().any(render::has_matrix)) {
        let letter = char::from_u32(FIRST + blocks.len() as u32).filter(|_| blocks.len() < LETTERS)?;
        let block = render::inline(&formula.sides, columns, style).filter(|(rows, _)| rows.len() <= most);
        let Some(block) = block else { continue };
        text.push_str(&kept(words, from..formula.at.start));
        // What it is the value of stays beside it.
        let mut begin = text.len();
        if let Some(name) = text.strip_suffix(" = ") {
            begin = name.rfind(is_apart).map_or(0, |at| at + name[at..].chars().next().map_or(0, char::len_utf8));
            text = format!("{name}{KEPT}={KEPT}");
        }
        let is_tall = block.0.len() > 1;
        if is_tall {
            // Data one behind the other stand side by side; other words stand above them and below.
            let goes_on = last.is_some_and(|last| is_data(&text[last..begin]));
            if !goes_on {
                breaks.extend(last.map(|last| behind(&text, last)));
                breaks.extend(text[..begin].trim_end().ends_with(is_apart).then_some(begin));
            }
        }
        text.extend(std::iter::repeat_n(letter, block.0.iter().map(|row| width(row)).max().unwrap_or(0)));
        from = formula.at.end;
        last = if is_tall { Some(text.len()) } else { last };
        blocks.push(block);
    }
    text.push_str(&kept(words, from..words.len()));
    breaks.extend(last.map(|last| behind(&text, last)));
    let rows = wrap(&broken(&text, &breaks), columns);
    let first = rows.first().map_or(0, |row| above(row, &blocks));
    (!blocks.is_empty()).then(|| (rows.iter().flat_map(|row| tall(row, &blocks)).collect(), first))
}

/// Whether something else begins behind a character.
const fn is_apart(c: char) -> bool {
    matches!(c, ' ' | '，' | '、' | '；' | '：' | '。' | '（' | '(' | ',' | ';' | ':' | '.' | '\n')
}

/// Columns of words between two matrices that stand side by side.
const BETWEEN: usize = 24;

/// Whether what stands between two matrices is no more than other data and how they are apart.
fn is_data(between: &str) -> bool {
    width(between) <= BETWEEN && !between.contains(['。', '\n']) && !between.contains(". ")
}

/// The place behind what ends here, and behind the mark with which its clause ends.
fn behind(text: &str, end: usize) -> usize {
    let mark = text[end..].chars().next().filter(|c| !c.is_whitespace() && is_apart(*c) && !matches!(c, '（' | '('));
    end + mark.map_or(0, char::len_utf8)
}

/// The text with its lines broken at these places, in order, where there is something on either side.
fn broken(text: &str, places: &[usize]) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for place in places {
        let piece = text[from..*place].trim_matches([' ', '\n']);
        if !piece.is_empty() {
            out.push_str(piece);
            out.push('\n');
        }
        from = *place;
    }
    let rest = &text[from..];
    out.push_str(if out.is_empty() { rest } else { rest.trim_start_matches([' ', '\n']) });
    out.trim_end_matches('\n').to_owned()
}

/// The formula that a letter stands for.
fn block(letter: char, blocks: &[Drawn]) -> Option<&Drawn> {
    blocks.get((letter as u32).checked_sub(FIRST)? as usize)
}

/// Rows of a line of words and formulas above that of the words.
fn above(line: &str, blocks: &[Drawn]) -> usize {
    line.chars().filter_map(|letter| block(letter, blocks)).map(|(_, baseline)| *baseline).max().unwrap_or(0)
}

/// A line of words and formulas as rows: the words stand on the baseline of the formulas.
fn tall(line: &str, blocks: &[Drawn]) -> Vec<String> {
    let above = above(line, blocks);
    let here = || line.chars().filter_map(|letter| block(letter, blocks));
    let below = here().map(|(rows, baseline)| rows.len() - baseline).max().unwrap_or(1);
    let mut rows = vec![String::new(); above + below];
    for part in line.chars().collect::<Vec<_>>().chunk_by(|one, other| one == other || !is_edge(*one, *other, blocks)) {
        let drawn = part.first().and_then(|letter| block(*letter, blocks));
        let text: String = part.iter().collect();
        for (at, row) in rows.iter_mut().enumerate() {
            match drawn {
                Some((rows, baseline)) => match (at + baseline).checked_sub(above).and_then(|at| rows.get(at)) {
                    Some(piece) => row.push_str(piece),
                    None => row.push_str(&" ".repeat(width(&text))),
                },
                None if at == above => row.push_str(&text),
                None => row.push_str(&" ".repeat(width(&text))),
            }
        }
    }
    rows.iter().map(|row| row.trim_end().to_owned()).collect()
}

/// Whether a formula begins or ends between two letters.
fn is_edge(one: char, other: char, blocks: &[Drawn]) -> bool {
    block(one, blocks).is_some() || block(other, blocks).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, columns: u16, most: usize, ascii: bool) -> Vec<String> {
        let mut rows = Rows::new(columns);
        rows.prose(&Prose::of(text), Style::new(), most, ascii);
        rows.rows.iter().map(|row| row.spans.iter().map(|span| &*span.content).collect()).collect()
    }

    const STEM: &str = "卷积：x = $[[2, 1], [0, -2]]$，k = $[[-1], [2], [3]]$，步幅 1。";

    #[test]
    fn matrices_stand_side_by_side_and_other_words_above_and_below() {
        assert_eq!(
            shown(STEM, 60, 9, false),
            ["卷积：", "                 ⎡−1⎤", "x = ⎡2   1⎤，k = ⎢ 2⎥，", "    ⎣0  −2⎦      ⎣ 3⎦", "步幅 1。"]
        );
        let one = shown("对 x = $[[2, 1], [0, -2]]$ 做池化：窗口边长 2。求输出。", 60, 9, false);
        assert_eq!(one, ["对 x = ⎡2   1⎤", "       ⎣0  −2⎦", "做池化：窗口边长 2。求输出。"]);
        let apart = "W = $[[1, 2], [3, 4]]$. After some words that are no data, k = $[[5, 6], [7, 8]]$";
        assert_eq!(
            shown(apart, 60, 9, false),
            ["W = ⎡1  2⎤.", "    ⎣3  4⎦", "After some words that are no data,", "k = ⎡5  6⎤", "    ⎣7  8⎦"]
        );
    }

    #[test]
    fn where_there_is_no_room_they_stand_in_the_line_as_numbers() {
        let line = ["卷积：x = [[2, 1]; [0, −2]]，k = [[−1]; [2]; [3]]，步幅 1。"];
        assert_eq!(shown(STEM, 60, 1, false), line);
        for columns in 1..60 {
            let rows = shown(STEM, columns, 40, columns % 2 == 0);
            let room = Rows::new(columns).columns();
            assert!(rows.iter().all(|row| width(row) <= room), "{columns}: {rows:?}");
        }
    }

    #[test]
    fn a_matrix_that_is_not_drawn_is_broken_between_its_rows() {
        let rows = shown("x = $[[1, 5, 2, -2], [-2, -0.5, 4, -3], [7, 8, 9, 1]]$.", 24, 2, false);
        assert_eq!(rows, ["x = [[1, 5, 2, −2];", "[−2, −0.5, 4, −3];", "[7, 8, 9, 1]]."]);
    }

    #[test]
    fn a_name_stays_beside_its_matrix() {
        let rows = shown("Let the weights be W = $[[1, 2], [3, 4]]$ here.", 24, 9, false);
        assert_eq!(rows, ["Let the weights be", "W = ⎡1  2⎤", "    ⎣3  4⎦", "here."]);
    }

    #[test]
    fn a_mark_stands_beside_the_first_words_and_each_matrix_in_a_line_of_its_own() {
        let mut rows = Rows::new(40);
        let words = Prose::of("x = $[[1, 2], [3, 4], [5, 6]]$\nk = $[[7, 8], [9, 0]]$");
        rows.hanging_prose("✗ 1. ", &words, (Style::new(), Style::new()), false);
        let rows: Vec<String> =
            rows.rows.iter().map(|row| row.spans.iter().map(|span| &*span.content).collect()).collect();
        let wanted = ["         ⎡1  2⎤", "✗ 1. x = ⎢3  4⎥", "         ⎣5  6⎦", "     k = ⎡7  8⎤", "         ⎣9  0⎦"];
        assert_eq!(rows, wanted);
    }

    #[test]
    fn a_formula_by_itself_is_drawn_and_words_without_one_are_words() {
        assert_eq!(shown("$N = (a + b)/S$", 40, 9, false), ["     a + b", "N =  ─────", "       S"]);
        assert_eq!(shown("$N = (a + b)/S$", 40, 9, true)[1], "N =  -----");
        assert_eq!(shown("half: $1/2$", 40, 9, false), ["half: 1/2"]);
    }
}
