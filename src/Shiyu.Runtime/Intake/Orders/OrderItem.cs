using System.Text.Json;

namespace Shiyu.Runtime.Intake.Orders;

/// <summary>One line of an order.</summary>
/// <param name="Price">Of one piece, as written.</param>
internal sealed record OrderItem(string Sku, string? Name, long Quantity, string? Price)
{
    private const int ItemsMax = 200;

    public static ItemFault? Read(JsonElement order, out List<OrderItem> items)
    {
        items = [];
        if (OrderMapping.Member(order, "items") is not { } list)
            return null;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > ItemsMax)
            return new ItemFault("event.bad_items", "items", OrderMapping.Show(list), $"a list of at most {ItemsMax} items");
        foreach (var item in list.EnumerateArray())
        {
            var field = $"items[{items.Count}]";
            if (item.ValueKind != JsonValueKind.Object)
                return new ItemFault("event.bad_items", field, OrderMapping.Show(item), "an object with sku, and quantity, price and name as far as known");
            string? name = null, price = null;
            var quantity = 1L;
            var fault = OrderMapping.Text(item, "sku", "event.bad_items", out var sku, $"{field}.sku");
            fault ??= OrderMapping.Money(item, "price", $"{field}.price", out price);
            if (fault is null && OrderMapping.Member(item, "name") is not null)
                fault = OrderMapping.Text(item, "name", "event.bad_items", out name, $"{field}.name");
            if (fault is null && OrderMapping.Member(item, "quantity") is { } given && !(given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out quantity) && quantity is >= 1 and <= 1_000_000))
                fault = new ItemFault("event.bad_items", $"{field}.quantity", OrderMapping.Show(given), "a whole number from 1 to 1,000,000");
            if (fault is not null)
                return fault;
            items.Add(new OrderItem(sku!, name, quantity, price));
        }
        return null;
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("sku", Sku);
        if (Name is not null)
            json.WriteString("name", Name);
        json.WriteNumber("quantity", Quantity);
        if (Price is not null)
        {
            json.WritePropertyName("price");
            json.WriteRawValue(Price);
        }
        json.WriteEndObject();
    }
}
