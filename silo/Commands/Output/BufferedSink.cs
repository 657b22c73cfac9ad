using System.Buffers;
using System.Text;

namespace Covenant.Silo.Commands.Output;

/// <summary>Collects bytes and hands them on in blocks, so that a violation costs no system call of its own.</summary>
internal sealed class BufferedSink(Stream stream) : IDisposable
{
    private const int BlockBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _block = new(BlockBytes);

    /// <summary>Where to write; end each line with <see cref="EndLine"/>.</summary>
    public IBufferWriter<byte> Writer => _block;

    /// <summary>The reader went away: what is written from now on is dropped.</summary>
    public bool IsClosed { get; private set; }

    public void EndLine()
    {
        _block.Write("\n"u8);
        if (_block.WrittenCount >= BlockBytes)
        {
            Flush();
        }
    }

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
    }

    public void Dispose()
    {
        Flush();
        stream.Dispose();
    }
}
