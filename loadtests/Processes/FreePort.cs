using System.Net;
using System.Net.Sockets;

namespace Covenant.LoadTests.Processes;

/// <summary>Ports of the loopback that nobody listens on, and that another may take before we do.</summary>
public static class FreePort
{
    public static int[] Some(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
