//! The ways to write an id of several words.

/// A way to write an id of several words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// `load_orders`.
    Snake,
    /// `load-orders`.
    Kebab,
    /// `loadOrders`.
    Camel,
}

impl Naming {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Snake, Self::Kebab, Self::Camel];

    /// The way an id is written; none where it is one word, or two ways at once.
    pub(crate) fn of(id: &str) -> Option<Self> {
        let camel = id.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
        match (id.contains('_'), id.contains('-'), camel) {
            (true, false, false) => Some(Self::Snake),
            (false, true, false) => Some(Self::Kebab),
            (false, false, true) => Some(Self::Camel),
            _ => None,
        }
    }

    /// Whether an id can have been written this way; one that mixes two cannot.
    pub(crate) fn fits(self, id: &str) -> bool {
        let is_one_word = !id.contains(['_', '-']) && !id.chars().any(|letter| letter.is_ascii_uppercase());
        is_one_word || Self::of(id) == Some(self)
    }

    /// Its name: `snake_case`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Snake => "snake_case",
            Self::Kebab => "kebab-case",
            Self::Camel => "camelCase",
        }
    }

    /// An id, written this way.
    pub(crate) fn write(self, id: &str) -> String {
        let mut words: Vec<String> = vec![String::new()];
        for letter in id.chars() {
            let starts = letter.is_ascii_uppercase() || matches!(letter, '_' | '-');
            if starts && words.last().is_some_and(|word| !word.is_empty()) {
                words.push(String::new());
            }
            if letter.is_ascii_alphanumeric()
                && let Some(word) = words.last_mut()
            {
                word.push(letter.to_ascii_lowercase());
            }
        }
        match self {
            Self::Snake => words.join("_"),
            Self::Kebab => words.join("-"),
            Self::Camel => {
                let capital = |word: &String| word[..1].to_uppercase() + &word[1..];
                let rest: String = words.iter().skip(1).filter(|word| !word.is_empty()).map(capital).collect();
                words[0].clone() + &rest
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_in_every_way() {
        for id in ["load_all_orders", "load-all-orders", "loadAllOrders"] {
            assert_eq!(Naming::Snake.write(id), "load_all_orders");
            assert_eq!(Naming::Kebab.write(id), "load-all-orders");
            assert_eq!(Naming::Camel.write(id), "loadAllOrders");
        }
        assert!(Naming::of("load").is_none() && Naming::of("a_b-c").is_none());
    }

    #[test]
    fn one_word_fits_every_way_and_a_mixture_none() {
        for naming in Naming::ALL {
            assert!(naming.fits("load") && naming.fits(&naming.write("load_orders")));
            assert!(!naming.fits("load_all-orders") && !naming.fits("Load"), "{naming:?}");
        }
    }
}
