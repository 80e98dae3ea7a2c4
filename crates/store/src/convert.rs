//! Between rows and identity types.

use serde::Serialize;
use serde::de::DeserializeOwned;
use vestibule_identity::Timestamp;

use crate::StoreError;

pub(crate) fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

pub(crate) fn time(table: &'static str, millis: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(millis).map_err(|_| StoreError::Row { table })
}

pub(crate) fn maybe_time(table: &'static str, millis: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    millis.map(|millis| time(table, millis)).transpose()
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::Encode)
}

pub(crate) fn from_json<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Row { table })
}

pub(crate) fn name<T: TryFrom<String>>(table: &'static str, text: String) -> Result<T, StoreError> {
    T::try_from(text).map_err(|_| StoreError::Row { table })
}
