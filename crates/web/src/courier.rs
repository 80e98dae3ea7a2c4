//! Carries the service's and the company's parcels to the desk.

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

#[async_trait]
impl vestibule_company::parcels::Courier for DeskCourier<'_> {
    async fn bring(&self, sender: &str, number: i64, parcel: &str) -> bool {
        match self.0.receive_from(sender, number, parcel).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, number, "a parcel of the company could not be delivered");
                false
            }
        }
    }
}
