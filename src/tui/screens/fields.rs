//! An answer of several values: a line for each.

use ratatui::style::Style;

use crate::calculation::answer::{apart, assignments};
use crate::course::messages::say;
use crate::study::Asked;
use crate::text::{fold, width};
use crate::tui::look::Look;
use crate::tui::message::Message;
use crate::tui::widgets::{Input, Rows, input};

/// A line for each value that is asked for, or for each blank.
#[derive(Clone, Debug)]
pub struct Fields {
    asks: Vec<Asked>,
    /// Whether they are blanks: words in their order, and no values by their names.
    are_blanks: bool,
    inputs: Vec<Input>,
    /// The one that is typed in.
    at: usize,
    /// Whether that was sent back, and is being mended.
    mends: bool,
    /// Whether one has gone to another value than the first, or some were there: the task is known.
    went: bool,
}

/// What blanks are apart by in an answer line.
const BETWEEN: &str = " | ";

impl Fields {
    /// Empty ones for these values.
    #[must_use]
    pub fn of(asks: &[Asked]) -> Self {
        Self {
            asks: asks.to_vec(),
            are_blanks: false,
            inputs: vec![Input::default(); asks.len()],
            at: 0,
            mends: false,
            went: false,
        }
    }

    /// Empty ones for so many blanks.
    #[must_use]
    pub fn blanks(count: usize) -> Self {
        let ask = |number: usize| Asked {
            key: number.to_string(),
            digits: None,
            title: String::new(),
            notes: Vec::new(),
            is_number: false,
            is_list: false,
        };
        let asks: Vec<Asked> = (1..=count).map(ask).collect();
        Self { are_blanks: true, ..Self::of(&asks) }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// The line that is typed in.
    #[must_use]
    pub fn input(&self) -> Option<&Input> {
        self.inputs.get(self.at)
    }

    /// What stands before the line that is typed in, where that is out of the others' sight: which of them it is, and what
    /// it is called.
    #[must_use]
    pub fn prompt(&self, look: Look) -> String {
        let Some(ask) = self.asks.get(self.at).filter(|_| !self.are_blanks) else {
            return self.asks.get(self.at).map_or_else(String::new, |ask| self.named(ask, look));
        };
        let place = format!("{}/{} {}", self.at + 1, self.asks.len(), ask.title);
        say(look.lang, "tui.field", &[("name", &place.trim_end())])
    }

    /// What stands before a value.
    fn named(&self, ask: &Asked, look: Look) -> String {
        let name =
            if self.are_blanks { say(look.lang, "tui.blank", &[("number", &ask.key)]) } else { self.titled(ask, look) };
        say(look.lang, "tui.field", &[("name", &name)])
    }

    /// What a value is called, with what its writing has to keep to; by its key where others are called so too.
    fn titled(&self, ask: &Asked, look: Look) -> String {
        if ask.title.is_empty() || self.asks.iter().filter(|other| other.title == ask.title).count() > 1 {
            return ask.in_words(look.lang);
        }
        let parts: Vec<&str> = std::iter::once(&*ask.title).chain(ask.notes.iter().map(String::as_str)).collect();
        parts.join(&say(look.lang, "calc.and-also", &[]))
    }

    /// Goes to the end of the line of the value that has this key: it is to be mended.
    pub fn stand_in(&mut self, key: &str) {
        if let Some(at) = self.asks.iter().position(|ask| ask.key == key) {
            (self.at, self.mends, self.went) = (at, true, true);
            self.inputs[at].update(&Message::End);
        }
    }

    /// Whether Enter hands the values in: the last of them is typed, or the one that was sent back is mended.
    #[must_use]
    pub fn hands_in(&self) -> bool {
        let is_filled = || self.inputs.iter().all(|input| !input.text().trim().is_empty());
        self.at + 1 >= self.inputs.len() || (self.mends && is_filled())
    }

    /// Empties the line that is typed in.
    pub fn clear(&mut self) {
        if let Some(input) = self.inputs.get_mut(self.at) {
            *input = Input::default();
        }
    }

    /// How many are empty, of values of which some are there.
    #[must_use]
    pub fn lacking(&self) -> usize {
        let empty = self.inputs.iter().filter(|input| input.text().trim().is_empty()).count();
        if empty < self.inputs.len() { empty } else { 0 }
    }

    /// All values as one answer line: `out_h=28; out_w=28`; blanks in their order, `training | test`.
    #[must_use]
    pub fn line(&self) -> String {
        if self.are_blanks {
            let texts: Vec<&str> = self.inputs.iter().map(|input| input.text().trim()).collect();
            return if texts.iter().all(|text| text.is_empty()) { String::new() } else { texts.join(BETWEEN) };
        }
        let pairs = self.asks.iter().zip(&self.inputs).map(|(ask, input)| (&ask.key, input.text().trim()));
        let filled = pairs.filter(|(_, text)| !text.is_empty());
        filled.map(|(key, text)| format!("{key}={text}")).collect::<Vec<_>>().join("; ")
    }

    /// Puts in what an answer line has, each value in its place.
    pub fn put(&mut self, line: &str) {
        self.went |= !line.is_empty();
        if !line.is_empty() && !self.spread(line) {
            self.inputs[0] = Input::with(line);
        }
    }

    /// Takes over what was typed in the fields for the same values.
    pub fn take_over(&mut self, begun: &Self) {
        if begun.inputs.len() == self.inputs.len() {
            (self.inputs, self.at, self.went) = (begun.inputs.clone(), begun.at, begun.went);
        }
    }

    /// Whether a key leads to another value.
    #[must_use]
    pub const fn leads(message: &Message) -> bool {
        matches!(message, Message::Enter | Message::Down | Message::Tab | Message::Up | Message::Pick(_))
    }

    /// Takes a key. Gives the finished answer line, if the key finished it: Enter in the last field, or a command.
    pub fn update(&mut self, message: &Message) -> Option<String> {
        let (last, before) = (self.inputs.len().saturating_sub(1), self.at);
        self.went |= Self::leads(message);
        match message {
            Message::Enter => {
                let typed = self.input().map_or("", Input::text).trim();
                if typed.starts_with([':', '：']) {
                    return Some(typed.to_owned());
                }
                if !self.spread_typed() {
                    if self.hands_in() {
                        return Some(self.line());
                    }
                    self.at += 1;
                }
            }
            Message::Down | Message::Tab => {
                if !self.spread_typed() {
                    self.at = (self.at + 1).min(last);
                }
            }
            Message::Up => self.at = self.at.saturating_sub(1),
            Message::Pick(at) => self.at = (*at).min(last),
            Message::Paste(text) => {
                let lines: Vec<&str> =
                    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
                let is_free = self.inputs.iter().all(|input| input.text().trim().is_empty());
                let spreads = is_free
                    && (lines.len() == self.inputs.len() && self.spread(&lines.join(";"))
                        || self.spread(&lines.join(" "))
                        || self.spread_lines(&lines));
                if !spreads {
                    let rows = input::matrix(text).filter(|_| !self.are_blanks).map(Message::Paste);
                    self.inputs[self.at].update(rows.as_ref().unwrap_or(message));
                }
            }
            other => _ = self.inputs[self.at].update(other),
        }
        self.mends &= self.at == before;
        None
    }

    /// Spreads what was typed in one field, where all others are empty and it has several values. Tells whether it did.
    fn spread_typed(&mut self) -> bool {
        let others = self.inputs.iter().enumerate().filter(|(at, _)| *at != self.at);
        if others.into_iter().any(|(_, input)| !input.text().trim().is_empty()) {
            return false;
        }
        let typed = self.inputs[self.at].text().to_owned();
        self.spread(&typed)
    }

    /// Puts each value of a line in its place: by their names, or in their order. Tells whether it has several values, or
    /// one with its name.
    fn spread(&mut self, line: &str) -> bool {
        let values = if self.are_blanks { self.of_blanks(line) } else { self.values(line) };
        let Some(values) = values else { return false };
        self.inputs = values.iter().map(|value| Input::with(value)).collect();
        let last = self.inputs.len().saturating_sub(1);
        self.at = values.iter().position(String::is_empty).unwrap_or(last);
        true
    }

    /// Puts as many lines as there are values each in its place. Tells whether it did.
    fn spread_lines(&mut self, lines: &[&str]) -> bool {
        let fits = lines.len() > 1 && lines.len() == self.inputs.len();
        if fits {
            self.inputs = lines.iter().map(|line| Input::with(line)).collect();
            self.at = self.inputs.len() - 1;
        }
        fits
    }

    /// The words of a line, each in its blank.
    fn of_blanks(&self, line: &str) -> Option<Vec<String>> {
        let parts: Vec<String> = line.split(['|', '｜']).map(|part| part.trim().to_owned()).collect();
        (parts.len() == self.inputs.len()).then_some(parts)
    }

    /// The values of a line, each in its place. Apart by `;` without their names are numbers alone: of a matrix its rows are.
    fn values(&self, line: &str) -> Option<Vec<String>> {
        let place = |name: &str| {
            let is = |ask: &Asked| [&ask.key, &ask.title].iter().any(|known| fold(known) == fold(name));
            self.asks.iter().position(is)
        };
        let line = line.trim().trim_end_matches([';', '；']);
        let pieces = assignments(line, &|name| place(name).is_some());
        if pieces.iter().any(|(name, _)| name.is_some()) {
            let mut values = vec![String::new(); self.asks.len()];
            for (name, text) in &pieces {
                let at = place(name.as_deref()?)?;
                text.trim().clone_into(&mut values[at]);
            }
            return Some(values);
        }
        let whole = |parts: Vec<&str>| {
            let parts: Vec<String> = parts.iter().map(|part| part.trim().to_owned()).collect();
            (parts.len() == self.asks.len() && parts.iter().all(|part| !part.is_empty())).then_some(parts)
        };
        let are_numbers = self.asks.iter().all(|ask| ask.is_number);
        let by_comma = || whole(line.split([',', '，']).collect()).filter(|_| are_numbers);
        let by_space = || whole(line.split_whitespace().collect()).filter(|_| are_numbers);
        // Of a matrix `;` is between its rows, of a list it is behind it.
        let are_flat = self.asks.iter().all(|ask| ask.is_number || ask.is_list);
        let by_semicolon = || whole(apart(line)).filter(|_| are_flat);
        by_semicolon().or_else(by_comma).or_else(by_space)
    }

    /// Draws them one below the other; the line that is typed in with its cursor, unless that stands elsewhere.
    pub fn rows(&self, rows: &mut Rows, with_cursor: bool, look: Look) {
        for (at, (ask, input)) in self.asks.iter().zip(&self.inputs).enumerate() {
            let (start, here) = (rows.len(), at == self.at);
            let style = if here { look.theme.key() } else { look.theme.heading() };
            let mut prompt = format!("? {}", self.named(ask, look));
            // What stands before a value takes half of a row at most; else it has one of its own.
            if width(&prompt) > rows.columns() / 2 {
                rows.hanging("? ", self.named(ask, look).trim_end(), look.theme.key(), style);
                "  ".clone_into(&mut prompt);
            }
            if here && with_cursor {
                rows.input(&prompt, input, style);
            } else if rows.len() == start || !input.text().is_empty() {
                rows.hanging(&prompt, input.text(), style, Style::new());
            }
            if here && !with_cursor && self.went {
                (rows.focus, rows.company) = (Some(rows.len() - 1), start..rows.len());
            }
            rows.target_from(start, Message::Pick(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(keys: &[&str], is_number: bool) -> Fields {
        let ask = |key: &&str| Asked {
            key: (*key).to_owned(),
            digits: None,
            title: format!("the {key}"),
            notes: Vec::new(),
            is_number,
            is_list: false,
        };
        Fields::of(&keys.iter().map(ask).collect::<Vec<_>>())
    }

    fn typed(fields: &mut Fields, text: &str) {
        text.chars().for_each(|c| _ = fields.update(&Message::Char(c)));
    }

    fn pasted(line: &str, is_number: bool) -> Vec<String> {
        let mut fields = fields(&["q", "v"], is_number);
        fields.update(&Message::Paste(line.to_owned()));
        fields.inputs.iter().map(|input| input.text().to_owned()).collect()
    }

    #[test]
    fn enter_leads_on_and_hands_in_behind_the_last_value() {
        let mut fields = fields(&["out_h", "out_w"], true);
        typed(&mut fields, "28");
        assert_eq!((fields.update(&Message::Enter), fields.at, fields.lacking()), (None, 1, 1));
        typed(&mut fields, "14+14");
        assert_eq!(fields.update(&Message::Enter).as_deref(), Some("out_h=28; out_w=14+14"));
        fields.update(&Message::Up);
        fields.update(&Message::Erase);
        assert_eq!(fields.line(), "out_h=2; out_w=14+14");
    }

    #[test]
    fn lists_are_spread_at_their_semicolons_and_matrices_are_not() {
        let pasted = |is_list: bool, line: &str| {
            let mut fields = fields(&["q", "v"], false);
            fields.asks.iter_mut().for_each(|ask| ask.is_list = is_list);
            fields.update(&Message::Paste(line.to_owned()));
            fields.inputs.iter().map(|input| input.text().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(pasted(true, "1,2; 3,4"), ["1,2", "3,4"]);
        assert_eq!(pasted(true, "[1,2];[3,4]"), ["[1,2]", "[3,4]"]);
        assert_eq!(pasted(false, "1,2;3,4"), ["1,2;3,4", ""]);
    }

    #[test]
    fn several_values_at_once_are_spread() {
        for line in ["q=1; v=2", "v = 2, q = 1", "1; 2", "1, 2", "1 2", "1\n2\r", "the q: 1；the v: 2；"] {
            assert_eq!(pasted(line, true), ["1", "2"], "{line}");
        }
        assert_eq!(pasted("q=1,2;3,4; v=5", false), ["1,2;3,4", "5"]);
        assert_eq!(pasted("1,2\n3,4", false), ["1,2", "3,4"]);
        // A list is one value, and a name that nobody asked for none of them.
        assert_eq!(pasted("1,2", false), ["1,2", ""]);
        assert_eq!(pasted("v=2", true), ["", "2"]);
        // Nor are the rows of a matrix several values.
        assert_eq!(pasted("1,0;-1,2", false), ["1,0;-1,2", ""]);
        let mut matrix = fields(&["q", "v"], false);
        typed(&mut matrix, "1,0;-1,2");
        matrix.update(&Message::Enter);
        assert_eq!((matrix.inputs[0].text(), matrix.at), ("1,0;-1,2", 1));
        let mut typed_in_one = fields(&["q", "v"], true);
        typed(&mut typed_in_one, "q=1; v=2");
        assert_eq!((typed_in_one.update(&Message::Enter), typed_in_one.line()), (None, "q=1; v=2".to_owned()));
        assert_eq!(typed_in_one.update(&Message::Enter).as_deref(), Some("q=1; v=2"));
    }

    #[test]
    fn each_blank_has_a_line_and_what_is_handed_in_has_them_in_their_order() {
        let mut fields = Fields::blanks(2);
        typed(&mut fields, "training");
        assert_eq!((fields.update(&Message::Enter), fields.lacking()), (None, 1));
        typed(&mut fields, "test, once");
        assert_eq!(fields.update(&Message::Enter).as_deref(), Some("training | test, once"));
        let mut pasted = Fields::blanks(2);
        typed(&mut pasted, "训练｜测试");
        assert_eq!((pasted.update(&Message::Enter), pasted.line()), (None, "训练 | 测试".to_owned()));
        let mut kept = Fields::blanks(2);
        kept.put("训练 | ");
        assert_eq!((kept.line(), kept.at), ("训练 |".to_owned() + " ", 1));
    }

    #[test]
    fn one_stands_in_the_value_that_was_sent_back_and_hands_in_from_there() {
        let mut fields = fields(&["q", "v", "w"], true);
        fields.put("q=1; v=2x; w=3");
        fields.update(&Message::Up);
        fields.stand_in("v");
        assert!(fields.hands_in() && fields.at == 1);
        fields.update(&Message::Erase);
        assert_eq!(fields.update(&Message::Enter).as_deref(), Some("q=1; v=2; w=3"));
        // Whoever leaves it goes through the others again.
        fields.update(&Message::Up);
        assert!(!fields.hands_in());
        fields.stand_in("v");
        fields.update(&Message::Erase);
        assert_eq!((fields.update(&Message::Enter), fields.at), (None, 2));
    }

    #[test]
    fn a_command_is_no_value_and_what_stands_on_a_paper_is_put_in_its_place() {
        let mut fields = fields(&["q", "v"], true);
        typed(&mut fields, ":hint");
        assert_eq!(fields.update(&Message::Enter).as_deref(), Some(":hint"));
        fields.clear();
        fields.put("q=1; v=2");
        assert_eq!((fields.line(), fields.at), ("q=1; v=2".to_owned(), 1));
        fields.put("what is that");
        assert_eq!(fields.inputs[0].text(), "what is that");
    }
}
