//! The statements of a topic as rows to read: what the plain notes print and the full-screen reader shows.

use super::grid::{Cell, Grid};
use crate::course::messages::{list, say};
use crate::course::{Bilingual, Formula, Lang, Prose, Statement, Table, Topic};
use crate::math::curve::{self, Curve, Frame, Ink, SCALE, Way};
use crate::math::number;
use crate::math::render::{self, Style, Target, prose};
use crate::math::{Expr, parse_chain};
use crate::text::{width, wrap};

/// Columns, at most, and rows of a picture of curves.
const CURVE: (usize, usize) = (56, 10);

/// Turns of a curve that are told, of one that is heard.
const WAYS: usize = 6;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The topic's title.
    Title,
    /// A heading.
    Heading,
    /// A statement's words.
    Statement,
    /// A formula or a row of a figure, as it is.
    Formula,
    /// A row of a picture of curves, its pieces each in its ink.
    Curve,
    /// What is accurate where the outline is not.
    Erratum,
    /// A row of a table.
    Table,
    /// The head of a table.
    TableHead,
    /// What stands back: the other language, the place in the outline.
    Aside,
    /// Nothing.
    Gap,
}

/// A row to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Its text, no wider than asked for where words can be broken.
    pub text: String,
    /// Its pieces, of a picture of curves.
    pub pieces: curve::Row,
    /// The statement it belongs to.
    pub statement: Option<String>,
}

/// How statements are laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The language.
    pub lang: Lang,
    /// Columns of a row.
    pub width: usize,
    /// How formulas are drawn.
    pub style: Style,
    /// Whether it is to be heard: figures and curves are said, not drawn.
    pub spoken: bool,
    /// Whether curves are told apart by letters, and not by their colours.
    pub letters: bool,
}

/// All statements of a topic under their headings.
#[must_use]
pub fn topic(topic: &Topic, layout: Layout) -> Vec<Row> {
    let mut rows = Rows { rows: Vec::new(), layout, statement: None };
    let title = format!("{}. {}", topic.section, topic.title().get(layout.lang));
    rows.words(RowKind::Title, "", &title);
    let unheaded = topic.statements.iter().filter(|s| s.heading.is_none());
    for statement in unheaded {
        rows.statement(statement);
    }
    rows.tables(topic, None);
    for heading in &topic.headings {
        rows.gap();
        rows.words(RowKind::Heading, "", heading.title.get(layout.lang));
        for statement in topic.statements.iter().filter(|s| s.heading.as_ref() == Some(&heading.id)) {
            rows.statement(statement);
        }
        rows.tables(topic, Some(&heading.id));
    }
    rows.rows
}

/// One statement.
#[must_use]
pub fn statement(statement: &Statement, layout: Layout) -> Vec<Row> {
    let mut rows = Rows { rows: Vec::new(), layout, statement: None };
    rows.statement(statement);
    rows.rows
}

/// One statement by itself: its words with the other language beneath, its formula, what is accurate, and where in the
/// outline it stands.
#[must_use]
pub fn page(statement: &Statement, topic: &Topic, layout: Layout) -> Vec<Row> {
    let lang = layout.lang;
    let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let mut rows = Rows { rows: Vec::new(), layout, statement: None };
    rows.words(RowKind::Statement, "", &statement.words(lang));
    rows.words(RowKind::Aside, "", &statement.words(other));
    if let Some(formula) = &statement.formula {
        rows.formula(&formula.source);
        rows.curve(formula);
    }
    rows.curves(statement);
    rows.figure(statement);
    rows.erratum(statement, "! ");
    for table in topic.tables.iter().filter(|table| table.heading == statement.heading) {
        if rows.grid(table).is_some() {
            rows.table(table);
        }
    }
    rows.gap();
    let heading = topic.headings.iter().find(|h| Some(&h.id) == statement.heading.as_ref());
    let heading = heading.map_or_else(String::new, |h| format!(" › {}", h.title.get(lang)));
    let lines = list(lang, &statement.from);
    let place = format!("{}. {}{heading}", topic.section, topic.title().get(lang));
    let key = if lines.is_empty() { "notes.place" } else { "notes.place-lines" };
    rows.words(RowKind::Aside, "", &say(lang, key, &[("place", &place), ("lines", &lines)]));
    rows.rows
}

