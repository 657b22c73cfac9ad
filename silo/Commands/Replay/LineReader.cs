using Covenant.Contracts.Events;

namespace Covenant.Silo.Commands.Replay;

/// <summary>Cuts JSON lines out of a stream, in blocks, without a string or a copy for each. Every command that reads them reads them here.</summary>
/// <remarks>
/// A line ends with LF or CRLF, the last one also with the stream. A blank line is passed over, and counted: one of white space alone, behind a byte order mark or not. Of a
/// line over the bound only the first bytes are kept and the rest is skipped, so memory stays bounded whatever the stream holds.
/// </remarks>
/// <param name="lineBytesMax">Longest line that comes whole, without its end.</param>
/// <param name="beforeRead">Called before each read, which may wait for long.</param>
internal sealed class LineReader(Stream stream, int lineBytesMax, Action? beforeRead = null)
{
    // Room for a longest line with its CRLF, and as much again, so that a block is read at once.
    private readonly byte[] _block = new byte[2 * (lineBytesMax + 2)];
    private int _start;
    private int _end;
    private bool _ended;
    private int _lineStart;
    private int _lineLength;

    /// <summary>The line last read, without its end; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Line => _block.AsSpan(_lineStart, _lineLength);

    /// <summary>Of the line last read, 0-based; blank ones have theirs.</summary>
    public long Number { get; private set; } = -1;

    /// <summary>The line last read was longer than the bound: <see cref="Line"/> is its beginning.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Of the stream, so far.</summary>
    public long BytesRead { get; private set; }

    private bool IsBlank => ByteOrderMark.Skip(Line).IndexOfAnyExcept(" \t\r"u8) < 0;

    /// <returns>False at the end of the stream.</returns>
    public bool Read()
    {
        while (ReadAny())
        {
            if (IsCut || !IsBlank)
            {
                return true;
            }
        }

        return false;
    }

    private bool ReadAny()
    {
        IsCut = false;
        var searched = _start;
        while (true)
        {
            var found = _block.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return Take(searched + found, next: searched + found + 1);
            }

            searched = _end;
            if (_ended)
            {
                return _start < _end && Take(_end, _end);
            }

            if (_end - _start > lineBytesMax + 1)
            {
                return TakeBeginning();
            }

            searched -= Fill();
        }
    }

    private bool Take(int end, int next)
    {
        Number++;
        _lineStart = _start;
        _lineLength = end - _start;
        if (_lineLength > 0 && Line[^1] == '\r')
        {
            _lineLength--;
        }

        _start = next;
        if (_lineLength > lineBytesMax)
        {
            (_lineLength, IsCut) = (lineBytesMax, true);
        }

        return true;
    }

    private bool TakeBeginning()
    {
        Number++;
        (_lineStart, _lineLength, IsCut) = (0, lineBytesMax, true);
        _block.AsSpan(_start, lineBytesMax).CopyTo(_block);
        _start = _end = lineBytesMax;
        while (!_ended)
        {
            _end = lineBytesMax;
            ReadMore();
            var found = _block.AsSpan(lineBytesMax, _end - lineBytesMax).IndexOf((byte)'\n');
            if (found >= 0)
            {
                _start = lineBytesMax + found + 1;
                return true;
            }
        }

        _start = _end;
        return true;
    }

    /// <returns>How far what was there has moved towards the front.</returns>
    private int Fill()
    {
        var moved = 0;
        if (_start > 0 && _block.Length - _end < _block.Length / 2)
        {
            moved = _start;
            _block.AsSpan(_start, _end - _start).CopyTo(_block);
            (_start, _end) = (0, _end - _start);
        }

        ReadMore();
        return moved;
    }

    private void ReadMore()
    {
        beforeRead?.Invoke();
        var read = stream.Read(_block.AsSpan(_end));
        _ended = read == 0;
        _end += read;
        BytesRead += read;
    }
}
