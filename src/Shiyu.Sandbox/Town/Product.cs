using System.Text.Json.Nodes;

namespace Shiyu.Sandbox.Town;

/// <summary>One article of 时雨茶铺.</summary>
/// <param name="Price">Yuan.</param>
internal sealed record Product(string Id, string Name, string Category, decimal Price)
{
    /// <summary>As the shop's tracking names things: Segment's e-commerce properties.</summary>
    public JsonObject Properties() => new()
    {
        ["product_id"] = Id, ["sku"] = Id.ToUpperInvariant(), ["name"] = Name, ["category"] = Category, ["brand"] = "时雨茶铺",
        ["price"] = Price, ["currency"] = "CNY",
    };
}
