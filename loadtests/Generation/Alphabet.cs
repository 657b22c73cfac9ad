using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Vocabulary;
using CsCheck;

namespace Covenant.LoadTests.Generation;

/// <summary>The few words of which agreements and events are made, so that they meet often.</summary>
internal static class Alphabet
{
    /// <summary>A name that agreements give sometimes: a fact where one does, else a hidden touch.</summary>
    public const string Sometimes = "Pinged";

    /// <summary>A name that no agreement gives.</summary>
    public const string Never = "Peeked";

    public static readonly Gen<string> Institution = Gen.Frequency((3, "bank"), (1, "union"));

    public static readonly Gen<string> Customer = Gen.Frequency((5, "c-1"), (2, "c-2"), (1, "c-3"));

    public static readonly Gen<string> Operation = Gen.Frequency(
        (6, "dpv:Use"), (3, "dpv:Access"), (4, "dpv:Share"), (3, "dpv:Erase"), (3, "ConversationOpened"), (2, "ConversationClosed"), (2, "ConsentGiven"), (1, Sometimes));

    public static readonly Gen<string> EventOperation = Gen.Frequency((30, Operation), (1, Gen.Const(Never)));

    public static readonly Gen<string> Purpose = Gen.OneOf("dpv:Marketing", "dpv:TargetedAdvertising", "dpv:CustomerCare", "dpv:ServiceProvision", "x:Odd");

    public static readonly Gen<string> Category = Gen.OneOf("pd:BankAccount", "pd:Financial", "x:Strange");

    public static readonly Gen<string> Conversation = Gen.OneOf("t-1", "t-2");

    public static readonly Gen<string> Item = Gen.OneOf("m-1", "m-2");

    public static readonly Gen<string> Actor = Gen.OneOf("ads", "bot");

    public static readonly Gen<string> Recipient = Gen.OneOf("r-1", "r-2", "r-3");

    public static readonly Gen<string> Region = Gen.OneOf("US", "EU");

    public static readonly Gen<string> Form = Gen.OneOf("encrypted", "hashed");

    public static readonly Gen<string> Channel = Gen.OneOf("chat", "7", "true");

    public static readonly Field ChannelField = new(FieldKind.Attribute, "channel");

    /// <summary>A field that a selector may name, with values it may have.</summary>
    public static readonly Gen<(Field Field, string[] Values)> Tested = Gen.OneOf<(Field, string[])>(
        Values(FieldKind.Operation, Operation),
        Values(FieldKind.Purposes, Purpose),
        Values(FieldKind.Categories, Category),
        Values(FieldKind.Actor, Actor),
        Values(FieldKind.Role, Gen.Const("service")),
        Values(FieldKind.Recipient, Recipient),
        Values(FieldKind.Region, Region),
        Values(FieldKind.Forms, Form),
        Values(FieldKind.CustomerPresent, Gen.OneOf("true", "false")),
        Values(FieldKind.Conversation, Conversation),
        Values(FieldKind.Item, Item),
        Channel.Array[1, 2].Select(values => (ChannelField, values.Distinct().ToArray())));

    /// <summary>What <c>match</c> may name.</summary>
    public static readonly Gen<ImmutableArray<Field>> Match = Gen.Frequency(
        (6, Fields()),
        (3, Fields(FieldKind.Item)),
        (3, Fields(FieldKind.Conversation)),
        (1, Fields(FieldKind.Actor)),
        (1, Fields(FieldKind.Actor, FieldKind.Item)),
        (1, Fields(FieldKind.Purposes)),
        (1, Fields(FieldKind.CustomerPresent)),
        (1, [ChannelField]));

    /// <summary>What <c>distinct</c> and <c>bind</c> may name.</summary>
    public static readonly Gen<Field> Told = Gen.Frequency(
        (4, new Field(FieldKind.Recipient)), (2, new Field(FieldKind.Item)), (2, new Field(FieldKind.Purposes)), (1, new Field(FieldKind.Conversation)),
        (1, new Field(FieldKind.Actor)), (1, new Field(FieldKind.Forms)), (1, ChannelField), (1, new Field(FieldKind.Operation)));

    public static Term[] Terms(IEnumerable<string> names) => [.. names.Distinct().Select(Term.Of)];

    private static ImmutableArray<Field> Fields(params FieldKind[] kinds) => [.. kinds.Select(kind => new Field(kind))];

    private static Gen<(Field, string[])> Values(FieldKind kind, Gen<string> value) =>
        value.Array[1, 2].Select(values => (new Field(kind), values.Distinct().ToArray()));
}
