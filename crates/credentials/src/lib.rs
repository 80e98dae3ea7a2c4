//! Password hashing, token hashing and sealing of secrets at rest.
