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

    private readonly BytesPool<string> _normal = new(4_096, bytesMax: 128);

    // Apart, so that the many customers do not put out the few words.
    private readonly BytesPool<string> _customers = new(8_192, bytesMax: 64);
    private readonly BytesPool<Term>[] _terms = [.. Enum.GetValues<TermKind>().Select(_ => new BytesPool<Term>(1_024, bytesMax: 128))];
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

    /// <summary>As it is written.</summary>
    public string Word(ReadOnlySpan<byte> text) => Shared(_words, text, isNormal: false);

    /// <summary>In form C, as texts are compared.</summary>
    public string Normal(ReadOnlySpan<byte> text) => Shared(_normal, text, isNormal: true);

    public string Customer(ReadOnlySpan<byte> text) => Shared(_customers, text, isNormal: false);

    /// <summary>The term that a field for terms of this kind means. Its name is empty where the text is white space alone.</summary>
    public Term Term(ReadOnlySpan<byte> text, TermKind kind)
    {
        var terms = _terms[(int)kind];
        if (!terms.Takes(text))
        {
            return TermReader.Read(Encoding.UTF8.GetString(text), kind);
        }

        ref var term = ref terms.Find(text, out var known);
        if (!known)
        {
            term = TermReader.Read(Encoding.UTF8.GetString(text), kind);
        }

        return term;
    }

    private static string Shared(BytesPool<string> pool, ReadOnlySpan<byte> text, bool isNormal)
    {
        if (!pool.Takes(text))
        {
            return Made(text, isNormal);
        }

        ref var word = ref pool.Find(text, out var known);
        if (!known)
        {
            word = Made(text, isNormal);
        }

        return word;
    }

    private static string Made(ReadOnlySpan<byte> text, bool isNormal) =>
        isNormal ? NormalForm.Of(Encoding.UTF8.GetString(text)) : Encoding.UTF8.GetString(text);
}
