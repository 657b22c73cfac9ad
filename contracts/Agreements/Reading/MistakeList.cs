using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>The mistakes of one file, as they are found.</summary>
internal sealed class MistakeList(string file)
{
    private readonly List<AgreementMistake> _told = [];
    private readonly HashSet<AgreementMistake> _known = [];

    /// <summary>The clause that is being read.</summary>
    public string? Clause { get; set; }

    /// <summary>Those that are not told included.</summary>
    public int Count { get; private set; }

    public void Add(Node at, string message) => Add(at.Line, message);

    public void Add(int line, string message) => Add(new AgreementMistake(file, line, Clause, message));

    public void AddRange(IEnumerable<AgreementMistake> mistakes)
    {
        foreach (var mistake in mistakes)
        {
            Add(mistake);
        }
    }

    /// <summary>By line, those of a line as they were found.</summary>
    public ImmutableArray<AgreementMistake> ToSorted()
    {
        var sorted = _told.OrderBy(mistake => mistake.Line);
        var rest = Count - _told.Count;
        return rest == 0 ? [.. sorted] : [.. sorted, new AgreementMistake(file, 0, null, $"and {rest} more mistakes: mend these first")];
    }

    // What stands behind an alias is read as often as it is named, and is wrong once.
    private void Add(AgreementMistake mistake)
    {
        if (_told.Count == AgreementReader.MistakesMax)
        {
            Count++;
        }
        else if (_known.Add(mistake))
        {
            Count++;
            _told.Add(mistake);
        }
    }
}
