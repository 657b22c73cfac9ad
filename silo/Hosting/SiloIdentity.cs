namespace Covenant.Silo.Hosting;

internal sealed class SiloIdentity
{
    public string Name { get; } = Environment.MachineName;
}
