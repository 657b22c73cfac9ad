namespace Covenant.Silo.Checkpoints;

/// <summary>A partition is not to be read before an operator says what is to be done, or before something is there again. The message says in one line what and how.</summary>
internal sealed class HeldException(string reason) : Exception(reason);
