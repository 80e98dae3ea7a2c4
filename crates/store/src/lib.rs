//! identity.db: migrations, rows and transactions.
