using System.Text;

namespace Covenant.LoadTests.Workload;

/// <summary>A workload's records one after the other. For one thread at a time.</summary>
public sealed class EventSequence
{
    private const int AgainAfterMax = 64;

    private const long Microseconds = 1_000_000;

    private readonly WorkloadSettings _settings;
    private readonly Population _population;
    private readonly Conversations _conversations;
    private readonly EventTimeText _time = new();
    private readonly EventTemplate _opened;
    private readonly EventTemplate[] _ends;
    private readonly EventTemplate[] _touches;
    private readonly EventTemplate[] _commercial;
    private readonly EventTemplate[] _outside;
    private readonly byte[] _key;
    private readonly PriorityQueue<(byte[] Key, byte[] Value), long> _again = new();
    private Dice _dice;

    public EventSequence(WorkloadSettings settings)
    {
        _settings = settings;
        _population = new(settings);
        _conversations = new(settings);
        _dice = new Dice((ulong)settings.Seed);
        EventTemplate Of(string operation, string? purpose, string actor, string conversation = "t-") => new(settings, operation, purpose is null ? [] : [purpose], actor, conversation);
        _opened = Of("ConversationOpened", null, "gateway");
        _ends = [.. Enumerable.Repeat(Of("ConversationClosed", null, "gateway"), 9), Of("ConversationMoved", null, "gateway")];
        _touches =
        [
            .. BenchAgreement.Permitted.Select(purpose => Of("dpv:Use", purpose, "assistant")), .. BenchAgreement.Permitted.Select(purpose => Of("dpv:Access", purpose, "archive")),
            Of("Notified", null, "gateway"),
        ];
        _commercial =
        [
            Of("dpv:Use", "dpv:TargetedAdvertising", "ads-ranking"), Of("dpv:Use", "dpv:SellProducts", "shop"), Of("dpv:Access", "dpv:Personalisation", "feed"),

            // A permitted purpose beside it permits nothing.
            new(settings, "dpv:Use", ["dpv:CustomerCare", "dpv:Advertising"], "assistant"),
        ];
        _outside = [Of("dpv:Use", "dpv:CustomerCare", "assistant", "x-"), Of("dpv:Access", "fin:PaymentProcessing", "archive", "x-")];
        _key = Encoding.UTF8.GetBytes($"{settings.Prefix}{new string('0', _population.InstitutionDigits)}/{settings.Run}-{new string('0', Population.CustomerDigits)}");
        Key = Value = [];
    }

    /// <summary>How many records there were; an event's number, at the end of its id, is how many were before it.</summary>
    public long Count { get; private set; }

    /// <summary>Valid until the next call.</summary>
    public byte[] Key { get; private set; }

    /// <summary>Valid until the next call.</summary>
    public byte[] Value { get; private set; }

    /// <param name="time">When the record is due, in microseconds since 1970; never less than before.</param>
    public void Next(long time)
    {
        if (_again.TryPeek(out _, out var at) && at <= Count)
        {
            (Key, Value) = _again.Dequeue();
            Count++;
            return;
        }

        Write(time);
        Count++;
        if (Is(_settings.Duplicates))
        {
            _again.Enqueue(([.. Key], [.. Value]), Count + _dice.Next(AgainAfterMax));
        }
    }

    private bool Is(double share) => share > 0 && _dice.NextShare() < share;

    private void Write(long time)
    {
        var turn = _conversations.Next(ref _dice, time, out var customer);
        var template = turn switch
        {
            Turn.Open => _opened,
            Turn.Close => Pick(_ends),
            _ => Touch(customer, out time, time),
        };
        var present = turn != Turn.Touch || !_conversations.IsUnattended(customer);
        var conversation = Array.IndexOf(_outside, template) < 0 ? _conversations.Of(customer) : Count % 1_000_000_000;
        var institution = _population.InstitutionOf(customer);
        template.Fill(Count, _time.Of(time), institution, _population.InstitutionDigits, customer, conversation, present);
        EventTemplate.Write(_key.AsSpan(_settings.Prefix.Length, _population.InstitutionDigits), institution);
        EventTemplate.Write(_key.AsSpan(_key.Length - Population.CustomerDigits), customer);
        (Key, Value) = (_key, template.Bytes);
        if (turn == Turn.Touch && Is(_settings.Unreadable))
        {
            Value = Broken(template.Bytes);
        }
    }

    private EventTemplate Touch(int customer, out long time, long due)
    {
        time = due;
        var template = Pick(_touches);
        if (Is(_settings.Violations))
        {
            switch (_dice.Next(3))
            {
                case 0:
                    template = Pick(_commercial);
                    break;
                case 1:
                    template = Pick(_outside);
                    break;
                default:
                    _conversations.LeaveAlone(customer);
                    break;
            }
        }

        if (Is(_settings.OutOfOrder))
        {
            time = Math.Max(_conversations.OpenedAt(customer), due - _dice.Next(30 * (int)Microseconds));
        }
        else if (Is(_settings.Late))
        {
            time = due - (660 + _dice.Next(1_140)) * Microseconds;
        }

        return template;
    }

    private EventTemplate Pick(EventTemplate[] some) => some[_dice.Next(some.Length)];

    private byte[] Broken(byte[] whole) => _dice.Next(3) switch
    {
        0 => "not an event"u8.ToArray(),
        1 => whole[..(whole.Length / 2)],
        _ => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(whole).Replace($"\"institution\":\"{_settings.Prefix}", "\"institution\":\"nobody-", StringComparison.Ordinal)),
    };
}
