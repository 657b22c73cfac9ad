using System.Text;

namespace Covenant.LoadTests.Workload;

/// <summary>One kind of event as bytes in which names, time and numbers are filled in, in place; nothing is allocated for an event.</summary>
internal sealed class EventTemplate
{
    internal const int SequenceDigits = 10;

    internal const int ConversationDigits = 9;

    internal const int TimeLength = 27;

    // Bytes that no event holds stand for what is filled in.
    private const char Sequence = '\u0001';
    private const char Time = '\u0002';
    private const char Institution = '\u0003';
    private const char Customer = '\u0004';
    private const char Conversation = '\u0005';
    private const char Present = '\u0006';

    private readonly int[] _institutions;
    private readonly int[] _customers;
    private readonly int _sequence;
    private readonly int _time;
    private readonly int _conversation;
    private readonly int _present;

    /// <param name="purposes">None for a fact.</param>
    /// <param name="conversationPrefix"><c>t-</c>, or another for conversations that were never opened.</param>
    public EventTemplate(WorkloadSettings settings, string operation, string[] purposes, string actor, string conversationPrefix = "t-")
    {
        var population = new Population(settings);
        var institution = settings.Prefix + new string(Institution, population.InstitutionDigits);
        var customer = $"{settings.Run}-{new string(Customer, Population.CustomerDigits)}";
        var purposesField = purposes.Length == 0 ? "" : $"""
            "purposes":["{string.Join("\",\"", purposes)}"],
            """;
        var start = $$$"""
            {"specversion":"1.0","id":"{{{settings.Run}}}-{{{new string(Sequence, SequenceDigits)}}}","source":"/load","type":"datause.event.v1","time":"{{{new string(Time, TimeLength)}}}","subject":"{{{institution}}}/{{{customer}}}","data":{"institution":"{{{institution}}}","customer":"{{{customer}}}","operation":"{{{operation}}}",{{{purposesField}}}"categories":["pd:BankAccount"],"actor":"{{{actor}}}","role":"service","conversation":"{{{conversationPrefix}}}{{{new string(Conversation, ConversationDigits)}}}","customerPresent":{{{new string(Present, 5)}}},"attributes":{"note":"
            """;
        const string End = "\"}}}";
        Bytes = Encoding.UTF8.GetBytes(start + new string('.', Math.Max(0, settings.EventBytes - start.Length - End.Length)) + End);
        _institutions = Places(Institution);
        _customers = Places(Customer);
        (_sequence, _time, _conversation, _present) = (Places(Sequence)[0], Places(Time)[0], Places(Conversation)[0], Places(Present)[0]);
    }

    public byte[] Bytes { get; }

    /// <param name="time"><see cref="TimeLength"/> bytes.</param>
    public void Fill(long sequence, ReadOnlySpan<byte> time, int institution, int institutionDigits, int customer, long conversation, bool customerPresent)
    {
        var bytes = Bytes.AsSpan();
        Write(bytes.Slice(_sequence, SequenceDigits), sequence);
        time.CopyTo(bytes[_time..]);
        foreach (var place in _institutions)
        {
            Write(bytes.Slice(place, institutionDigits), institution);
        }

        foreach (var place in _customers)
        {
            Write(bytes.Slice(place, Population.CustomerDigits), customer);
        }

        Write(bytes.Slice(_conversation, ConversationDigits), conversation);
        (customerPresent ? "true "u8 : "false"u8).CopyTo(bytes[_present..]);
    }

    /// <summary>All digits, with zeros in front.</summary>
    public static void Write(Span<byte> digits, long number)
    {
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            var rest = number / 10;
            digits[i] = (byte)('0' + (number - rest * 10));
            number = rest;
        }
    }

    // Where a run of the placeholder begins.
    private int[] Places(char placeholder) =>
        [.. Enumerable.Range(0, Bytes.Length).Where(i => Bytes[i] == placeholder && (i == 0 || Bytes[i - 1] != placeholder))];
}
