using System.Text;
using System.Text.Json;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Events;

/// <summary>The texts of events: undoes escapes, keeps bounds, and shares what comes again and again.</summary>
internal sealed class EventTexts
{
    // A JSON escape of six bytes can stand for one byte of text.
    private const int EscapedPerByte = 6;
    private const int PooledBytesMax = 128;

    private readonly BytesPool<string> _words = new(4_096, PooledBytesMax);

    // Apart, so that the many customers do not put out the few words.
    private readonly BytesPool<string> _customers = new(8_192, PooledBytesMax);
    private readonly BytesPool<Term> _terms = new(4_096, PooledBytesMax);
    private readonly byte[] _unescaped = new byte[EventLimits.TextBytesMax * EscapedPerByte];

    /// <summary>The bytes of the string at hand, good until the next call.</summary>
    public EventDefect? Read(ref EventJson json, EventField field, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (json.Reader.TokenType != JsonTokenType.String)
        {
            return EventDefects.WrongType(json, field, "a string");
        }

        return TryUnescape(ref json.Reader, out text, out var tooLong) ? null
            : tooLong ? EventDefects.TooLong(json.PlaceOf(field), EventLimits.TextBytesMax)
            : EventDefects.NotText(json.PlaceOf(field));
    }

    /// <summary>The bytes of the string or the property's name at hand, good until the next call.</summary>
    public bool TryUnescape(ref Utf8JsonReader reader, out ReadOnlySpan<byte> text, out bool tooLong)
    {
        text = reader.ValueSpan;
        tooLong = false;
        if (!reader.ValueIsEscaped)
        {
            tooLong = text.Length > EventLimits.TextBytesMax;
            return !tooLong;
        }

        if (text.Length > _unescaped.Length)
        {
            tooLong = true;
            return false;
        }

        try
        {
            text = _unescaped.AsSpan(0, reader.CopyString(_unescaped));
            tooLong = text.Length > EventLimits.TextBytesMax;
            return !tooLong;
        }
        catch (InvalidOperationException)
        {
            // The reader's only way to say that half a surrogate pair stands alone.
            return false;
        }
    }

    public string Word(ReadOnlySpan<byte> text) => Shared(_words, text);

    public string Customer(ReadOnlySpan<byte> text) => Shared(_customers, text);

    public Term Term(ReadOnlySpan<byte> text)
    {
        if (!_terms.TryGet(text, out var term))
        {
            term = TermDag.Find(Encoding.UTF8.GetString(text));
            _terms.Add(text, term);
        }

        return term;
    }

    private static string Shared(BytesPool<string> pool, ReadOnlySpan<byte> text)
    {
        if (!pool.TryGet(text, out var word))
        {
            word = Encoding.UTF8.GetString(text);
            pool.Add(text, word);
        }

        return word;
    }
}
