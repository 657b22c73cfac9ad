using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using Covenant.Contracts.Vocabulary;
using Covenant.LoadTests.Benchmarks;
using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Drains;
using Covenant.LoadTests.Options;
using Covenant.LoadTests.Reporting;
using Covenant.LoadTests.Reporting.Comparing;
using Covenant.LoadTests.Runs;
using Covenant.LoadTests.Searches;
using Covenant.LoadTests.Workload;

// Numbers and times are written for programs, whatever the machine's language.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (!NormalForm.IsAvailable)
{
    await Console.Error.WriteLineAsync(NormalForm.Missing);
    return 2;
}

var root = new RootCommand("The tools that say whether Covenant is right, and how fast it is.")
{
    RunCommand.Create(), DrainCommand.Create(), SearchCommand.Create(), GenerateCommand.Create(), CompareCommand.Create(), ChaosCommand.Create(), BenchCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    // What follows names a type of .NET's.
    var message = parsed.Errors[0].Message.Split(" as expected type ")[0].TrimEnd('.').Replace('\'', '`');
    ReportConsole.ErrorLine($"{char.ToLowerInvariant(message[0])}{message[1..]}; `--help` tells what there is");
    return 2;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (WrongOptionException wrong)
{
    ReportConsole.ErrorLine(wrong.Message);
    return 2;
}
catch (Exception failed) when (failed is not OperationCanceledException)
{
    ReportConsole.ErrorLine($"the run could not be finished: {failed.Message}");
    return 2;
}
