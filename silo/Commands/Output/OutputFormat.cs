namespace Covenant.Silo.Commands.Output;

internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text = 0,

    /// <summary>For programs.</summary>
    Json = 1,
}
