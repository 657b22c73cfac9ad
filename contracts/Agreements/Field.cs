namespace Covenant.Contracts.Agreements;

public enum FieldKind
{
    Operation = 0,
    Purposes = 1,
    Categories = 2,
    Actor = 3,
    Role = 4,
    Recipient = 5,
    Region = 6,
    Forms = 7,
    CustomerPresent = 8,
    Conversation = 9,
    Item = 10,

    /// <summary>Not in a selector; what an institution-wide limit counts or tells apart.</summary>
    Customer = 11,

    /// <summary><c>attributes.NAME</c>.</summary>
    Attribute = 12,
}

/// <summary>A field of an event, by the name it has in an agreement.</summary>
/// <param name="Attribute">Its name, for <see cref="FieldKind.Attribute"/> alone.</param>
public readonly record struct Field(FieldKind Kind, string? Attribute = null)
{
    /// <summary>A field that can hold several values.</summary>
    public bool IsList => Kind is FieldKind.Purposes or FieldKind.Categories or FieldKind.Forms or FieldKind.Attribute;

    /// <summary>Reads a name such as <c>purposes</c> or <c>attributes.channel</c>; names differ by case.</summary>
    public static bool TryParse(string name, out Field field) => FieldNames.TryParse(name, out field);

    public override string ToString() => Kind switch
    {
        FieldKind.Attribute => FieldNames.AttributePrefix + Attribute,
        FieldKind.CustomerPresent => "customerPresent",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
