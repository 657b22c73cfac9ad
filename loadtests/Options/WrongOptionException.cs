namespace Covenant.LoadTests.Options;

/// <summary>What was asked for cannot be done as it was asked; the message is one line, and says what to give.</summary>
public sealed class WrongOptionException(string message) : Exception(message);
