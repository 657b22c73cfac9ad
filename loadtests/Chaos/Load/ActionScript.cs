namespace Covenant.LoadTests.Chaos.Load;

/// <summary>What a customer's next event is: few words, so that clauses meet them often.</summary>
internal sealed class ActionScript(Random random)
{
    private static readonly (int Weight, string Operation)[] Weights =
    [
        (34, "dpv:Use"), (24, "dpv:Access"), (6, "dpv:Share"), (7, "Notified"), (7, "conversation"), (4, "ConsentGiven"), (3, "ConsentWithdrawn"),
        (6, "dpv:Erase"), (6, "Approved"), (2, "ErasureRequested"), (1, "dpv:Store"),
    ];

    private static readonly int Total = Weights.Sum(one => one.Weight);

    public EventLine Next(ScriptedCustomer customer)
    {
        var operation = Pick();
        return operation switch
        {
            "conversation" => Conversation(customer),
            "dpv:Use" => new() { Operation = operation, Purpose = Purpose(), Region = random.Next(12) == 0 ? "EU" : "US", CustomerPresent = random.Next(4) > 0, Conversation = customer.Conversation },
            "dpv:Access" => new() { Operation = operation, Purpose = "dpv:CustomerCare", Actor = $"a-{random.Next(3)}", Records = random.Next(6), Conversation = customer.Conversation ?? "t-0" },
            "dpv:Share" => new() { Operation = operation, Purpose = "dpv:CustomerCare", Recipient = Recipient(), Item = Item() },
            "Notified" => new() { Operation = operation, Recipient = Recipient() },
            "Approved" => new() { Operation = operation, Item = Item(), Conversation = customer.Conversation },
            _ => new() { Operation = operation, Item = Item(), Purpose = operation == "dpv:Store" ? "x:Odd" : null },
        };
    }

    private static EventLine Conversation(ScriptedCustomer customer)
    {
        if (customer.Conversation is not { } open)
        {
            return new() { Operation = "ConversationOpened", Conversation = customer.Open() };
        }

        customer.Close();
        return new() { Operation = "ConversationClosed", Conversation = open };
    }

    private string Pick()
    {
        var at = random.Next(Total);
        return Weights.First(one => (at -= one.Weight) < 0).Operation;
    }

    private string Purpose() => random.Next(20) switch { 0 => "dpv:Marketing", 1 => "dpv:ServiceProvision", 2 => "x:Odd", _ => "dpv:CustomerCare" };

    private string Item() => $"m-{random.Next(3)}";

    private string Recipient() => $"r-{random.Next(5)}";
}
