using System.CommandLine;
using Covenant.LoadTests.Chaos;

var root = new RootCommand("The tools that say whether Covenant is right.") { ChaosCommand.Create() };
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
