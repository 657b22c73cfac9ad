namespace Covenant.Tests.Kafka;

/// <summary>What waits most of its time is tried beside others; each that fails is named.</summary>
internal static class Lanes
{
    public static async Task RunAsync(params (string Name, Func<Task> Run)[] lanes)
    {
        var failures = await Task.WhenAll(lanes.Select(async lane =>
        {
            try
            {
                await lane.Run();
                return null;
            }
            catch (Exception failed) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                return $"{lane.Name}: {failed}";
            }
        }));
        Assert.Empty(failures.OfType<string>());
    }
}
