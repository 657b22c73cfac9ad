using System.Collections.Immutable;
using System.Globalization;
using Covenant.Contracts.Vocabulary;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Makes nodes of a text's parts, bounded in depth and number, so that no text costs more than its length allows.</summary>
internal sealed class NodeReader(TokenReader tokens, MistakeList mistakes)
{
    private const string CoreTag = "tag:yaml.org,2002:";

    private readonly Dictionary<string, Node> _anchors = [];
    private int _size;

    public void ForgetAnchors() => _anchors.Clear();

    /// <summary>The node that begins at the current part; null where the rest of the text cannot be used, the mistake then being told.</summary>
    public Node? Read(int depth = 1)
    {
        var line = (int)tokens.Current.Start.Line;
        if (tokens.Current is AnchorAlias alias)
        {
            return Repeat(alias.Value.Value, line, depth);
        }

        if (++_size > AgreementReader.NodesMax || depth > AgreementReader.DepthMax)
        {
            return RefuseSize(line, depth);
        }

        // The parser closes a mapping after a key where the indentation breaks off.
        if (tokens.Current is not NodeEvent start)
        {
            mistakes.Add(line, YamlProblem.ValueMissing);
            return null;
        }

        Node? node = start switch
        {
            Scalar scalar => ReadScalar(scalar, line),
            SequenceStart => ReadList(line, depth),
            _ => ReadMap(line, depth),
        };
        if (node is not null)
        {
            CheckTag(start, node, line);
        }

        if (node is not null && !start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private ScalarNode ReadScalar(Scalar scalar, int line)
    {
        if (NormalForm.IsBroken(scalar.Value))
        {
            mistakes.Add(line, $"{Quoted.Of(scalar.Value)} has half a surrogate pair, which is no Unicode text: write both halves or none");
        }

        return new ScalarNode(NormalForm.Of(scalar.Value), IsPlain(scalar), line) { IsCut = scalar.Style == ScalarStyle.Plain && tokens.CommentFollows };
    }

    private ListNode? ReadList(int line, int depth)
    {
        var items = ImmutableArray.CreateBuilder<Node>();
        while (tokens.Advance())
        {
            if (tokens.Current is SequenceEnd)
            {
                return new ListNode(items.ToImmutable(), line, 1 + items.Max(item => (int?)item.Depth) ?? 1, 1 + items.Sum(item => item.Size));
            }

            if (Read(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return null;
    }

    private MapNode? ReadMap(int line, int depth)
    {
        var entries = new List<MapEntry>();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        while (tokens.Advance())
        {
            if (tokens.Current is MappingEnd)
            {
                return new MapNode([.. entries], line, 1 + entries.Max(entry => (int?)entry.Value.Depth) ?? 1, 1 + entries.Sum(entry => 1 + entry.Value.Size));
            }

            if (Read(depth + 1) is not { } key || !tokens.Advance() || Read(depth + 1) is not { } value)
            {
                return null;
            }

            if (key is not ScalarNode { Written: var name })
            {
                mistakes.Add(key, $"{key.Shown} cannot be a key: write a word");
            }
            else if (first.TryAdd(name, key.Line) || IsOfNumber(name, value))
            {
                entries.Add(new MapEntry(name, key.Line, value));
            }
            else
            {
                mistakes.Add(key, $"key {Quoted.Of(name)} stands in line {first[name]} already: write it once");
            }
        }

        return null;
    }

    // `count: 1,000,000` in braces has the key `000` twice, which is told with the number.
    private static bool IsOfNumber(string name, Node value) => value is ScalarNode { IsNull: true } && name.Length == 3 && name.All(char.IsAsciiDigit);

    private Node? Repeat(string name, int line, int depth)
    {
        if (!_anchors.TryGetValue(name, out var node))
        {
            mistakes.Add(line, $"alias {Quoted.Of("*" + name)} has no anchor {Quoted.Of("&" + name)} above it in this document; to take any value write `\"*\"` in quotes");
            return new ScalarNode(name, true, line);
        }

        _size = Math.Min(_size + node.Size, AgreementReader.NodesMax + 1);
        return _size > AgreementReader.NodesMax || depth + node.Depth - 1 > AgreementReader.DepthMax ? RefuseSize(line, depth + node.Depth - 1) : node;
    }

    private ScalarNode? RefuseSize(int line, int depth)
    {
        mistakes.Add(line, depth > AgreementReader.DepthMax
            ? $"over {AgreementReader.DepthMax} levels of lists, mappings and aliases within each other: write it flatter"
            : $"over {AgreementReader.NodesMax} values, those repeated by aliases included: write less, or split the file");
        return null;
    }

    private void CheckTag(NodeEvent start, Node node, int line)
    {
        if (start.Tag.IsEmpty || start.Tag.IsNonSpecific)
        {
            return;
        }

        var tag = start.Tag.Value;
        if (!tag.StartsWith(CoreTag, StringComparison.Ordinal))
        {
            mistakes.Add(line, $"tag {Quoted.Of(tag)} means nothing in an agreement: leave it out");
        }
        else if (!Fits(tag[CoreTag.Length..], node))
        {
            mistakes.Add(line, $"tag {Quoted.Of("!!" + tag[CoreTag.Length..])} does not fit {node.Shown}: leave it out");
        }
    }

    private static bool Fits(string tag, Node node) => (tag, node) switch
    {
        ("str", ScalarNode) or ("seq", ListNode) or ("map", MapNode) => true,
        ("null", ScalarNode { IsNull: true }) or ("bool", ScalarNode { Value: "true" or "false" }) => true,
        ("int", ScalarNode { Written: var whole }) => long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        ("float", ScalarNode { Written: var number }) => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static bool IsPlain(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific || !scalar.Tag.Value.EndsWith(":str", StringComparison.Ordinal));
}
