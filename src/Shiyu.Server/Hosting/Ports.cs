using System.Net;
using System.Net.Sockets;

namespace Shiyu.Server.Hosting;

/// <summary>Whether an address can be listened on.</summary>
internal static class Ports
{
    public static bool IsFree(Uri url)
    {
        var address = url.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(url.Host.Trim('[', ']'), out var named) ? named : IPAddress.Any;
        try
        {
            using var listener = new TcpListener(address, url.Port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
