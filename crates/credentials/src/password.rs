//! Argon2id password hashes in PHC form, with a pepper kept apart from the store.
//!
//! RFC 9106; cost from OWASP's Password Storage Cheat Sheet (19 MiB, 2 iterations, 1 lane) upwards.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

// A stored hash names its own cost: a damaged or hostile row must not be able to exhaust the machine.
const MOST_MEMORY_KIB: u32 = 256 * 1024;
const MOST_ITERATIONS: u32 = 10;
const MOST_LANES: u32 = 8;

/// What a hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HashCost {
    /// Memory in KiB, 8 to 262144.
    pub memory_kib: u32,
    /// Passes over the memory, 1 to 10.
    pub iterations: u32,
    /// Lanes, 1 to 8.
    pub parallelism: u32,
}

impl Default for HashCost {
    /// OWASP's minimum.
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            iterations: 2,
            parallelism: 1,
        }
    }
}

impl HashCost {
    /// The same memory with another number of passes.
    #[must_use]
    pub fn with_iterations(self, iterations: u32) -> Self {
        Self { iterations, ..self }
    }

    fn allowed(self) -> bool {
        self.memory_kib <= MOST_MEMORY_KIB && self.iterations <= MOST_ITERATIONS && self.parallelism <= MOST_LANES
    }
}

/// A hash that cannot be made or read.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// The cost is out of range.
    #[error("the cost of a password hash is out of range")]
    Cost,
    /// The stored text is no Argon2 hash.
    #[error("a stored password hash cannot be read")]
    Malformed,
    /// The library refused.
    #[error("a password could not be hashed")]
    Hash,
}

/// Hashes and verifies.
pub struct PasswordHasher {
    cost: HashCost,
    pepper: Zeroizing<[u8; 32]>,
    dummy: String,
}

impl std::fmt::Debug for PasswordHasher {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PasswordHasher")
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}

impl PasswordHasher {
    /// A hasher of this cost; makes one hash, which unknown people are compared with.
    ///
    /// # Errors
    /// [`HashError::Cost`].
    pub fn new(cost: HashCost, pepper: &[u8; 32]) -> Result<Self, HashError> {
        if !cost.allowed() {
            return Err(HashError::Cost);
        }
        let mut hasher = Self {
            cost,
            pepper: Zeroizing::new(*pepper),
            dummy: String::new(),
        };
        hasher.dummy = hasher.hash(&SecretString::from("nobody has this password"))?;
        Ok(hasher)
    }

    fn argon2(&self, cost: HashCost) -> Result<Argon2<'_>, HashError> {
        let params = Params::new(cost.memory_kib, cost.iterations, cost.parallelism, Some(32));
        let params = params.map_err(|_| HashError::Cost)?;
        Argon2::new_with_secret(self.pepper.as_slice(), Algorithm::Argon2id, Version::V0x13, params)
            .map_err(|_| HashError::Cost)
    }

    /// A PHC string with its own salt.
    ///
    /// # Errors
    /// [`HashError::Hash`].
    pub fn hash(&self, password: &SecretString) -> Result<String, HashError> {
        let normal = normalized(password);
        let hash = self
            .argon2(self.cost)?
            .hash_password(normal.as_bytes())
            .map_err(|_| HashError::Hash)?;
        Ok(hash.to_string())
    }

    /// Whether the password matches. Costs what the stored hash says, within limits.
    ///
    /// # Errors
    /// [`HashError::Malformed`], [`HashError::Cost`].
    pub fn verify(&self, password: &SecretString, phc: &str) -> Result<bool, HashError> {
        let hash = PasswordHash::new(phc).map_err(|_| HashError::Malformed)?;
        let cost = cost_of(&hash)?;
        if !cost.allowed() {
            return Err(HashError::Cost);
        }
        let normal = normalized(password);
        Ok(self.argon2(cost)?.verify_password(normal.as_bytes(), &hash).is_ok())
    }

    /// The work of [`PasswordHasher::verify`] for someone who has no hash.
    ///
    /// # Errors
    /// As [`PasswordHasher::verify`].
    pub fn verify_dummy(&self, password: &SecretString) -> Result<(), HashError> {
        self.verify(password, &self.dummy).map(|_| ())
    }

    /// Whether a hash was made at another cost than this hasher's.
    #[must_use]
    pub fn needs_rehash(&self, phc: &str) -> bool {
        PasswordHash::new(phc)
            .map_err(|_| HashError::Malformed)
            .and_then(|hash| cost_of(&hash))
            .ok()
            != Some(self.cost)
    }
}

