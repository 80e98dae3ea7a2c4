//! Secrets of long-term access keys.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use vestibule_identity::clock::{Entropy, random_bytes};

/// A new secret: 40 characters of base64, which is 240 random bits.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html>
#[must_use]
pub fn new_secret(entropy: &dyn Entropy) -> SecretString {
    let bytes: Zeroizing<[u8; 30]> = Zeroizing::new(random_bytes(entropy));
    SecretString::from(STANDARD_NO_PAD.encode(bytes.as_slice()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;
    use vestibule_identity::testing::SeededEntropy;

    #[test]
    fn a_secret_has_forty_characters_and_is_new_each_time() {
        let entropy = SeededEntropy::new(7);
        let secrets: Vec<String> = (0..50)
            .map(|_| new_secret(&entropy).expose_secret().to_owned())
            .collect();
        for secret in &secrets {
            assert_eq!(secret.len(), 40);
            assert!(
                secret
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || "+/".contains(letter))
            );
        }
        let distinct: std::collections::BTreeSet<_> = secrets.iter().collect();
        assert_eq!(distinct.len(), secrets.len());
        assert_eq!(format!("{:?}", new_secret(&entropy)), "SecretBox<str>([REDACTED])");
    }
}
