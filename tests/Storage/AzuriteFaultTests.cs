using Covenant.LoadTests.Processes;
using Covenant.Tests.Silo;
using Orleans.Runtime;
using Orleans.Storage;

namespace Covenant.Tests.Storage;

/// <summary>An Azurite of its own that goes away under load: what was reported agrees with what is there.</summary>
public sealed class AzuriteFaultTests
{
    [Fact]
    public Task Writes_outlive_a_restart_of_the_storage() => RunAsync(async (azurite, _) =>
    {
        await azurite.DieAsync();
        await azurite.StartAgainAsync();
    });

    [Fact]
    public Task Writes_that_were_given_up_and_take_effect_later_are_found_to_be_in() => RunAsync(async (azurite, retries) =>
    {
        azurite.Freeze();

        // Then requests lie in the frozen one's sockets that their senders have given up.
        await Eventually.HoldsAsync("a write to the frozen storage is sent again", () => retries.Value > 0);
        azurite.Thaw();
    });

    private static async Task RunAsync(Func<AzuriteNode, CounterReading, Task> faultAsync)
    {
        AzuriteFixture.Require();
        await using var azurite = await AzuriteNode.StartAsync(AzuriteNode.FindProgram()!);
        var traffic = await TableTraffic.ToAsync(azurite.ConnectionString, TimeSpan.FromSeconds(20));
        var underWay = new TaskCompletionSource();
        using var over = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 200).Select(_ => WriteAsync(traffic.Tables, underWay, over.Token)).ToList();

        await underWay.Task;
        using var retries = new CounterReading(traffic.Services, "covenant.state.retries");
        await faultAsync(azurite, retries);
        await over.CancelAsync();
        var ends = await Task.WhenAll(writers);

        Assert.All(ends, end => Assert.True(end.Failure is null, end.Failure?.Message));
        var read = await Task.WhenAll(ends.Select(end => new Activation(traffic.Tables, end.Grain).ReadAsync()));
        Assert.Equal(ends.Select(end => end.Written), read.Select(activation => BitConverter.ToInt32(activation.Bytes)));
    }

    // One write after another, until it is enough; each goes on with the ETag that the last one brought.
    private static async Task<(GrainId Grain, int Written, Exception? Failure)> WriteAsync(IGrainStorage storage, TaskCompletionSource underWay, CancellationToken over)
    {
        var (grain, written) = (Activation.NewGrain(), 0);
        var activation = new Activation(storage, grain);
        while (written < 5 || !over.IsCancellationRequested)
        {
            if (await Outcome.OfAsync(activation.WriteAsync(BitConverter.GetBytes(written + 1))) is { } failure)
            {
                return (grain, written, failure);
            }

            if (++written == 3)
            {
                underWay.TrySetResult();
            }
        }

        return (grain, written, null);
    }
}
