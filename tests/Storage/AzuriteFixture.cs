using Covenant.LoadTests.Processes;
using Covenant.Tests.Storage;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Covenant.Tests.Storage;

/// <summary>One real Azurite for all tests that do it no harm, started when the first one asks for it.</summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly Lazy<Task<AzuriteNode>> _node = new(() => AzuriteNode.StartAsync(AzuriteNode.FindProgram()!));

    public async Task<AzuriteNode> NodeAsync()
    {
        Require();
        return await _node.Value;
    }

    public static void Require() => RealPart.Require(AzuriteNode.FindProgram() is null ? "no Azurite: run `npm ci --prefix tests/node`, or set AZURITE to the program" : null);

    public async ValueTask DisposeAsync()
    {
        if (_node.IsValueCreated)
        {
            await (await _node.Value).DisposeAsync();
        }
    }
}
