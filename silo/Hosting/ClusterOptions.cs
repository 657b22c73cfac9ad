using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.RegularExpressions;
using Covenant.Silo.Settings;

namespace Covenant.Silo.Hosting;

/// <summary>This silo's place among the others.</summary>
internal sealed partial class ClusterOptions : IValidatableObject
{
    public const string Section = "Covenant:Cluster";

    /// <summary>How silos find each other. Default <see cref="ClusterProvider.Localhost"/>: there are no others.</summary>
    public ClusterProvider Provider { get; set; }

    /// <summary>Where Redis is, in StackExchange.Redis' form.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Silos of one name find each other. Default <c>covenant</c>.</summary>
    public string ClusterId { get; set; } = "covenant";

    /// <summary>Whose state it is: the same over clusters that follow each other. Default <c>covenant</c>.</summary>
    public string ServiceId { get; set; } = "covenant";

    /// <summary>This silo's own, the same after a restart; by default its machine and port.</summary>
    public string? Name { get; set; }

    /// <summary>Where the other silos reach this one: an IP address of this machine. By default the loopback where it is alone, and the machine's first other address where it is not.</summary>
    public string? Address { get; set; }

    /// <summary>The port by which silos speak to each other; default 11111, and a free one where the silo brings its own broker. 0 = a free one.</summary>
    [Range(0, 65_535)]
    public int? Port { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConnectionMistake() is { } mistake)
        {
            yield return new($"`{Section}:{nameof(ConnectionString)}` {mistake}");
        }

        foreach (var (setting, name) in new[] { (nameof(ClusterId), ClusterId), (nameof(ServiceId), ServiceId), (nameof(Name), Name) })
        {
            if (name is not null && !PlainName().IsMatch(name))
            {
                yield return new($"`{Section}:{setting}` is `{name}`; it must be 1 to 64 letters, digits, `.`, `_` or `-`");
            }
        }

        if (Address is not null && (!IPAddress.TryParse(Address, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            yield return new($"`{Section}:{nameof(Address)}` is `{Address}`; it must be an IP address of this machine that the other silos reach, such as `10.0.0.5`");
        }
    }

    // Never with its value, for it may hold a password.
    private string? ConnectionMistake()
    {
        if (Provider != ClusterProvider.Redis)
        {
            return ConnectionString is null ? null : $"is set, and nothing uses it; set `{Section}:{nameof(Provider)}` to `{ClusterProvider.Redis}`, or leave it out";
        }

        return string.IsNullOrWhiteSpace(ConnectionString)
            ? $"is missing, and `{Section}:{nameof(Provider)}` is `{ClusterProvider.Redis}`; {RedisConnection.Example}"
            : RedisConnection.MistakeIn(ConnectionString);
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex PlainName();
}