/// A curve in words: from where it starts, in which way to which points.
#[must_use]
pub fn told(curve: &Curve, lang: Lang) -> String {
    let point = |(x, y): (f64, f64)| {
        let short = |value: f64| number::line((value * 1000.0).round() / 1000.0);
        format!("({}, {})", short(x), short(y))
    };
    let mut ways: Vec<String> = Vec::new();
    for (way, to) in curve.ways() {
        if ways.len() == WAYS {
            ways.push(say(lang, "notes.curve-on", &[]));
            break;
        }
        let key = match way {
            Way::Up => "notes.curve-up",
            Way::Down => "notes.curve-down",
            Way::Level => "notes.curve-level",
        };
        ways.push(say(lang, key, &[("point", &point(to))]));
    }
    let start = curve.points.first().map_or_else(String::new, |first| point(*first));
    let ways = ways.join(&say(lang, "calc.and-also", &[]));
    say(lang, "notes.curve", &[("name", &curve.name), ("start", &start), ("ways", &ways)])
}

struct Rows {
    rows: Vec<Row>,
    layout: Layout,
    statement: Option<String>,
}

impl Rows {
    fn push(&mut self, kind: RowKind, text: String) {
        self.rows.push(Row { kind, text, pieces: Vec::new(), statement: self.statement.clone() });
    }

    fn gap(&mut self) {
        self.push(RowKind::Gap, String::new());
    }

    /// Words wrapped behind a mark.
    fn words(&mut self, kind: RowKind, mark: &str, words: &str) {
        let indent = crate::text::width(mark);
        let words = crate::text::printable(&prose(words, Target::Line)).into_owned();
        for (at, row) in wrap(&words, self.layout.width.saturating_sub(indent)).into_iter().enumerate() {
            let lead = if at == 0 { mark.to_owned() } else { " ".repeat(indent) };
            self.push(kind, lead + &row);
        }
    }

    fn formula(&mut self, source: &str) {
        let Ok(sides) = parse_chain(source) else { return };
        let width = self.layout.width.saturating_sub(4);
        let rows = match sides.as_slice() {
            [only] => render::block(only, width, self.layout.style),
            [left, rest @ ..] => render::equation(left, &rest.iter().collect::<Vec<&Expr>>(), width, self.layout.style),
            [] => Vec::new(),
        };
        for row in rows {
            self.push(RowKind::Formula, format!("    {row}"));
        }
    }

    /// The curve of a formula that asks for one, drawn from it.
    fn curve(&mut self, formula: &Formula) {
        let Ok(sides) = parse_chain(&formula.source) else { return };
        let name = if self.layout.spoken { render::chain(&sides) } else { String::new() };
        self.picture(formula.curve(name).as_slice());
    }

    /// Curves over their axes; in words where they are heard.
    fn picture(&mut self, curves: &[Curve]) {
        if curves.is_empty() {
            return;
        }
        if self.layout.spoken {
            let lang = self.layout.lang;
            for curve in curves {
                self.words(RowKind::Aside, "    ", &told(curve, lang));
            }
            return;
        }
        let columns = self.layout.width.saturating_sub(SCALE + 4).clamp(12, CURVE.0);
        let Layout { style, letters, .. } = self.layout;
        for mut pieces in curve::drawn(curves, Frame { columns, rows: CURVE.1, ascii: style.ascii, letters }) {
            pieces.insert(0, ("  ".to_owned(), Ink::Axis));
            let text = pieces.iter().map(|(text, _)| &**text).collect::<String>().trim_end().to_owned();
            self.push(RowKind::Curve, text);
            if let Some(row) = self.rows.last_mut() {
                row.pieces = pieces;
            }
        }
    }

    fn curves(&mut self, statement: &Statement) {
        if let Some(curves) = &statement.curves {
            self.picture(&curves.drawn(self.layout.lang));
        }
    }

    /// The figure of a statement, with its lines in ASCII where they would be drawn two columns wide; in words where it
    /// is heard or there is no room for it.
    fn figure(&mut self, statement: &Statement) {
        const INDENT: &str = "    ";
        let Some(figure) = &statement.figure else { return };
        let lang = self.layout.lang;
        let is_ascii = self.layout.style.ascii || width("─") > 1;
        let drawn = if is_ascii { figure.ascii_rows(lang) } else { figure.rows(lang) };
        let fits = drawn.iter().all(|row| width(INDENT) + width(row) <= self.layout.width);
        if self.layout.spoken || !fits {
            self.words(RowKind::Aside, INDENT, &say(lang, "notes.figure", &[("text", &figure.alt.get(lang))]));
            return;
        }
        for row in drawn {
            self.push(RowKind::Formula, format!("{INDENT}{row}").trim_end().to_owned());
        }
    }

