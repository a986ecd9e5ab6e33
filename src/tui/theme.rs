//! Styles by meaning: 16 colours over the terminal's own background, or none at all.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    color: bool,
}

impl Theme {
    /// With colour, or in black and white.
    #[must_use]
    pub const fn new(color: bool) -> Self {
        Self { color }
    }

    fn tinted(self, color: Color, plain: Modifier) -> Style {
        if self.color { Style::new().fg(color).add_modifier(plain) } else { Style::new().add_modifier(plain) }
    }

    /// The title of a screen.
    #[must_use]
    pub fn title(self) -> Style {
        self.tinted(Color::Cyan, Modifier::BOLD)
    }

    /// A heading inside a screen.
    #[must_use]
    pub fn heading(self) -> Style {
        self.tinted(Color::Blue, Modifier::BOLD)
    }

    /// What was right.
    #[must_use]
    pub fn right(self) -> Style {
        self.tinted(Color::Green, Modifier::BOLD)
    }

    /// What was wrong.
    #[must_use]
    pub fn wrong(self) -> Style {
        self.tinted(Color::Red, Modifier::BOLD)
    }

    /// What asks for attention: an erratum, a refused answer.
    #[must_use]
    pub fn caution(self) -> Style {
        self.tinted(Color::Yellow, Modifier::empty())
    }

    /// What stands back.
    #[must_use]
    pub fn quiet(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// A formula.
    #[must_use]
    pub fn formula(self) -> Style {
        self.tinted(Color::Magenta, Modifier::empty())
    }

    /// The name of a key.
    #[must_use]
    pub fn key(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Where the cursor is in a list: reversed, so that it shows without colour.
    #[must_use]
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// What belongs to the item under the cursor without being its words.
    #[must_use]
    pub fn lit(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }
}
