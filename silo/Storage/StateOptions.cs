using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Covenant.Silo.Settings;

namespace Covenant.Silo.Storage;

/// <summary>Where grain state is kept.</summary>
internal sealed partial class StateOptions : IValidatableObject
{
    public const string Section = "Covenant:State";

    /// <summary>Default <see cref="StateProvider.Memory"/>.</summary>
    public StateProvider Provider { get; set; }

    /// <summary>Of the storage account, or of Redis in StackExchange.Redis' form.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Of the storage account, in place of a connection string: the credential is then what Azure.Identity's <c>DefaultAzureCredential</c> finds.</summary>
    public string? ServiceUri { get; set; }

    /// <summary>The table, the blob container, or in Redis the part of each key after the service id. Default <c>covenant</c>.</summary>
    public string Table { get; set; } = "covenant";

    /// <summary>How long a storage that is away, or throttles, is asked again before a read or a write fails; Azure Tables alone. Default 30 s.</summary>
    /// <remarks>Longer than a grain call waits (<see cref="Hosting.FailureDetection.ResponseTimeout"/>) on purpose, see "Storage is asked for longer than a call waits" in silo/README.md.</remarks>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Accepts that storage has nothing of what was judged so far: the token that the silo prints where it refuses to start for that. It
    /// fits this loss and no later one, so it may stay.
    /// </summary>
    public string? StartEmpty { get; set; }

    /// <summary>
    /// Lets a partition's row go that cannot be read, or a chunk of its due dates: the token that health says, several with commas between.
    /// Each fits that row or chunk alone, so it may stay.
    /// </summary>
    public string? ForgetRow { get; set; }

    /// <summary>Whether <see cref="ForgetRow"/> has this token.</summary>
    public bool Forgets(string token) => ForgetRow?.Split(',', StringSplitOptions.TrimEntries).Contains(token, StringComparer.Ordinal) == true;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enum.IsDefined(Provider))
        {
            return [new($"`{Section}:{nameof(Provider)}` is `{Provider}`; it must be one of {string.Join(", ", Enum.GetNames<StateProvider>().Select(name => $"`{name}`"))}")];
        }

        return new[] { BuildMistake(), ConnectionMistake(), TableMistake(), RetryMistake() }.OfType<string>().Select(mistake => new ValidationResult(mistake));
    }

    private string? BuildMistake() =>
        Provider is StateProvider.OrleansAzureTable or StateProvider.OrleansAzureBlob && !OrleansAzureStorage.IsBuiltIn
            ? $"`{Section}:{nameof(Provider)}` is `{Provider}`, which this silo was built without; build it with `dotnet build /p:OrleansAzureStorage=true`, or choose `{StateProvider.AzureTables}`"
            : null;

    private string? ConnectionMistake() => Provider switch
    {
        StateProvider.Memory => Unused(nameof(ConnectionString), ConnectionString) ?? Unused(nameof(ServiceUri), ServiceUri),
        StateProvider.Redis => Unused(nameof(ServiceUri), ServiceUri)
            ?? (string.IsNullOrWhiteSpace(ConnectionString) ? Missing("such as `localhost:6379`") : Named(RedisConnection.MistakeIn(ConnectionString))),
        _ => AccountMistake(),
    };

    private string? AccountMistake() => (string.IsNullOrWhiteSpace(ConnectionString), string.IsNullOrWhiteSpace(ServiceUri)) switch
    {
        (true, true) => Missing($"of the storage account, or set `{Section}:{nameof(ServiceUri)}` such as `https://account.table.core.windows.net`"),
        (false, false) => $"`{Section}:{nameof(ConnectionString)}` and `{Section}:{nameof(ServiceUri)}` are both set; leave one of them out",
        (true, false) => Uri.TryCreate(ServiceUri, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
            ? null
            : $"`{Section}:{nameof(ServiceUri)}` is `{ServiceUri}`; it must be an address such as `https://account.table.core.windows.net`",
        _ => Named(AzureTables.TableClients.MistakeIn(ConnectionString!)),
    };

    private string? TableMistake() =>
        PlainName().IsMatch(Table) ? null : $"`{Section}:{nameof(Table)}` is `{Table}`; it must be 3 to 63 letters and digits, a letter first";

    private string? RetryMistake() =>
        RetryFor < TimeSpan.FromSeconds(1) || RetryFor > TimeSpan.FromMinutes(10)
            ? $"`{Section}:{nameof(RetryFor)}` is `{RetryFor}`; it must be between `00:00:01` and `00:10:00`"
            : null;

    private string? Unused(string setting, string? value) =>
        value is null ? null : $"`{Section}:{setting}` is set, and `{Section}:{nameof(Provider)}` is `{Provider}`, which does not use it; choose another provider, or leave it out";

    private string Missing(string example) =>
        $"`{Section}:{nameof(ConnectionString)}` is missing, and `{Section}:{nameof(Provider)}` is `{Provider}`; give one {example}";

    // Never with its value, for it may hold a password.
    private static string? Named(string? mistake) => mistake is null ? null : $"`{Section}:{nameof(ConnectionString)}` {mistake}";

    // What every provider takes.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]{2,62}\z")]
    private static partial Regex PlainName();
}
