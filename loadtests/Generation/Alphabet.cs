using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using CsCheck;

namespace Covenant.LoadTests.Generation;

/// <summary>The few words of which agreements and events are made, so that they meet often.</summary>
internal static class Alphabet
{
    /// <summary>Names that agreements and drafts give sometimes: a fact where one does, else a hidden touch.</summary>
    public static readonly string[] Sometimes = ["Pinged", "Glanc\u00E9d"];

    /// <summary>A name that no agreement gives.</summary>
    public const string Never = "Peeked";

    /// <summary>Plain purposes and categories: true where a set lists them.</summary>
    public static readonly string[] Words = ["promo", "caf\u00E9"];

    public static readonly Gen<string> Institution = Gen.Frequency((3, "bank"), (1, "union"));

    public static readonly Gen<string> Customer = Gen.Frequency((10, "c-1"), (4, "c-2"), (2, "c-3"), (1, "c-\u00E9"), (1, "c-e\u0301"));

    public static readonly Gen<string> Operation = Gen.Frequency(
        (6, "dpv:Use"), (3, "dpv:Access"), (4, "dpv:Share"), (3, "dpv:Erase"), (3, "ConversationOpened"), (2, "ConversationClosed"), (2, "ConsentGiven"), (1, Sometimes[0]), (1, Sometimes[1]));

    public static readonly Gen<string> Purpose = Gen.Frequency(
        (3, "dpv:Marketing"), (3, "dpv:TargetedAdvertising"), (3, "dpv:CustomerCare"), (3, "dpv:ServiceProvision"), (1, "fin:PaymentProcessing"), (1, "x:Odd"), (1, Words[0]), (1, Words[1]));

    /// <summary>Those that are met most.</summary>
    public static readonly string[] Purposes = ["dpv:Marketing", "dpv:TargetedAdvertising", "dpv:CustomerCare", "dpv:ServiceProvision", "fin:PaymentProcessing"];

    public static readonly Gen<string> Category = Gen.Frequency((3, "pd:BankAccount"), (3, "pd:Financial"), (2, "x:Strange"), (1, Words[1]));

    public static readonly Gen<string> Conversation = Gen.OneOf("t-1", "t-2");

    public static readonly Gen<string> Item = Gen.OneOf("m-1", "m-2");

    public static readonly Gen<string> Actor = Gen.OneOf("ads", "bot");

    public static readonly Gen<string> Recipient = Gen.OneOf("r-1", "r-2", "r-3");

    public static readonly Gen<string> Region = Gen.OneOf("US", "EU", "K\u00F6ln");

    public static readonly Gen<string> Form = Gen.OneOf("encrypted", "hashed");

    public static readonly Gen<string> Channel = Gen.OneOf("chat", "7", "true", "caf\u00E9");

    public static readonly Field ChannelField = new(FieldKind.Attribute, "channel");

    public static readonly Field AccentedField = new(FieldKind.Attribute, "r\u00F4le");

    private static readonly Gen<Field> AttributeField = Gen.Frequency((3, ChannelField), (1, AccentedField));

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
        Attribute());

    /// <summary>A field of which a permit's positive part asks more than one value, or one purpose.</summary>
    public static readonly Gen<(Field Field, string[] Values)> Asked = Gen.OneOf<(Field, string[])>(
        Values(FieldKind.Purposes, Purpose), Values(FieldKind.Purposes, Purpose), Values(FieldKind.Categories, Category), Values(FieldKind.Forms, Form), Attribute());

    /// <summary>What <c>match</c> may name.</summary>
    public static readonly Gen<ImmutableArray<Field>> Match = Gen.Frequency(
        (6, Gen.Const(Fields())),
        (3, Gen.Const(Fields(FieldKind.Item))),
        (3, Gen.Const(Fields(FieldKind.Conversation))),
        (1, Gen.Const(Fields(FieldKind.Actor))),
        (1, Gen.Const(Fields(FieldKind.Actor, FieldKind.Item))),
        (2, Gen.Const(Fields(FieldKind.Purposes))),
        (1, Gen.Const(Fields(FieldKind.CustomerPresent))),
        (5, AttributeField.Select(one => ImmutableArray.Create(one))));

    /// <summary>What <c>distinct</c> and <c>bind</c> may name.</summary>
    public static readonly Gen<Field> Told = Gen.Frequency(
        (4, Gen.Const(new Field(FieldKind.Recipient))), (2, Gen.Const(new Field(FieldKind.Item))), (2, Gen.Const(new Field(FieldKind.Purposes))), (1, Gen.Const(new Field(FieldKind.Conversation))),
        (1, Gen.Const(new Field(FieldKind.Actor))), (1, Gen.Const(new Field(FieldKind.Forms))), (7, AttributeField), (1, Gen.Const(new Field(FieldKind.Operation))));

    private static Gen<(Field, string[])> Attribute() => Gen.Select(AttributeField, Channel.Array[1, 2]).Select(pair => (pair.Item1, pair.Item2.Distinct().ToArray()));

    private static ImmutableArray<Field> Fields(params FieldKind[] kinds) => [.. kinds.Select(kind => new Field(kind))];

    private static Gen<(Field, string[])> Values(FieldKind kind, Gen<string> value) =>
        value.Array[1, 2].Select(values => (new Field(kind), values.Distinct().ToArray()));
}
