using System.Diagnostics;

namespace Covenant.Tests.Commands;

/// <summary>The built executable, run as a user would run it.</summary>
internal static class CovenantProcess
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static Task<CommandResult> RunAsync(params string[] args) => RunAsync(null, args);

    public static async Task<CommandResult> RunAsync(byte[]? input, params string[] args)
    {
        using var process = Start(args);
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        if (input is not null)
        {
            await process.StandardInput.BaseStream.WriteAsync(input, deadline.Token);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync(deadline.Token);
        return new CommandResult(process.ExitCode, await output, await errors);
    }

    public static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "covenant.dll"));
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }
}

internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
