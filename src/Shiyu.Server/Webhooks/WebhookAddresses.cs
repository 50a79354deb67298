using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Shiyu.Server.Webhooks;

/// <summary>Where webhooks may go. Asked of the address that is really connected to, so that no name that changes its address slips through.</summary>
internal static class WebhookAddresses
{
    private static readonly IPNetwork[] s_private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/127", "64:ff9b::/96", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether an address belongs to nobody in particular or to a network that is not the open one.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return s_private.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    /// <summary>Whether an address is this machine's.</summary>
    public static bool IsOwn(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any)
            || NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Any(known => known.Address.Equals(plain));
    }

    /// <summary>Connects to the first address of a host that may be reached.</summary>
    /// <param name="ownPorts">Those that this server listens on.</param>
    /// <exception cref="WebhookRefusedException">None of them may be.</exception>
    /// <exception cref="SocketException">None of them answers.</exception>
    public static async Task<Stream> ConnectAsync(DnsEndPoint target, bool allowPrivate, IReadOnlyCollection<int> ownPorts, CancellationToken stop)
    {
        var addresses = IPAddress.TryParse(target.Host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, stop);
        foreach (var address in addresses)
        {
            if (ownPorts.Contains(target.Port) && IsOwn(address)) throw new WebhookRefusedException("own_address");
            if (!allowPrivate && IsPrivate(address)) throw new WebhookRefusedException("private_address");
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A target that webhooks may not reach.</summary>
internal sealed class WebhookRefusedException(string reason) : Exception(reason)
{
    public string Reason { get; } = reason;
}
