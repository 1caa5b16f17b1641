//! Questions about a place in a file, answered with plain data.
