//! Where the choices of a random fleet come from: bytes, taken one after the other. Zero is always the
//! simplest choice, and so is having no bytes left, so that proptest's shrinking simplifies the fleet.

use std::vec::IntoIter;

/// A row of choices.
pub(super) struct Dice(IntoIter<u8>);

/// What breaks a writer or a reader that takes texts for harmless.
const PIECES: &[&str] = &[
    "x",
    "<",
    "&",
    "'",
    "\"",
    ">",
    "]]>",
    "&amp;",
    "&#13;",
    "\\",
    "\n",
    "\t",
    " ",
    "  ",
    "ä",
    "ß",
    "東",
    "🔥",
    "\u{a0}",
    "{{ x }}",
    "{% if y %}",
    "{# z #}",
    "#",
    "\n# no comment\n",
    "[ a ]",
    "]",
    "$",
    "<!--",
    "<![CDATA[",
    "<entry name='a'/>",
    "a b",
    "\nset x y\n",
];

impl Dice {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes.into_iter())
    }

    /// A number from 0 to `n - 1`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % n
    }

    pub(super) fn flip(&mut self) -> bool {
        self.below(2) == 1
    }

    pub(super) fn rarely(&mut self) -> bool {
        self.below(6) == 5
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub(super) fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flip().then(|| make(self))
    }

    /// Free text: hostile, allowed, at most 64 characters. Empty and blank ones are among them.
    pub(super) fn text(&mut self) -> String {
        let pieces = self.below(7);
        let text: String = (0..pieces).map(|_| self.pick(PIECES)).collect();
        let text: String = text.chars().take(63).collect();
        // A text that is a `$name` would be a template variable.
        if text.starts_with('$') { format!("x{text}") } else { text }
    }

    /// A name of the widest set of characters, that of tags, told apart by its number.
    pub(super) fn tag(&mut self, number: usize) -> String {
        let text: String = self.text().chars().filter(|c| !c.is_control() && !"'[]".contains(*c)).collect();
        format!("{text}{number}")
    }

    /// A name of letters, digits, spaces, `_`, `.` and `-`, told apart by its number.
    pub(super) fn name(&mut self, stem: &str, number: usize) -> String {
        format!("{stem}{}{number}", self.pick(&["", "-", " ", "_", ".", " x  y.", "-_. Z"]))
    }
}
