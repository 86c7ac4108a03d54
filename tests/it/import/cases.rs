//! Exports that were not made by panha, and what is said of them.
