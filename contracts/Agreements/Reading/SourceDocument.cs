namespace Covenant.Contracts.Agreements.Reading;

/// <param name="Text">Its part of the file, which can be read by itself.</param>
/// <param name="MistakesBefore">How many the file had before this document.</param>
internal sealed record SourceDocument(Node Root, string Text, int MistakesBefore);
