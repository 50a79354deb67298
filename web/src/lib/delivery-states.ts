/** In the order of a delivery's way; then where it does not go. */
export const deliveryStates = ['planned', 'queued', 'confirmed', 'delivered', 'uncertain', 'skipped', 'dropped', 'failed'] as const;
