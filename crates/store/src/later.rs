//! Writes that wait. sqlx hands every statement to a thread of its own and waits for it to come back, which takes longer
//! than most statements; so those whose outcome nobody asks for go together, before the next read or the commit.

use std::future::Future;

use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, Encode, Sqlite, Type};

use crate::{Connection, Reader, StoreError, Tx, throttles};

/// Most writes that wait. More would make a statement of its own for every number of them.
const MOST: usize = 16;

/// A connection on which everything that was written before can be read.
pub trait Reads: Send {
    /// The connection, once nothing waits any more.
    fn ready(&mut self) -> impl Future<Output = Result<&mut Connection, StoreError>> + Send;

    /// The key of the failure counter of a credential with this (hashed) name.
    fn counter_of(&self, name: &[u8; 32]) -> [u8; 32];
}

impl Reads for Reader {
    async fn ready(&mut self) -> Result<&mut Connection, StoreError> {
        Ok(self.connection())
    }

    fn counter_of(&self, name: &[u8; 32]) -> [u8; 32] {
        throttles::counter_of(&self.names, name)
    }
}

impl Reads for Tx {
    async fn ready(&mut self) -> Result<&mut Connection, StoreError> {
        if self.waiting.count > 0 {
            self.run().await?;
        }
        Ok(self.connection())
    }

    fn counter_of(&self, name: &[u8; 32]) -> [u8; 32] {
        throttles::counter_of(&self.names, name)
    }
}

/// Statements, and the values of all their `?` in order.
#[derive(Default)]
pub(crate) struct Waiting {
    text: String,
    values: SqliteArguments,
    count: usize,
}

/// One statement that is being put together. Its parameters are plain `?`: numbers would count from the first of all.
pub(crate) struct Statement<'a> {
    tx: &'a mut Tx,
    values: Result<(), sqlx::Error>,
}

impl Tx {
    /// A write that may wait, until [`later`](Statement::later), or that ends the waiting, with [`now`](Statement::now).
    pub(crate) fn statement(&mut self, text: &'static str) -> Statement<'_> {
        let waiting = &mut self.waiting;
        if waiting.count > 0 {
            waiting.text.push_str("; ");
        }
        waiting.text.push_str(text);
        waiting.count += 1;
        Statement {
            tx: self,
            values: Ok(()),
        }
    }

    /// Everything that waits, in its order; the rows of all.
    async fn run(&mut self) -> Result<Vec<SqliteRow>, StoreError> {
        let Waiting { text, values, .. } = std::mem::take(&mut self.waiting);
        debug_assert_eq!(text.matches('?').count(), values.len(), "one value for each ?: {text}");
        let rows = sqlx::query_with(AssertSqlSafe(text), values)
            .fetch_all(self.connection())
            .await?;
        Ok(rows)
    }
}

impl Statement<'_> {
    /// The value of the next `?`.
    pub(crate) fn bind<'t, T: Encode<'t, Sqlite> + Type<Sqlite>>(mut self, value: T) -> Self {
        if self.values.is_ok() {
            self.values = self.tx.waiting.values.add(value).map_err(sqlx::Error::Encode);
        }
        self
    }

    /// Nobody asks for its outcome before the next read or the commit.
    pub(crate) async fn later(self) -> Result<(), StoreError> {
        self.values?;
        if self.tx.waiting.count >= MOST {
            self.tx.run().await?;
        }
        Ok(())
    }

    /// Runs it after all that wait: its rows, as no write that waits has any.
    pub(crate) async fn now(self) -> Result<Vec<SqliteRow>, StoreError> {
        self.values?;
        self.tx.run().await
    }
}
