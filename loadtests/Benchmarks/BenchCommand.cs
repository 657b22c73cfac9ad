using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Covenant.LoadTests.Benchmarks;

/// <summary><c>covenant-load bench</c>: micro-benchmarks, to be read as ratios.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var arguments = new Argument<string[]>("arguments") { Description = "What BenchmarkDotNet takes, after --: --filter '*Decode*', --list flat, --job long.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("bench", "Time decoding, judging and the state in small. Build with -c Release.") { arguments };
        command.SetAction(parsed => Run(parsed.GetValue(arguments) ?? []));
        return command;
    }

    private static int Run(string[] arguments)
    {
        // In this process: a project of its own for each benchmark would be built by the rules of this repository.
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance))
            .HideColumns(Column.Error, Column.StdDev, Column.RatioSD)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "covenant-bench"));
        return BenchmarkSwitcher.FromAssembly(typeof(BenchCommand).Assembly).Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config).Any() ? 0 : 1;
    }
}
