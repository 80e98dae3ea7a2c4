//! The person's own things: cookie jar, password manager and mailbox.
