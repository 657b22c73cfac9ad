using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Covenant.Silo.Http;

/// <summary>Where the silo answers by HTTP.</summary>
internal sealed class HttpOptions : IValidatableObject
{
    public const string Section = "Covenant:Http";

    private const int UsualPort = 8_080;

    /// <summary>Default 8080, and a free one where the silo brings its own broker. 0 = a free one.</summary>
    [Range(0, 65_535)]
    public int? Port { get; set; }

    /// <summary>The IP address that is listened on. Default: all, since who asks for its health is another machine; the loopback where the silo brings its own broker.</summary>
    public string? Address { get; set; }

    public IPEndPoint Endpoint(bool isDemo) =>
        new(Address is null ? (isDemo ? IPAddress.Loopback : IPAddress.Any) : IPAddress.Parse(Address), Port ?? (isDemo ? 0 : UsualPort));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is not null && !IPAddress.TryParse(Address, out _))
        {
            yield return new($"`{Section}:{nameof(Address)}` is `{Address}`; it must be an IP address such as `127.0.0.1`, or `0.0.0.0` for all");
        }
    }
}
