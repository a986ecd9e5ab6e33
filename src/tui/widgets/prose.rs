//! Words with formulas: matrices stand in the line as tall as they are, and a formula by itself is drawn in two
//! dimensions, where there is room.

use ratatui::style::Style;

use super::rows::Rows;
use crate::course::Prose;
use crate::math::Expr;
use crate::math::render;
use crate::text::{width, wrap};

/// The first of the letters that stand, while lines are broken, where a drawn formula will: of a script that no course
/// is written in (Deseret), one column wide, between which no line is broken.
const FIRST: u32 = 0x1_0400;

/// How many such letters there are.
const LETTERS: usize = 40;

/// A formula that is drawn, and the row of it on which the words stand.
type Drawn = (Vec<String>, usize);

impl Rows {
    /// A paragraph. What would take more than `most` rows with its matrices drawn stands in plain lines.
    pub fn prose(&mut self, words: &Prose, style: Style, most: usize, ascii: bool) {
        let drawn = drawn(words, self.columns(), render::Style { ascii }).filter(|rows| rows.len() <= most);
        match drawn {
            Some(rows) => rows.iter().for_each(|row| self.verbatim(row, style)),
            None => self.text(words, style),
        }
    }
}

/// The rows of words in which something is drawn; nothing where nothing is.
fn drawn(words: &Prose, columns: usize, style: render::Style) -> Option<Vec<String>> {
    if let Some(sides) = words.as_formula() {
        return Some(match sides {
            [left, rest @ ..] if !rest.is_empty() => {
                render::equation(left, &rest.iter().collect::<Vec<&Expr>>(), columns, style)
            }
            _ => sides.iter().flat_map(|only| render::block(only, columns, style)).collect(),
        });
    }
    let (mut text, mut from, mut blocks) = (String::new(), 0, Vec::<Drawn>::new());
    for formula in words.formulas().iter().filter(|formula| formula.sides.iter().any(render::has_matrix)) {
        let letter = char::from_u32(FIRST + blocks.len() as u32).filter(|_| blocks.len() < LETTERS)?;
        let Some(block) = render::inline(&formula.sides, columns, style) else { continue };
        text.push_str(&words[from..formula.at.start]);
        text.extend(std::iter::repeat_n(letter, block.0.iter().map(|row| width(row)).max().unwrap_or(0)));
        from = formula.at.end;
        blocks.push(block);
    }
    text.push_str(&words[from..]);
    let rows = wrap(&text, columns);
    (!blocks.is_empty()).then(|| rows.iter().flat_map(|row| tall(row, &blocks)).collect())
}

/// The formula that a letter stands for.
fn block(letter: char, blocks: &[Drawn]) -> Option<&Drawn> {
    blocks.get((letter as u32).checked_sub(FIRST)? as usize)
}

/// A line of words and formulas as rows: the words stand on the baseline of the formulas.
fn tall(line: &str, blocks: &[Drawn]) -> Vec<String> {
    let here = || line.chars().filter_map(|letter| block(letter, blocks));
    let above = here().map(|(_, baseline)| *baseline).max().unwrap_or(0);
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
    fn matrices_stand_in_the_line_and_the_words_on_their_middle() {
        assert_eq!(
            shown(STEM, 60, 9, false),
            ["                       ⎡−1⎤", "卷积：x = ⎡2   1⎤，k = ⎢ 2⎥，步幅 1。", "          ⎣0  −2⎦      ⎣ 3⎦"]
        );
    }

    #[test]
    fn where_there_is_no_room_they_stand_in_the_line_as_numbers() {
        let line = ["卷积：x = [[2, 1]; [0, −2]]，k = [[−1]; [2]; [3]]，步幅 1。"];
        assert_eq!(shown(STEM, 60, 2, false), line);
        for columns in 1..60 {
            let rows = shown(STEM, columns, 40, columns % 2 == 0);
            let room = Rows::new(columns).columns();
            assert!(rows.iter().all(|row| width(row) <= room), "{columns}: {rows:?}");
        }
    }

    #[test]
    fn a_formula_by_itself_is_drawn_and_words_without_one_are_words() {
        assert_eq!(shown("$N = (a + b)/S$", 40, 9, false), ["     a + b", "N =  ─────", "       S"]);
        assert_eq!(shown("$N = (a + b)/S$", 40, 9, true)[1], "N =  -----");
        assert_eq!(shown("half: $1/2$", 40, 9, false), ["half: 1/2"]);
    }
}
