namespace Covenant.Contracts.Events;

/// <summary>The names in one event that nobody here knows: passed over, but not twice.</summary>
internal sealed class UnknownNames(EventTexts texts)
{
    // A usual event has none or a few; what a strange one made room for is given back.
    private const int KeptMax = 1_024;

    private HashSet<(bool InData, string Name)> _names = [];

    public void Clear()
    {
        if (_names.Count > KeptMax)
        {
            _names = [];
        }
        else if (_names.Count > 0)
        {
            _names.Clear();
        }
    }

    /// <returns>False where the object has it already.</returns>
    public bool Add(bool inData, ReadOnlySpan<byte> name) => _names.Add((inData, texts.Word(name)));
}
