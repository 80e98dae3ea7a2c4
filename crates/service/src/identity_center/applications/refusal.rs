//! Why an application does not let somebody in, or is not told who it is. No words are documented; these are ours, and they
//! name the rule, for whoever rehearses a connection.

use vestibule_credentials::id_token::TokenRefusal;
use vestibule_saml::Refusal;

/// The refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplicationRefusal {
    /// The response does not hold.
    #[error("The application did not let you in: {0}.")]
    Saml(#[from] Refusal),
    /// An assertion is taken once.
    #[error(
        "The application did not let you in: this response was used already. Open the application from the portal again."
    )]
    Replayed,
    /// Not base64.
    #[error("The application did not let you in: the response cannot be read.")]
    NotBase64,
    /// The ID token does not hold.
    #[error("The application did not let you in: {0}.")]
    Token(#[from] TokenRefusal),
    /// It is signed in to the other way.
    #[error("This application is signed in to with another protocol.")]
    Protocol,
    /// The sign-in did not begin in this browser, or began too long ago.
    #[error("This sign-in was not begun in this browser, or was left too long. Open the application again.")]
    NotBegun,
    /// Used, too old, or never issued.
    #[error("The authorization code is not valid. If it was used before, what it gave has been taken back.")]
    Code,
    /// `invalid_request` where it is not safe to send the browser back (RFC 6749 section 4.1.2.1).
    #[error("This authorization request cannot be answered: {0}.")]
    Request(&'static str),
    /// The portal sent the browser back with an error.
    #[error("The portal did not let the application know who you are: {0}.")]
    SentBack(String),
}
