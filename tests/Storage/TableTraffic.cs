using System.Collections.Concurrent;
using System.Net;
using Azure.Core.Pipeline;
using Covenant.Silo.Storage;
using Covenant.Silo.Storage.AzureTables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Covenant.Tests.Storage;

/// <summary>Our provider on a real Azurite, with what goes between them counted, answered by another, or lost on the way back.</summary>
internal sealed class TableTraffic : DelegatingHandler
{
    private readonly ConcurrentQueue<Fault> _faults = new();
    private int _transactions;

    private TableTraffic()
        : base(new SocketsHttpHandler())
    {
    }

    private enum Fault
    {
        Throttle,
        Break,
        LoseAnswer,
    }

    public TableStorage Tables { get; private set; } = null!;

    public IServiceProvider Services { get; private set; } = null!;

    /// <summary>Transactions that reached Azurite.</summary>
    public int Transactions => Volatile.Read(ref _transactions);

    public static async Task<TableTraffic> ToAsync(string connection, TimeSpan? retryFor = null)
    {
        var traffic = new TableTraffic();
        traffic.Services = Tests.Storage.Services.With(
            ("Provider", nameof(StateProvider.AzureTables)), ("ConnectionString", connection), ("RetryFor", (retryFor ?? TimeSpan.FromSeconds(60)).ToString()));
        var table = TableClients.Create(traffic.Services.GetRequiredService<IOptions<StateOptions>>().Value, client => client.Transport = new HttpClientTransport(traffic));
        traffic.Tables = ActivatorUtilities.CreateInstance<TableStorage>(traffic.Services, table);
        await traffic.Tables.PrepareAsync();
        return traffic;
    }

    /// <summary>The next transactions are answered with 503, and do not reach Azurite.</summary>
    public void ThrottleNext(int count) => Add(Fault.Throttle, count);

    /// <summary>The next transactions are answered with 500, and do not reach Azurite.</summary>
    public void BreakNext(int count) => Add(Fault.Break, count);

    /// <summary>The next transactions reach Azurite, and nobody learns what it answered.</summary>
    public void LoseAnswers(int count) => Add(Fault.LoseAnswer, count);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isTransaction = request.RequestUri!.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal);
        var fault = isTransaction && _faults.TryDequeue(out var next) ? next : (Fault?)null;
        if (fault is Fault.Throttle)
        {
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Headers = { { "Retry-After", "1" } } };
        }

        if (fault is Fault.Break)
        {
            return new HttpResponseMessage(HttpStatusCode.InternalServerError);
        }

        Interlocked.Add(ref _transactions, isTransaction ? 1 : 0);
        var answer = await base.SendAsync(request, cancellationToken);
        if (fault is not Fault.LoseAnswer)
        {
            return answer;
        }

        answer.Dispose();
        throw new HttpRequestException("the answer was lost");
    }

    private void Add(Fault fault, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _faults.Enqueue(fault);
        }
    }
}
