using System.Text;
using System.Threading.Channels;

namespace Covenant.Tests.LoadReports;

/// <summary>What is written to it, to be awaited.</summary>
internal sealed class WrittenText : TextWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<string> _parts = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _read = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => _parts.Writer.TryWrite(value.ToString());

    public override void Write(string? value) => _parts.Writer.TryWrite(value ?? "");

    public async Task<string> NextLineAsync()
    {
        var before = await UntilAsync("\n");
        _read.Clear().Append(before.AsSpan(before.IndexOf('\n') + 1));
        return before[..before.IndexOf('\n')].TrimEnd();
    }

    /// <summary>All that was written and not taken as a line, once what is wanted is in it.</summary>
    public async Task<string> UntilAsync(string wanted)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!_read.ToString().Contains(wanted, StringComparison.Ordinal))
        {
            _read.Append(await _parts.Reader.ReadAsync(patience.Token));
        }

        return _read.ToString();
    }
}
