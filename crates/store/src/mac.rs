//! HMAC-SHA-256 (RFC 2104) by a key of this installation's, which is not in the store.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The key, filled up to HMAC's block.
#[derive(Clone, Copy)]
pub(crate) struct MacKey([u8; 64]);

impl MacKey {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        let mut block = [0; 64];
        for (to, from) in block.iter_mut().zip(key) {
            *to = *from;
        }
        Self(block)
    }

    /// The code of a message, to be taken or verified.
    pub(crate) fn of(&self, message: &[u8]) -> Hmac<Sha256> {
        Hmac::new(&self.0.into()).chain_update(message)
    }
}
