using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Walks through the parts of a text, and says where it is no YAML any more.</summary>
internal sealed class TokenReader(string text, MistakeList mistakes)
{
    private readonly Parser _parser = new(new StringReader(text));

    public ParsingEvent Current => _parser.Current!;

    /// <summary>Where the current part ends in the text.</summary>
    public int CurrentEnd => Math.Min((int)Current.End.Index, text.Length);

    /// <summary>Whether a comment begins behind the current part, in its line.</summary>
    public bool CommentFollows => text.AsSpan(CurrentEnd).TrimStart(' ') is ['#', ..];

    /// <summary>False at the end, and where the text cannot be read on; the mistake is then told.</summary>
    public bool Advance()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (YamlException problem)
        {
            var line = LineOf(problem);
            var (at, said) = YamlLines.Explain(text, line) ?? (line, YamlProblem.Explain(problem.Message));
            mistakes.Add(at, said);
            return false;
        }
        catch (Exception)
        {
            // INVARIANT: no text throws. The parser leaves its own contract in several ways (an end within brackets, a tag that is
            // no URI, as fuzzing found), and each of them means only that the text cannot be read on.
            mistakes.Add(_parser.Current is { } last ? (int)last.End.Line : 1, YamlProblem.BrokenOff);
            return false;
        }
    }

    // The parser blames the mapping that a tab is in.
    private int LineOf(YamlException problem)
    {
        var line = (int)Math.Max(1, problem.Start.Line);
        if (!problem.Message.Contains("tab", StringComparison.OrdinalIgnoreCase))
        {
            return line;
        }

        var lines = text.Split('\n');
        var tabbed = Array.FindIndex(lines, line - 1, candidate => candidate.TrimStart(' ').StartsWith('\t'));
        return tabbed < 0 ? line : tabbed + 1;
    }
}
