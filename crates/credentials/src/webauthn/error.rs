//! Why an answer is refused.

use webauthn_rs::prelude::WebauthnError as Library;

/// Why a ceremony cannot start or its answer is refused. The texts are fit for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebauthnError {
    /// The answer is not of the form the standard gives it.
    #[error("the answer of the security key cannot be read")]
    Malformed,
    /// A registration was answered where a sign-in was asked, or the reverse.
    #[error("the security key answered another question than the one that was asked")]
    Ceremony,
    /// The answer belongs to another challenge: an older one, or somebody else's.
    #[error("the answer of the security key belongs to another attempt")]
    Challenge,
    /// The browser was at another site.
    #[error("the security key answered for another site")]
    Origin,
    /// The browser showed the site inside another one.
    #[error("the security key answered for a site that was shown inside another site")]
    Embedded,
    /// The key answered for another relying party.
    #[error("the security key answered for another service")]
    RelyingParty,
    /// Nobody touched the key.
    #[error("the security key says that nobody touched it")]
    UserPresence,
    /// The key verified its person when it was registered, and this time it did not.
    #[error("the security key did not verify you as it did when it was registered")]
    UserVerification,
    /// The signature counter did not grow.
    #[error("the counter of the security key did not grow: there may be a copy of it")]
    Counter,
    /// Whether the credential may be backed up changed, or is told in contradiction.
    #[error("the security key changed what it says about backups of its credential")]
    BackupFlags,
    /// The credential is not one of this person's.
    #[error("this security key is not registered for you")]
    CredentialNotAllowed,
    /// The credential is registered for this person already.
    #[error("this security key is registered for you already")]
    AlreadyRegistered,
    /// The key answered for another user than the one that it was registered for.
    #[error("the security key answered for another user")]
    UserHandle,
    /// The kind of key is not supported.
    #[error("the security key uses an algorithm that is not supported")]
    Algorithm,
    /// The statement about the key's maker does not hold.
    #[error("the statement about the maker of the security key is not valid")]
    Attestation,
    /// The signature does not belong to the answer.
    #[error("the signature of the security key is not valid")]
    Signature,
    /// A stored key or the state of a ceremony cannot be read, or there are no keys to ask for.
    #[error("a stored security key or the state of its ceremony cannot be read")]
    State,
    /// Refused by the library for a reason that has no name here.
    #[error("the answer of the security key was refused")]
    Refused,
}

impl From<Library> for WebauthnError {
    fn from(error: Library) -> Self {
        match error {
            Library::InvalidClientDataType => Self::Ceremony,
            Library::MismatchedChallenge => Self::Challenge,
            Library::Configuration | Library::InvalidRPOrigin => Self::Origin,
            Library::CredentialCrossOrigin => Self::Embedded,
            Library::InvalidRPIDHash => Self::RelyingParty,
            Library::UserNotPresent => Self::UserPresence,
            Library::UserNotVerified => Self::UserVerification,
            Library::CredentialPossibleCompromise => Self::Counter,
            Library::CredentialBackupEligibilityInconsistent | Library::CredentialMayNotBeHardwareBound => {
                Self::BackupFlags
            }
            Library::CredentialNotFound => Self::CredentialNotAllowed,
            Library::CredentialExcludedFromRequest => Self::AlreadyRegistered,
            Library::AuthenticationFailure | Library::SignatureInvalid => Self::Signature,
            // Also what the library answers for an excluded credential, which is refused here before it is asked.
            Library::CredentialAlteredAlgFromRequest
            | Library::COSEKeyInvalidType
            | Library::COSEKeyInvalidAlgorithm
            | Library::COSEKeyEDUnsupported
            | Library::SshPublicKeyEDUnsupported
            | Library::COSEKeyECDSAInvalidCurve
            | Library::COSEKeyEDDSAInvalidCurve
            | Library::COSEKeyRSANEInvalid
            | Library::RsaParametersInvalid
            | Library::CredentialInsecureCryptography => Self::Algorithm,
            Library::ParseBase64Failure(_)
            | Library::ParseCBORFailure(_)
            | Library::ParseJSONFailure(_)
            | Library::ParseNOMFailure
            | Library::ParseInsufficientBytesAvailable
            | Library::MissingAttestationCredentialData
            | Library::COSEKeyInvalidCBORValue
            | Library::COSEKeyECDSAXYInvalid
            | Library::COSEKeyEDDSAXInvalid
            | Library::EcdsaPointInvalid => Self::Malformed,
            other if is_attestation(&other) => Self::Attestation,
            _ => Self::Refused,
        }
    }
}

fn is_attestation(error: &Library) -> bool {
    matches!(
        error,
        Library::AttestationNotSupported
            | Library::AttestationStatementMapInvalid
            | Library::AttestationStatementResponseMissing
            | Library::AttestationStatementResponseInvalid
            | Library::AttestationStatementSigMissing
            | Library::AttestationStatementSigInvalid
            | Library::AttestationStatementVerMissing
            | Library::AttestationStatementVerInvalid
            | Library::AttestationStatementVerUnsupported
            | Library::AttestationStatementX5CMissing
            | Library::AttestationStatementX5CInvalid
            | Library::AttestationStatementAlgMissing
            | Library::AttestationStatementCertInfoMissing
            | Library::AttestationStatementMissingExtension
            | Library::AttestationStatementPubAreaMissing
            | Library::AttestationStatementAlgMismatch
            | Library::AttestationStatementAlgInvalid
            | Library::AttestationTrustFailure
            | Library::AttestationCertificateAAGUIDMismatch
            | Library::AttestationCertificateNonceMismatch
            | Library::AttestationTpmStInvalid
            | Library::AttestationTpmPubAreaMismatch
            | Library::AttestationTpmExtraDataInvalid
            | Library::AttestationTpmExtraDataMismatch
            | Library::AttestationTpmPubAreaHashUnknown
            | Library::AttestationTpmPubAreaHashInvalid
            | Library::AttestationTpmAttestCertifyInvalid
            | Library::AttestationCertificateRequirementsNotMet
            | Library::AttestationCredentialSubjectKeyMismatch
            | Library::AttestationNotVerifiable
            | Library::CertificatePublicKeyInvalid
            | Library::CertificatePublicKeyAlgorthimMismatch
            | Library::X509DerInvalid
    )
}
