using System.Text;
using System.Text.Json;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Events;

/// <summary>The texts of events: undoes escapes, keeps bounds, and shares what comes again and again.</summary>
internal sealed class EventTexts
{
    // A JSON escape of six bytes can stand for one byte of text.
    private const int EscapedPerByte = 6;

    private readonly BytesPool<string> _words = new(4_096, bytesMax: 128);

    // Apart, so that the many customers do not put out the few words.
    private readonly BytesPool<string> _customers = new(8_192, bytesMax: 64);
    private readonly BytesPool<Term> _terms = new(2_048, bytesMax: 128);
    private readonly byte[] _unescaped = new byte[EventLimits.TextBytesMax * EscapedPerByte];

    // These two return the span, and the defect aside: a span that goes through memory costs more than reading it does.

    /// <summary>The bytes of the string at hand, good until the next call.</summary>
    public ReadOnlySpan<byte> Read(ref EventJson json, EventField field, out EventDefect? defect)
    {
        if (json.Reader.TokenType == JsonTokenType.String)
        {
            return ReadName(ref json, field, out defect);
        }

        defect = EventDefects.WrongType(json, field, "a string");
        return default;
    }

    /// <summary>The same for the name of a property.</summary>
    /// <param name="field">The object that it is in.</param>
    public ReadOnlySpan<byte> ReadName(ref EventJson json, EventField field, out EventDefect? defect)
    {
        defect = null;
        var text = json.Reader.ValueIsEscaped ? Unescape(ref json, field, out defect) : json.Reader.ValueSpan;
        if (text.Length > EventLimits.TextBytesMax)
        {
            defect = EventDefects.TooLong(json.PlaceOf(field), EventLimits.TextBytesMax);
        }

        return text;
    }

    private ReadOnlySpan<byte> Unescape(ref EventJson json, EventField field, out EventDefect? defect)
    {
        defect = null;
        if (json.Reader.ValueSpan.Length > _unescaped.Length)
        {
            return json.Reader.ValueSpan;
        }

        try
        {
            return _unescaped.AsSpan(0, json.Reader.CopyString(_unescaped));
        }
        catch (InvalidOperationException)
        {
            // The reader's only way to say that half a surrogate pair stands alone.
            defect = EventDefects.NotText(json.PlaceOf(field));
            return default;
        }
    }

    public string Word(ReadOnlySpan<byte> text) => Shared(_words, text);

    public string Customer(ReadOnlySpan<byte> text) => Shared(_customers, text);

    public Term Term(ReadOnlySpan<byte> text)
    {
        if (!_terms.Takes(text))
        {
            return TermDag.Find(Encoding.UTF8.GetString(text));
        }

        ref var term = ref _terms.Find(text, out var known);
        if (!known)
        {
            term = TermDag.Find(Encoding.UTF8.GetString(text));
        }

        return term;
    }

    private static string Shared(BytesPool<string> pool, ReadOnlySpan<byte> text)
    {
        if (!pool.Takes(text))
        {
            return Encoding.UTF8.GetString(text);
        }

        ref var word = ref pool.Find(text, out var known);
        if (!known)
        {
            word = Encoding.UTF8.GetString(text);
        }

        return word;
    }
}
