using Covenant.Contracts.Events;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Divides a text into its documents.</summary>
internal sealed class SourceReader
{
    private readonly string _text;
    private readonly MistakeList _mistakes;
    private readonly TokenReader _tokens;
    private readonly NodeReader _nodes;
    private bool _isUnreadable;

    public SourceReader(string text, MistakeList mistakes)
    {
        _text = ByteOrderMark.SkipInYaml(text);
        _mistakes = mistakes;
        _tokens = new TokenReader(_text, mistakes);
        _nodes = new NodeReader(_tokens, mistakes);
    }

    /// <summary>One after the other, as far as the text can be read; empty ones are passed over.</summary>
    public IEnumerable<SourceDocument> Documents()
    {
        var textStart = 0;
        while (!_isUnreadable && _tokens.Advance())
        {
            if (_tokens.Current is not DocumentStart)
            {
                continue;
            }

            var before = _mistakes.Count;
            if (!_tokens.Advance())
            {
                yield break;
            }

            if (_tokens.Current is SequenceStart)
            {
                foreach (var item in Items())
                {
                    yield return item;
                }

                continue;
            }

            _nodes.ForgetAnchors();
            if (_nodes.Read() is not { } root || !_tokens.Advance())
            {
                yield break;
            }

            var textEnd = _tokens.CurrentEnd;
            if (root is not ScalarNode { IsNull: true })
            {
                yield return new SourceDocument(root, Part(textStart, textEnd), before);
            }

            textStart = textEnd;
        }
    }

    /// <summary>The documents of a list. An alias cannot point from one into another, so that each can be read by itself.</summary>
    private IEnumerable<SourceDocument> Items()
    {
        while (_tokens.Advance() && _tokens.Current is not SequenceEnd)
        {
            var before = _mistakes.Count;
            var start = (int)_tokens.Current.Start.Index;
            var column = (int)_tokens.Current.Start.Column;
            _nodes.ForgetAnchors();
            if (_nodes.Read() is not { } root)
            {
                _isUnreadable = true;
                yield break;
            }

            // The first line of an item of a block list begins after its dash; spaces keep it in line with the others.
            yield return new SourceDocument(root, new string(' ', column - 1) + _text[start..EndOf(start)], before);
        }
    }

    // The parser ends a mapping in braces before its brace.
    private int EndOf(int start)
    {
        var end = _tokens.CurrentEnd;
        return end < _text.Length && _text[start] == '{' && _text[end] == '}' ? end + 1 : Math.Max(start, end);
    }

    private string Part(int start, int end)
    {
        var part = _text[start..end];
        return part.StartsWith("...", StringComparison.Ordinal) ? part[3..] : part;
    }
}
