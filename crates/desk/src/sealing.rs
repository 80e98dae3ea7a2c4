//! Where a sealed value belongs. A row that is sealed before it has a number is known by a random mark instead.

use vestibule_identity::clock::{Entropy, random_bytes};

/// A mark for a new row.
pub(crate) fn seal_id(entropy: &dyn Entropy) -> [u8; 16] {
    random_bytes(entropy)
}

/// The place of the row with this mark.
pub(crate) fn place(kind: &str, seal_id: &[u8]) -> String {
    seal_id
        .iter()
        .fold(format!("{kind}/"), |text, byte| format!("{text}{byte:02x}"))
}
