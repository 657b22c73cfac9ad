using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads <c>per</c>: one word, or a list.</summary>
internal sealed class ScopeReader(MistakeList mistakes)
{
    private const string Customer = "customer", Institution = "institution";
    private static readonly string[] Words = [Customer, "conversation", "item", "actor", "recipient", Institution];

    private readonly ValueReader _values = new(mistakes);

    public Scope Read(Node node)
    {
        if (node is ListNode { Items.IsEmpty: true })
        {
            mistakes.Add(node, "`per` is an empty list: write `per: customer`, or leave it out");
        }

        var items = node is ListNode list ? list.Items : [node];
        var words = items.Select(item => Words[Math.Max(0, _values.Choice(item, "per", Words))]).ToHashSet();
        if (words.Contains(Institution) && items.FirstOrDefault(item => item is ScalarNode { Written: Customer }) is { } customer)
        {
            mistakes.Add(customer, "`per` cannot be `customer` and `institution`: for each customer leave out `institution`, for all of them together `customer`");
        }

        var fields = FieldListReader.Sorted(words.Where(word => word is not (Customer or Institution)).Select(word => Field.TryParse(word, out var field) ? field : default));
        return words.Contains(Institution) || !fields.IsEmpty ? new Scope(words.Contains(Institution), fields) : Scope.Customer;
    }
}
