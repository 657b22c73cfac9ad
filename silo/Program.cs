return await Covenant.Silo.Commands.CommandLine.RunAsync(args);
