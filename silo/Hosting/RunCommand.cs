using System.CommandLine;

namespace Covenant.Silo.Hosting;

/// <summary>The root of the command line: without a subcommand it runs the silo. What it does not know is configuration (<c>--Covenant:Kafka:bootstrap.servers=...</c>).</summary>
internal static class RunCommand
{
    public static RootCommand Create()
    {
        var settings = new Argument<string[]>("settings")
        {
            Description = "Settings such as --Covenant:Kafka:bootstrap.servers=localhost:9092; without that one the silo brings its own broker and plays the samples.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var root = new RootCommand("Covenant judges every touch of customer data by the agreement that its bank negotiated.") { settings };
        root.SetAction((parsed, token) => SiloHost.RunAsync(parsed.GetValue(settings) ?? [], token));
        return root;
    }
}