fn cost_of(hash: &PasswordHash) -> Result<HashCost, HashError> {
    let params = Params::try_from(hash).map_err(|_| HashError::Malformed)?;
    Ok(HashCost {
        memory_kib: params.m_cost(),
        iterations: params.t_cost(),
        parallelism: params.p_cost(),
    })
}

/// NFC, so that the same characters typed on two keyboards are the same password (NIST SP 800-63B-4 section 3.1.1.2).
/// Nothing is trimmed or folded.
fn normalized(password: &SecretString) -> Zeroizing<String> {
    Zeroizing::new(password.expose_secret().nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: HashCost = HashCost {
        memory_kib: 64,
        iterations: 1,
        parallelism: 1,
    };

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn only_the_same_password_matches() {
        let hasher = PasswordHasher::new(CHEAP, &[7; 32]).unwrap();
        let emoji = "😀".repeat(64);
        for password in [
            "Correct horse 1",
            " leading",
            "trailing ",
            "nul\0inside",
            emoji.as_str(),
            "\u{202e}txt",
        ] {
            let phc = hasher.hash(&secret(password)).unwrap();
            assert!(hasher.verify(&secret(password), &phc).unwrap(), "{password:?}");
            for other in [
                format!("{password} "),
                password.trim().to_owned() + "x",
                password.to_uppercase() + "y",
                String::new(),
            ] {
                assert!(!hasher.verify(&secret(&other), &phc).unwrap(), "{other:?}");
            }
        }
        let phc = hasher.hash(&secret("trailing ")).unwrap();
        assert!(!hasher.verify(&secret("trailing"), &phc).unwrap());
        let phc = hasher.hash(&secret("nul\0inside")).unwrap();
        assert!(!hasher.verify(&secret("nul"), &phc).unwrap());
    }

    #[test]
    fn composed_and_decomposed_are_one_password() {
        let hasher = PasswordHasher::new(CHEAP, &[7; 32]).unwrap();
        let phc = hasher.hash(&secret("caf\u{e9}")).unwrap();
        assert!(hasher.verify(&secret("cafe\u{301}"), &phc).unwrap());
        assert!(!hasher.verify(&secret("cafe"), &phc).unwrap());
    }

    #[test]
    fn useless_without_the_pepper() {
        let phc = PasswordHasher::new(CHEAP, &[7; 32])
            .unwrap()
            .hash(&secret("p"))
            .unwrap();
        assert!(
            !PasswordHasher::new(CHEAP, &[8; 32])
                .unwrap()
                .verify(&secret("p"), &phc)
                .unwrap()
        );
    }

    #[test]
    fn hostile_rows_are_refused_before_any_work() {
        let hasher = PasswordHasher::new(CHEAP, &[7; 32]).unwrap();
        let phc = hasher.hash(&secret("p")).unwrap();
        for hostile in [
            phc.replace("m=64", "m=16777216"),
            phc.replace("t=1", "t=4000000000"),
            phc.replace("p=1", "p=200"),
        ] {
            assert!(hasher.verify(&secret("p"), &hostile).is_err(), "{hostile}");
        }
        for garbage in ["", "$", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "plain"] {
            assert!(
                matches!(hasher.verify(&secret("p"), garbage), Err(HashError::Malformed)),
                "{garbage}"
            );
        }
    }

    #[test]
    fn knows_an_older_cost() {
        let old = PasswordHasher::new(CHEAP, &[7; 32]).unwrap();
        let new = PasswordHasher::new(CHEAP.with_iterations(2), &[7; 32]).unwrap();
        let phc = old.hash(&secret("p")).unwrap();
        assert!(!old.needs_rehash(&phc));
        assert!(new.needs_rehash(&phc));
        assert!(new.verify(&secret("p"), &phc).unwrap());
    }

    /// RFC 9106 section 5.3.
    #[test]
    fn rfc_9106_vector() {
        let params = argon2::ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(argon2::AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let argon2 = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut tag = [0; 32];
        argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
        assert_eq!(
            tag.iter()
                .fold(String::new(), |text, byte| text + &format!("{byte:02x}")),
            expected
        );
    }
}
