using System.CommandLine;
using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Reporting.Comparing;

var root = new RootCommand("The tools that say whether Covenant is right.") { ChaosCommand.Create(), CompareCommand.Create() };
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception failed) when (failed is not OperationCanceledException)
{
    await Console.Error.WriteLineAsync($"the run could not be finished: {failed.Message}");
    return 2;
}