    fn statement(&mut self, statement: &Statement) {
        let lang = self.layout.lang;
        self.statement = Some(statement.id.to_string());
        self.words(RowKind::Statement, "• ", &statement.words(lang));
        if let Some(formula) = &statement.formula {
            self.formula(&formula.source);
            self.curve(formula);
        }
        self.curves(statement);
        self.figure(statement);
        self.erratum(statement, "  ! ");
        self.statement = None;
    }

    fn erratum(&mut self, statement: &Statement, mark: &str) {
        let Some(erratum) = &statement.erratum else { return };
        let (text, source) = (erratum.text.get(self.layout.lang), &erratum.source);
        let words = say(self.layout.lang, "notes.erratum", &[("text", &text), ("source", source)]);
        self.words(RowKind::Erratum, mark, &words);
        if let Some(formula) = &erratum.formula {
            self.formula(formula);
        }
    }

    fn tables(&mut self, topic: &Topic, heading: Option<&crate::course::Id>) {
        for table in topic.tables.iter().filter(|t| t.heading.as_ref() == heading) {
            self.table(table);
        }
    }

    /// A table in columns, where there is room for that.
    fn grid(&self, table: &Table) -> Option<Grid> {
        // Where drawn cases take too much room, they stand in a line.
        [true, false].into_iter().find_map(|draws| self.grid_of(table, draws))
    }

    fn grid_of(&self, table: &Table, draws: bool) -> Option<Grid> {
        let Layout { lang, width, style, .. } = self.layout;
        let cell = |cell: &Bilingual| {
            let words = Prose::of(cell.get(lang));
            // Cases are drawn one below the other.
            let drawn = words.as_formula().filter(|_| draws && words.contains('{'));
            let drawn = drawn.and_then(|sides| render::inline(sides, width, style));
            drawn.map_or_else(|| Cell::Words(words.to_string()), |(rows, _)| Cell::Drawn(rows))
        };
        let cells = |cells: &[Bilingual]| cells.iter().map(cell).collect::<Vec<Cell>>();
        let rows: Vec<Vec<Cell>> = table.rows.iter().map(|row| cells(row)).collect();
        let rule = if style.ascii { "-" } else { "─" };
        Grid::of(&cells(&table.columns), &rows, width, rule)
    }

    /// A table in columns. Where there is no room for its words, or it is heard, it is a list of rows, each cell behind
    /// its column's name.
    fn table(&mut self, table: &Table) {
        let lang = self.layout.lang;
        self.gap();
        self.words(RowKind::Heading, "", table.title.get(lang));
        if let Some(Grid { head, rule, rows }) = self.grid(table).filter(|_| !self.layout.spoken) {
            for row in head {
                self.push(RowKind::TableHead, row);
            }
            self.push(RowKind::Aside, rule);
            for row in rows {
                self.push(RowKind::Table, row);
            }
            return;
        }
        for row in &table.rows {
            for (at, (column, cell)) in table.columns.iter().zip(row).enumerate() {
                let mark = if at == 0 { "▪ " } else { "  " };
                let words = say(lang, "calc.titled", &[("title", &column.get(lang)), ("text", &cell.get(lang))]);
                self.words(RowKind::Table, mark, &words);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Figure;
    use crate::study::testing::topic as sample;

    fn read(width: usize, spoken: bool, ascii: bool) -> Vec<String> {
        let zh = "\n┌──┐\n│门│→ 0\n└──┘\n".to_owned();
        let alt = Bilingual { zh: "一个门。".to_owned(), en: "A gate.".to_owned() };
        let mut made = sample().statements.get(0).unwrap().clone();
        made.figure = Some(Figure { en: zh.clone(), zh, alt });
        let rows = statement(&made, Layout { lang: Lang::Zh, width, style: Style { ascii }, spoken, letters: false });
        let is_figure = |row: &Row| matches!(row.kind, RowKind::Formula | RowKind::Aside);
        rows.into_iter().filter(is_figure).map(|row| row.text).collect()
    }

    #[test]
    fn a_figure_is_drawn_where_there_is_room_and_told_where_there_is_none_or_it_is_heard() {
        assert_eq!(read(12, false, false), ["    ┌──┐", "    │门│→ 0", "    └──┘"]);
        assert_eq!(read(40, false, true), ["    +--+", "    |门|> 0", "    +--+"]);
        assert_eq!(read(40, true, false), ["    图：一个门。"]);
        assert_eq!(read(10, false, false).concat().replace(' ', ""), "图：一个门。");
    }
}
