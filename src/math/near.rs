//! The name that may be meant by one that nothing has.

/// Bytes of a name that may be another, misspelt.
const LONGEST: usize = 64;

/// The candidate that is most like `name`, if one is spelled nearly so.
#[must_use]
pub fn near<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = candidates.filter(|_| name.len() <= LONGEST).map(|c| (strsim::damerau_levenshtein(name, c), c));
    // One letter for another, or for two, is another name, unless it is the same letter.
    let letter = name.chars().count() < 2;
    let alike =
        |distance: usize, c: &str| !letter && distance < name.len().max(c.len()) || name.eq_ignore_ascii_case(c);
    scored.filter(|(distance, c)| *distance <= 1 + c.chars().count() / 4 && alike(*distance, c)).min().map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn a_name_of_one_letter_is_near_to_none_but_itself() {
        assert_eq!(near("s", ["v", "x", "st"].into_iter()), None);
        assert_eq!(near("S", ["v", "s"].into_iter()), Some("s"));
        assert_eq!(near("ss", ["v", "s"].into_iter()), Some("s"));
    }

    #[test]
    fn the_longer_a_name_is_the_more_of_its_letters_may_be_wrong() {
        let known = |name: &str| near(name, ["exp", "convolve"].into_iter());
        assert_eq!(
            [known("ex"), known("konfolwe"), known("xyz"), known("gonfalwa")],
            [Some("exp"), Some("convolve"), None, None]
        );
    }
}
