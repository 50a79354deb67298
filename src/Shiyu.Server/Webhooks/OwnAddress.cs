using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Shiyu.Server.Webhooks;

/// <summary>Where this server listens: a webhook to itself would come back as an event, and go out again.</summary>
internal sealed class OwnAddress(IServer server)
{
    public IReadOnlyCollection<int> Ports =>
        [.. (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(address => BindingAddress.Parse(address).Port)];

    /// <summary>As far as it can be told without asking for the name's address; the rest is told when it is connected to.</summary>
    public bool Is(Uri url) =>
        Ports.Contains(url.Port) && (url.IsLoopback || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && WebhookAddresses.IsOwn(address)));
}
