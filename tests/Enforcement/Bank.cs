using System.Text;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Tests.Enforcement;

/// <summary>An institution named `bank` with one customer, to whom things happen minute by minute.</summary>
internal sealed class Bank(MemoryBounds? bounds = null)
{
    public static readonly EventTime Start = EventTime.Parse("2026-03-01T00:00:00Z");

    private readonly Verdicts _verdicts = new();
    private long _offset;
    private EventTime _clock;

    public CustomerState Customer { get; set; } = new();

    public Policy? Policy { get; private set; }

    /// <param name="head">Lines beside the clauses, such as a draft's status.</param>
    public static IEnumerable<Agreement> Agreements(string clauses, int version = 1, string head = "title: a bank") => AgreementReader.Read(
        $"""
        agreement: bank
        version: {version}
        effective: 2026-01-01T00:00:00Z
        {head}
        clauses:
        {clauses}
        """,
        "bank.yaml") is { Mistakes.IsEmpty: true } reading
            ? reading.Documents.Select(document => document.Agreement)
            : throw new ArgumentException("the agreement has a mistake", nameof(clauses));

    public Bank With(params IEnumerable<Agreement>[] versions)
    {
        Policy = AgreementBook.Compile(versions.SelectMany(version => version), bounds).Find("bank");
        return this;
    }

    public static EventTime At(double minutes) => new(Start.Ticks + (long)(minutes * TimeSpan.TicksPerMinute));

    public static DataUseEvent Event(double minutes, string operation, string? item = null, string? id = null) => new()
    {
        Id = id ?? FormattableString.Invariant($"{operation}-{minutes}-{item}"),
        Time = At(minutes),
        Institution = "bank",
        Customer = "c-1",
        Operation = Term.Of(operation),
        Item = item,
    };

    /// <summary>An event as a producer writes it.</summary>
    /// <param name="data">Fields of its data beside institution and customer, as JSON.</param>
    public static DataUseEvent Read(double minutes, string data)
    {
        var json = $$"""{ "specversion": "1.0", "id": "{{minutes}}", "time": "{{At(minutes)}}", "data": { "institution": "bank", "customer": "c-1", {{data}} } }""";
        return new EventDecoder().TryDecode(Encoding.UTF8.GetBytes(json), out var e, out var defect) ? e : throw new ArgumentException(defect.Message, nameof(data));
    }

    /// <summary>Why judging a draft failed at the event that was judged last; null where it did not.</summary>
    public string? DraftFailure => _verdicts.DraftFailure;

    /// <summary>The violations that the event decides.</summary>
    public IReadOnlyList<Violation> Judge(DataUseEvent e)
    {
        _clock = e.Time > _clock ? e.Time : _clock;
        _verdicts.Clear();
        Customer.Apply(Policy!, e, new StreamPosition("t", 0, _offset++), e.Time, _clock, _verdicts);
        return [.. _verdicts.Violations];
    }

    public IReadOnlyList<Violation> Judge(double minutes, string operation, string? item = null) => Judge(Event(minutes, operation, item));

    public IReadOnlyList<Violation> DecideBefore(double minutes)
    {
        _verdicts.Clear();
        Customer.DecideBefore(Policy!, At(minutes), _verdicts);
        return [.. _verdicts.Violations];
    }

    /// <summary>Writes the state and goes on with what is read back.</summary>
    public void Restart() => Customer = CustomerState.Decode(Customer.Encode());
}
