//! A look at Rust as text: its words, its signs and its texts, in order.

/// A piece of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A word, `::`, or one character of anything else.
    Code(&'a str),
    /// What stands between quotes, as it is written.
    Text(&'a str),
}

/// What a source is made of, without comments and characters in quotes.
pub fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |at| at + 2),
            '"' => {
                let length = text(rest);
                found.push(Piece::Text(rest[1..length].trim_end_matches('"')));
                length
            }
            'r' | 'b' if raw(rest).is_some() => {
                let length = raw(rest).unwrap_or_default();
                found.push(Piece::Text(&rest[..length]));
                length
            }
            '\'' => letter(rest),
            _ if first.is_alphanumeric() || first == '_' => {
                let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                found.push(Piece::Code(&rest[..length]));
                length
            }
            ':' if rest.starts_with("::") => {
                found.push(Piece::Code("::"));
                2
            }
            _ => {
                if !first.is_whitespace() {
                    found.push(Piece::Code(&rest[..first.len_utf8()]));
                }
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    found
}

/// How long the text is that stands here in quotes.
fn text(source: &str) -> usize {
    let mut escaped = false;
    let end = source.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(source.len(), |(at, _)| at + 1)
}

/// How long the raw text is that stands here, if one does.
fn raw(source: &str) -> Option<usize> {
    let start = source.trim_start_matches('b').strip_prefix('r')?;
    let marks = start.len() - start.trim_start_matches('#').len();
    let inside = start[marks..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    Some(source.len() - inside.len() + inside.find(&end)? + end.len())
}

/// How long the character in quotes is; of a lifetime its mark.
fn letter(source: &str) -> usize {
    let mut inside = source.chars().skip(1);
    match (inside.next(), inside.next()) {
        (Some('\\'), Some(escaped)) => {
            let behind = 2 + escaped.len_utf8();
            source[behind..].find('\'').map_or(source.len(), |at| behind + at + 1)
        }
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 1,
    }
}
