using System.Net;
using System.Net.Sockets;

namespace Covenant.LoadTests.Processes;

/// <summary>Ports of the loopback that nobody listens on, and that another may take before we do.</summary>
public static class FreePort
{
    // Below those that a system gives to clients: one that asks again and again for a server that is away would some time be given the server's port, and answer itself.
    private const int First = 10_000;

    private const int End = 32_768;

    public static int[] Some(int count)
    {
        List<TcpListener> listeners = [];
        try
        {
            while (listeners.Count < count)
            {
                if (TryListen(Random.Shared.Next(First, End)) is { } listener)
                {
                    listeners.Add(listener);
                }
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
