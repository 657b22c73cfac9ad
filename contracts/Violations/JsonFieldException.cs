namespace Covenant.Contracts.Violations;

/// <summary>Leaves a reader that has met a mistake; never leaves the assembly.</summary>
internal sealed class JsonFieldException(string message) : Exception(message);
