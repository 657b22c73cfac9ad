using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>The mistakes of one file, as they are found.</summary>
internal sealed class MistakeList(string file)
{
    private const int RepeatsMax = 10 * AgreementReader.MistakesMax;

    private readonly List<AgreementMistake> _told = [];
    private readonly HashSet<AgreementMistake> _known = [];
    private readonly HashSet<AgreementMistake> _warnings = [];
    private int _untold;
    private bool _hasMoreWarnings;

    /// <summary>The clause that is being read.</summary>
    public string? Clause { get; set; }

    /// <summary>Those that are told already, and those that are too many to tell, included.</summary>
    public int Count { get; private set; }

    public void Add(Node at, string message) => Add(at.Line, message);

    public void Add(int line, string message) => Add(new AgreementMistake(file, line, Clause, message));

    /// <param name="message">Asked for only while there is room: to find what was probably meant takes time, which no text may multiply.</param>
    public void Add(Node at, Func<string> message) => Add(at.Line, message);

    /// <inheritdoc cref="Add(Node, Func{string})"/>
    public void Add(int line, Func<string> message)
    {
        if (HasRoom)
        {
            Add(line, message());
        }
        else
        {
            Count++;
            _untold++;
        }
    }

    /// <summary>What is allowed but hardly meant; it spoils no document.</summary>
    public void Warn(Node at, string message)
    {
        var warning = new AgreementMistake(file, at.Line, Clause, message);
        if (_warnings.Count < AgreementReader.MistakesMax)
        {
            _warnings.Add(warning);
        }
        else
        {
            _hasMoreWarnings |= !_warnings.Contains(warning);
        }
    }

    public ImmutableArray<AgreementMistake> Warnings()
    {
        var sorted = _warnings.OrderBy(warning => warning.Line);
        return _hasMoreWarnings ? [.. sorted, new AgreementMistake(file, 0, null, $"there are more than these {AgreementReader.MistakesMax} warnings: mend these first")] : [.. sorted];
    }

    /// <summary>By line, those of a line as they were found.</summary>
    public ImmutableArray<AgreementMistake> ToSorted()
    {
        var sorted = _told.OrderBy(mistake => mistake.Line);
        return _untold == 0 ? [.. sorted] : [.. sorted, new AgreementMistake(file, 0, null, $"and {_untold} more: mend these first")];
    }

    // What stands behind an alias is read as often as it is named, and is told once.
    public void Add(AgreementMistake mistake)
    {
        if (!HasRoom)
        {
            _untold++;
        }
        else if (_known.Add(mistake))
        {
            _told.Add(mistake);
        }

        Count++;
    }

    private bool HasRoom => _told.Count < AgreementReader.MistakesMax && Count < RepeatsMax;
}
