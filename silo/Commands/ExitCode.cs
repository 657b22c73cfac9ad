namespace Covenant.Silo.Commands;

/// <summary>What every command ends with.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It was understood, and it failed; or <c>--fail-on-violation</c> found one.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for makes no sense: an unknown option, a folder that is not there, an agreement with mistakes.</summary>
    public const int Usage = 2;
}
