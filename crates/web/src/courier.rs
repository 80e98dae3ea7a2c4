//! Carries the service's parcels to the desk.

use async_trait::async_trait;
use vestibule_desk::Desk;
use vestibule_service::parcels::Courier;

/// Brings parcels to this desk.
#[derive(Debug)]
pub struct DeskCourier<'a>(pub &'a Desk);

#[async_trait]
impl Courier for DeskCourier<'_> {
    async fn bring(&self, number: i64, parcel: &str) -> bool {
        match self.0.receive(number, parcel).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, number, "a parcel could not be delivered");
                false
            }
        }
    }
}
