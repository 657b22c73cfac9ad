using System.Collections.Immutable;
using System.Text;
using Covenant.Contracts.Agreements.Reading;

namespace Covenant.Contracts.Agreements;

/// <summary>Reads agreements from YAML or JSON (which is YAML too): several documents divided by <c>---</c>, or a list of them.</summary>
/// <remarks>
/// Whatever the text holds, the answer is an <see cref="AgreementReading"/>: nothing is thrown. Every mistake of the file is told at once;
/// a document that has one yields no agreement, and the others still do. The schema of a document is <c>schemas/agreement.v1.schema.json</c>.
/// </remarks>
public static class AgreementReader
{
    /// <summary>1 MiB of UTF-8; a longer text is not read at all.</summary>
    public const int BytesMax = 1 << 20;

    /// <summary>Lists and mappings within each other, those that an alias brings in included.</summary>
    public const int DepthMax = 32;

    /// <summary>Values, lists and mappings of one text, each counted again wherever an alias repeats it.</summary>
    public const int NodesMax = 200_000;

    /// <summary>Of one agreement.</summary>
    public const int ClausesMax = 1_000;

    /// <summary>Of one agreement.</summary>
    public const int SetsMax = 256;

    /// <summary>Of one field in a selector, sets replaced by their members.</summary>
    public const int ValuesMax = 10_000;

    /// <summary>Of all selectors of one agreement together, sets replaced by their members.</summary>
    public const int ValuesTogetherMax = 100_000;

    /// <summary>Of one <c>match</c>, those of the conditions around it included.</summary>
    public const int MatchFieldsMax = 64;

    /// <summary>How many mistakes are told; the rest are counted.</summary>
    public const int MistakesMax = 200;

    /// <param name="bytes">What the file holds; a byte order mark is passed over. At most one byte more than <see cref="BytesMax"/> is needed of a longer one.</param>
    /// <param name="file">What mistakes call it.</param>
    public static AgreementReading Read(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length <= BytesMax && SourceBytes.ToText(bytes, out var mistake) is null)
        {
            return new AgreementReading([], [new AgreementMistake(file, mistake.Line, null, mistake.Message)]);
        }

        return Read(Encoding.UTF8.GetString(bytes), file);
    }

    /// <param name="text">What the file holds.</param>
    /// <param name="file">What mistakes call it.</param>
    public static AgreementReading Read(string text, string file)
    {
        var mistakes = new MistakeList(file);
        var found = ImmutableArray.CreateBuilder<AgreementDocument>();
        if (text.Length > BytesMax || Encoding.UTF8.GetByteCount(text) > BytesMax)
        {
            mistakes.Add(1, "the text is over 1 MiB: split it into a file for each institution");
            return new AgreementReading([], mistakes.ToSorted());
        }

        foreach (var document in new SourceReader(text, mistakes).Documents())
        {
            var reader = new DocumentReader(mistakes);
            var agreement = reader.Read(document.Root);
            if (mistakes.Count == document.MistakesBefore)
            {
                found.Add(new AgreementDocument(agreement, file, document.Root.Line, document.Text) { ClauseLines = reader.ClauseLines });
            }
        }

        foreach (var (document, mistake) in AgreementSet.Doubled(found.ToArray()))
        {
            mistakes.Add(mistake);
            found.Remove(document);
        }

        if (found.Count == 0 && mistakes.Count == 0)
        {
            mistakes.Add(1, "there is no agreement in it: begin with `agreement: NAME`, `version: 1`, `effective: TIME` and `clauses:`");
        }

        return new AgreementReading(found.ToImmutable(), mistakes.ToSorted()) { Warnings = mistakes.Warnings() };
    }
}
