using System.Text.Json.Nodes;

namespace Shiyu.Sandbox.Sending;

/// <summary>How the town's doings leave it.</summary>
internal interface ITownPost
{
    /// <summary>False: the town stands still until the server has caught up.</summary>
    bool HasRoom { get; }

    /// <summary>A Segment message of the mini-shop.</summary>
    void Shop(JsonObject message);

    void Reply(ArchivedReply reply);
}

/// <summary>Over HTTP to the server; with no server configured there is nobody to tell.</summary>
internal sealed class TownPost(SandboxOptions options, ShopTracker shop, MessageArchiveStandIn archive) : ITownPost
{
    public bool HasRoom => options.Server is null || (shop.HasRoom && archive.HasRoom);

    public void Shop(JsonObject message)
    {
        if (options.Server is not null)
            shop.Post(message);
    }

    public void Reply(ArchivedReply reply)
    {
        if (options.Server is not null)
            archive.Post(reply);
    }
}
