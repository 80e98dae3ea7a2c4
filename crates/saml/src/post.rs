//! The binding HTTP-POST: base64 in a field of a form (Bindings 3.5.4).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::refusal::Refusal;
use crate::text::packed;

pub use crate::gate::LARGEST;

/// A message as the form's field `SAMLResponse` or `SAMLRequest` carries it.
#[must_use]
pub fn encode(xml: &str) -> String {
    BASE64.encode(xml)
}

/// The message in the form's field. Lines may be broken.
///
/// # Errors
/// [`Refusal::TooLarge`], [`Refusal::NotBase64`].
pub fn decode(field: &str) -> Result<Vec<u8>, Refusal> {
    // A third more than what is in it, and the breaks of lines.
    if field.len() > LARGEST + LARGEST / 2 {
        return Err(Refusal::TooLarge { limit: LARGEST });
    }
    BASE64.decode(packed(field).as_ref()).map_err(|_| Refusal::NotBase64)
}
