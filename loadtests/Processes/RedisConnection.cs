using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Covenant.LoadTests.Processes;

/// <summary>Asks a Redis in its own protocol, in bytes: one command after the other.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private BufferedStream _stream = null!;

    public static async Task<RedisConnection> OpenAsync(int port)
    {
        var connection = new RedisConnection();
        await connection._client.ConnectAsync("127.0.0.1", port);
        connection._stream = new BufferedStream(connection._client.GetStream());
        return connection;
    }

    /// <summary>The first line of the answer, as it came.</summary>
    public async Task<string> LineAsync(string command)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        await _stream.FlushAsync();
        return ReadLine();
    }

    public Task AskAsync(string command, params byte[][] arguments) => SendAsync(command, arguments);

    public async Task<byte[]?> BytesAsync(string command, byte[] argument) => ReadBytes(await SendAsync(command, argument));

    public async Task<IReadOnlyList<byte[]>> ListAsync(string command, string argument)
    {
        var count = LengthIn(await SendAsync(command, Encoding.UTF8.GetBytes(argument)));
        return [.. Enumerable.Range(0, count).Select(_ => ReadBytes(ReadLine())!)];
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task<string> SendAsync(string command, params byte[][] arguments)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"*{arguments.Length + 1}\r\n")));
        foreach (var part in arguments.Prepend(Encoding.ASCII.GetBytes(command)))
        {
            await _stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"${part.Length}\r\n")));
            await _stream.WriteAsync(part);
            await _stream.WriteAsync("\r\n"u8.ToArray());
        }

        await _stream.FlushAsync();
        var line = ReadLine();
        return line.StartsWith('-') ? throw new InvalidOperationException($"redis refused {command}: {line[1..]}") : line;
    }

    private byte[]? ReadBytes(string head)
    {
        if (LengthIn(head) is >= 0 and var length)
        {
            var bytes = new byte[length + 2];
            _stream.ReadExactly(bytes);
            return bytes[..length];
        }

        return null;
    }

    private static int LengthIn(string head) => int.Parse(head.AsSpan(1), CultureInfo.InvariantCulture);

    private string ReadLine()
    {
        var line = new StringBuilder();
        for (int next; (next = _stream.ReadByte()) != '\n';)
        {
            line.Append(next < 0 ? throw new IOException("redis closed the connection") : (char)next);
        }

        return line.ToString().TrimEnd('\r');
    }
}
