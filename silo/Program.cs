using System.CommandLine;
using Covenant.Silo.Hosting;

var root = RunCommand.Create();

// The host stops itself within its own time, and says how it ended; System.CommandLine's own limit would turn a clean stop into exit code 130.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
