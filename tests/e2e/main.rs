//! The real window, driven through WebDriver against a real county server.
