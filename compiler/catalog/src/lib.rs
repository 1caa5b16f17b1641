//! Everything an author can name, each declared once.
