using System.Net;
using System.Net.Sockets;

namespace Covenant.Silo.Hosting;

/// <summary>The port by which silos speak to each other. Orleans binds it shared, so two silos of one machine would both have it and neither would notice.</summary>
internal static class SiloPort
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <returns>False also where the address is none of this machine's.</returns>
    public static bool IsFree(IPEndPoint endpoint)
    {
        using var listener = new TcpListener(endpoint);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
