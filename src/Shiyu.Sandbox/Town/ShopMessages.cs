using System.Text.Json.Nodes;
using Shiyu.Sandbox.Sending;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Town;

/// <summary>Writes what a person does in the mini-shop as Segment messages: with the anonymous id first, after signing in with both ids.</summary>
internal sealed class ShopMessages(Ids ids, ITownPost post)
{
    public void Page(Townsperson person, DateTimeOffset at, string title, string path) =>
        Send(person, at, "page", message =>
        {
            message["name"] = title;
            message["properties"] = new JsonObject { ["title"] = title, ["path"] = path, ["url"] = "https://shop.example.com" + path };
        });

    public void Viewed(Townsperson person, DateTimeOffset at, Product product) => Track(person, at, "Product Viewed", product.Properties());

    public void Added(Townsperson person, DateTimeOffset at, Product product)
    {
        var properties = product.Properties();
        properties["quantity"] = 1;
        Track(person, at, "Product Added", properties);
    }

    public void Ordered(Townsperson person, DateTimeOffset at, Product product, int quantity)
    {
        var line = product.Properties();
        line["quantity"] = quantity;
        Track(person, at, "Order Completed", new JsonObject
        {
            ["order_id"] = "so" + ids.Guid("order", $"{person.Number}/{person.Orders}").ToString("N")[..14],
            ["total"] = product.Price * quantity, ["revenue"] = product.Price * quantity, ["currency"] = "CNY",
            // The leading article once more on top, where conditions can ask for it.
            ["product_id"] = product.Id, ["category"] = product.Category, ["products"] = new JsonArray(line),
        });
    }

    /// <summary>The camp's events under the mini-shop's own names, which no standard knows: the workspace's dictionary translates them.</summary>
    public void CampEnrolled(Townsperson person, DateTimeOffset at) => Track(person, at, "Camp Enrolled", new JsonObject { ["camp"] = "四季品鉴营" });

    public void CampCheckedIn(Townsperson person, DateTimeOffset at, int lesson) =>
        Track(person, at, "Camp Checked In", new JsonObject { ["camp"] = "四季品鉴营", ["lesson"] = lesson });

    /// <summary>
    /// Signing in joins the anonymous visits and the shop's account; for a friend the WeCom contact, too: one person. A buyer who is nobody's
    /// friend yet has no external id that the shop could know, and signs in once more after adding an advisor.
    /// </summary>
    public void SignIn(Townsperson person, DateTimeOffset at)
    {
        person.SignedIn = true;
        person.Linked = person.IsFriend;
        Send(person, at, "identify", message =>
        {
            var traits = new JsonObject { ["nickname"] = person.Customer.Name, ["unionid"] = person.Customer.UnionId };
            if (person.Linked)
                traits["external_userid"] = person.Customer.ExternalUserId;
            message["traits"] = traits;
        });
    }

    private void Track(Townsperson person, DateTimeOffset at, string name, JsonObject properties) =>
        Send(person, at, "track", message =>
        {
            message["event"] = name;
            message["properties"] = properties;
        });

    private void Send(Townsperson person, DateTimeOffset at, string type, Action<JsonObject> fill)
    {
        var message = new JsonObject
        {
            ["type"] = type,
            ["messageId"] = $"shop-{ids.Guid("message", $"{person.Number}/{++person.Sent}")}",
            ["anonymousId"] = person.AnonymousId,
            ["userId"] = person.SignedIn ? person.UserId : null,
            ["timestamp"] = ShopTracker.Stamp(at),
            ["context"] = new JsonObject { ["library"] = new JsonObject { ["name"] = "shiyu-sandbox", ["version"] = "1" }, ["locale"] = "zh-CN" },
        };
        fill(message);
        post.Shop(message);
    }
}
