namespace Covenant.LoadTests.Chaos.Load;

/// <summary>Publishes the script's changes of agreement when they are due, and holds the load back until all silos know what the next record needs.</summary>
internal sealed class ChangesUnderLoad(AgreementPublisher publisher, SiloCrew crew, TimeSpan patience)
{
    // A silo that was just reading the topic from its beginning says nothing of this record, so it comes again.
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(5);

    private readonly List<PublishedAgreement> _records = [];
    private int _published;
    private int _known;

    /// <summary>How many were published.</summary>
    public int Published => _published;

    public async Task FollowAsync(EventScript script, CancellationToken token)
    {
        if (script.ChangesPublished > _published)
        {
            _published = script.ChangesPublished;
            _records.Clear();
            await PublishAsync(script, token);
        }

        if (script.ChangesKnown > _known)
        {
            await KnownAsync(script, token);
            _known = script.ChangesKnown;
        }
    }

    private async Task KnownAsync(EventScript script, CancellationToken token)
    {
        for (var tries = 1; !await crew.KnowAsync(_records, AgainAfter, token); tries++)
        {
            if (tries > patience / AgainAfter)
            {
                throw new InvalidOperationException(
                    $"version {script.ChangesKnown + 1} of `{Banks.Changing}` was published, and not every silo has taken it within {patience}:{Environment.NewLine}{await crew.DescribeAsync(token)}");
            }

            await PublishAsync(script, token);
        }
    }

    private async Task PublishAsync(EventScript script, CancellationToken token) =>
        _records.Add(await publisher.PublishAsync(Banks.Changing, script.Changes(_published), token));
}
