namespace Covenant.Tests.Agreements.Mistakes;

/// <summary>A text with mistakes, and all that is to be said of it.</summary>
/// <param name="Schema">What the JSON Schema, which cannot see everything, says of the same text.</param>
/// <param name="Expected">Each without the file's name in front.</param>
internal sealed record MistakeCase(string Name, SchemaSays Schema, string Text, params string[] Expected);

internal enum SchemaSays
{
    /// <summary>The mistake is one of structure.</summary>
    Refused,

    /// <summary>The mistake is between the lines: what exists, what is unique, what fits together.</summary>
    Accepted,

    /// <summary>The text is no document that could be put to it.</summary>
    Nothing,
}
