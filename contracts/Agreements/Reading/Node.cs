using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>A piece of a document, and where it stands.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Depth">1 for a scalar; what stands in a list or mapping is one less deep than it.</param>
/// <param name="Size">How many nodes it is, itself included, aliases replaced.</param>
internal abstract record Node(int Line, int Depth, int Size)
{
    /// <summary>What it is, for a message: the user's own word, or its kind.</summary>
    public abstract string Shown { get; }
}

/// <param name="IsPlain">Written without quotes.</param>
internal sealed record ScalarNode(string Written, bool IsPlain, int Line) : Node(Line, 1, 1)
{
    /// <summary>A comment follows it in its line, which may have been meant to be a part of it.</summary>
    public bool IsCut { get; init; }

    public bool IsNull => IsPlain && Written is ("" or "~" or "null" or "Null" or "NULL");

    /// <summary>As written, but <c>True</c> and the like as <c>true</c>: YAML has several spellings of the two.</summary>
    public string Value => !IsPlain ? Written : Written switch
    {
        "True" or "TRUE" => "true",
        "False" or "FALSE" => "false",
        _ => Written,
    };

    public override string Shown => IsNull ? "nothing" : Quoted.Of(Written);
}

internal sealed record ListNode(ImmutableArray<Node> Items, int Line, int Depth, int Size) : Node(Line, Depth, Size)
{
    public override string Shown => Items.IsEmpty ? "an empty list" : "a list";
}

internal sealed record MapNode(ImmutableArray<MapEntry> Entries, int Line, int Depth, int Size) : Node(Line, Depth, Size)
{
    public override string Shown => "a mapping";

    public Node? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    public bool Has(string key) => this[key] is not null;
}

internal readonly record struct MapEntry(string Key, int Line, Node Value);
