using System.Buffers;
using System.Text;
using Covenant.Contracts.Showing;
using Covenant.Silo.Terminal;

namespace Covenant.Silo.Commands.Output;

/// <summary>Collects lines and hands them on in blocks, so that a violation costs no system call of its own. Each line is shown (<see cref="Shown"/>): JSON stays the same JSON.</summary>
internal sealed class BufferedSink(Stream stream) : IDisposable
{
    private const int BlockBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _block = new(BlockBytes);
    private int _lineStart;

    /// <summary>Where to write; end each line with <see cref="EndLine"/>.</summary>
    public IBufferWriter<byte> Writer => _block;

    /// <summary>The reader went away: what is written from now on is dropped.</summary>
    public bool IsClosed { get; private set; }

    public void EndLine()
    {
        var line = _block.WrittenSpan[_lineStart..];
        if (line.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            Show(Encoding.UTF8.GetString(line));
        }

        _block.Write("\n"u8);
        _lineStart = _block.WrittenCount;
        if (_block.WrittenCount >= BlockBytes)
        {
            Flush();
        }
    }

    /// <param name="line">One line: an end within it is shown as any other control character.</param>
    public void WriteLine(string line)
    {
        Encoding.UTF8.GetBytes(line, _block);
        EndLine();
    }

    public void Flush()
    {
        try
        {
            if (_block.WrittenCount > 0 && !IsClosed)
            {
                stream.Write(_block.WrittenSpan);
                stream.Flush();
            }
        }
        catch (IOException broken) when (StandardOutput.IsBrokenPipe(broken))
        {
            IsClosed = true;
        }

        _block.ResetWrittenCount();
        _lineStart = 0;
    }

    private void Show(string line)
    {
        if (Shown.Hides(line))
        {
            var before = _block.WrittenSpan[.._lineStart].ToArray();
            _block.ResetWrittenCount();
            _block.Write(before);
            Encoding.UTF8.GetBytes(Shown.Text(line), _block);
        }
    }

    public void Dispose()
    {
        Flush();
        stream.Dispose();
    }
}
