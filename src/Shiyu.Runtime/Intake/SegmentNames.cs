using System.Collections.Frozen;

namespace Shiyu.Runtime.Intake;

/// <summary>Our names for the events of Segment's published e-commerce, mobile, B2B and video specifications: mapped out of the box.</summary>
public static class SegmentNames
{
    public static readonly FrozenDictionary<string, string> ToOurs = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // Browsing
        ["Products Searched"] = "product.searched",
        ["Product List Viewed"] = "product_list.viewed",
        ["Product List Filtered"] = "product_list.filtered",
        ["Product Viewed"] = "product.viewed",
        ["Product Clicked"] = "product.clicked",
        // Promotions
        ["Promotion Viewed"] = "promotion.viewed",
        ["Promotion Clicked"] = "promotion.clicked",
        // Cart and checkout
        ["Product Added"] = "cart.added",
        ["Product Removed"] = "cart.removed",
        ["Cart Viewed"] = "cart.viewed",
        ["Cart Shared"] = "cart.shared",
        ["Checkout Started"] = "checkout.started",
        ["Checkout Step Viewed"] = "checkout_step.viewed",
        ["Checkout Step Completed"] = "checkout_step.completed",
        ["Payment Info Entered"] = "payment_info.entered",
        // Orders
        ["Order Completed"] = "order.paid",
        ["Order Updated"] = "order.updated",
        ["Order Refunded"] = "order.refunded",
        ["Order Cancelled"] = "order.cancelled",
        // Coupons
        ["Coupon Entered"] = "coupon.entered",
        ["Coupon Applied"] = "coupon.applied",
        ["Coupon Denied"] = "coupon.denied",
        ["Coupon Removed"] = "coupon.removed",
        // Wish lists
        ["Product Added to Wishlist"] = "wishlist.added",
        ["Product Removed from Wishlist"] = "wishlist.removed",
        ["Wishlist Product Added to Cart"] = "wishlist.added_to_cart",
        // Sharing and reviews
        ["Product Shared"] = "product.shared",
        ["Product Reviewed"] = "product.reviewed",
        // Applications
        ["Application Installed"] = "app.installed",
        ["Application Opened"] = "app.opened",
        ["Application Updated"] = "app.updated",
        ["Application Backgrounded"] = "app.backgrounded",
        ["Application Uninstalled"] = "app.uninstalled",
        ["Push Notification Received"] = "push.received",
        ["Push Notification Tapped"] = "push.tapped",
        // Accounts of a service
        ["Account Created"] = "account.created",
        ["Account Deleted"] = "account.deleted",
        ["Signed Up"] = "user.signed_up",
        ["Signed In"] = "user.signed_in",
        ["Signed Out"] = "user.signed_out",
        ["Trial Started"] = "trial.started",
        ["Trial Ended"] = "trial.ended",
        // Video
        ["Video Playback Started"] = "video.started",
        ["Video Playback Completed"] = "video.completed",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
