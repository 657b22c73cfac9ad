using Covenant.LoadTests.Processes;
using Covenant.Tests.Storage;

[assembly: AssemblyFixture(typeof(RedisFixture))]

namespace Covenant.Tests.Storage;

/// <summary>One real Redis for all tests that do it no harm, started when the first one asks for it.</summary>
public sealed class RedisFixture : IAsyncDisposable
{
    private readonly Lazy<Task<RedisNode>> _node = new(() => RedisNode.StartAsync(RedisNode.FindProgram()!));

    public async Task<RedisNode> NodeAsync()
    {
        Require();
        return await _node.Value;
    }

    public static void Require() => RealPart.Require(RedisNode.FindProgram() is null ? "no Redis: install redis-server" : null);

    public async ValueTask DisposeAsync()
    {
        if (_node.IsValueCreated)
        {
            await (await _node.Value).DisposeAsync();
        }
    }
}
