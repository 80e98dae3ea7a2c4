//! What may be wrong with a name.

/// What is wrong with a name, in words for the field's error text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Not twelve digits.
    #[error("An account ID has exactly 12 digits.")]
    AccountId,
    /// Neither an account id nor an alias.
    #[error("Enter a 12-digit account ID, or an account alias of 3 to 63 letters, digits and hyphens.")]
    AccountRef,
    /// Too short or too long.
    #[error("An account alias has 3 to 63 characters.")]
    AliasLength,
    /// A character that aliases cannot have.
    #[error("An account alias has only lowercase letters, digits and hyphens.")]
    AliasCharacters,
    /// Hyphen at an end or doubled.
    #[error("An account alias cannot begin or end with a hyphen, or have two hyphens in a row.")]
    AliasHyphens,
    /// Looks like an account id.
    #[error("An account alias cannot be a 12-digit number.")]
    AliasIsNumber,
    /// Account name rules.
    #[error("An account name has 1 to 50 printable ASCII characters without < and >.")]
    AccountName,
    /// User name length.
    #[error("A user name has 1 to 64 characters.")]
    UserNameLength,
    /// User name characters.
    #[error("A user name has only letters, digits and the characters + = , . @ _ - (no spaces).")]
    UserNameCharacters,
    /// Device name rules.
    #[error("A device name has 1 to 64 letters, digits and the characters + = , . @ _ - (no spaces).")]
    DeviceName,
    /// Serial number rules.
    #[error("A serial number has 9 to 256 letters, digits and the characters + = / : , . @ _ - (no spaces).")]
    SerialNumber,
    /// Group name rules.
    #[error("A group name has 1 to 128 letters, digits and the characters + = , . @ _ - (no spaces).")]
    GroupName,
    /// Role name rules.
    #[error("A role name has 1 to 64 letters, digits and the characters + = , . @ _ - (no spaces).")]
    RoleName,
    /// Policy name rules.
    #[error("A policy name has 1 to 128 letters, digits and the characters + = , . @ _ - (no spaces).")]
    PolicyName,
    /// Path rules.
    #[error("A path begins and ends with a slash, and has at most 512 printable characters.")]
    Path,
    /// Role session name rules.
    #[error("A session name has 2 to 64 letters, digits and the characters + = , . @ _ - (no spaces).")]
    SessionName,
    /// User name rules of the identity store.
    #[error("A user name has 1 to 128 letters, digits and the characters + = , . @ _ - (no spaces).")]
    DirectoryUserName,
    /// Group name rules of the identity store.
    #[error("A group name has 1 to 128 printable characters without < and >.")]
    DirectoryGroupName,
    /// The portal's chosen name.
    #[error(
        "A portal's name has 1 to 62 lowercase letters, digits and hyphens, begins and ends with a letter or digit, and does not begin with d- or ssoins-."
    )]
    PortalAlias,
    /// Permission set name rules.
    #[error("A permission set name has 1 to 32 letters, digits and the characters + = , . @ _ - (no spaces).")]
    PermissionSetName,
    /// Application name rules.
    #[error("An application name has 1 to 100 printable characters without < and >.")]
    ApplicationName,
    /// E-mail address rules.
    #[error("Enter an email address like name@example.com, of 5 to 64 characters.")]
    Email,
}
