using Covenant.Grains.Delivery;
using Orleans.Metadata;

namespace Covenant.Silo.Hosting;

/// <summary>
/// Which format all silos of the cluster read, by what each announces: while one of an earlier version is there, nothing is written that it
/// would misread. Safe to call from any thread.
/// </summary>
internal sealed partial class ClusterFormats(IClusterManifestProvider manifests, IClusterMembershipService membership, ILogger<ClusterFormats> logger)
{
    private readonly Lock _lock = new();
    private volatile Seen? _seen;

    /// <summary>Whether each silo that may have a partition reads what this version writes.</summary>
    public bool AllReadNow
    {
        get
        {
            var (manifest, members) = (manifests.Current, membership.CurrentSnapshot);
            return _seen is { } seen && ReferenceEquals(seen.Manifest, manifest) && ReferenceEquals(seen.Members, members) ? seen.AllRead : Look();
        }
    }

    private bool Look()
    {
        lock (_lock)
        {
            var (manifest, members) = (manifests.Current, membership.CurrentSnapshot);
            var now = new Seen(manifest, members, AllRead(manifest, members));
            Say(_seen?.AllRead, now);
            _seen = now;
            return now.AllRead;
        }
    }

    // One that is joining or leaving counts, and one of which it is not known yet what it reads.
    private static bool AllRead(ClusterManifest manifest, ClusterMembershipSnapshot members) => members.Members.Values
        .Where(member => member.Status is not (SiloStatus.None or SiloStatus.Created or SiloStatus.Dead))
        .All(member => manifest.Silos.TryGetValue(member.SiloAddress, out var silo) && ReadsFormatAttribute.Of(silo) >= ReadsFormatAttribute.Now);

    private void Say(bool? before, Seen now)
    {
        if (before is null or true && !now.AllRead)
        {
            Earlier();
        }
        else if (before is false && now.AllRead)
        {
            NoEarlier();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "a silo of the cluster is of an earlier version, or has not said yet of which: until none is, this one writes what that one reads")]
    private partial void Earlier();

    [LoggerMessage(2, LogLevel.Information, "all silos of the cluster read what this version writes")]
    private partial void NoEarlier();

    private sealed record Seen(ClusterManifest Manifest, ClusterMembershipSnapshot Members, bool AllRead);
}
