using System.CommandLine;

namespace Covenant.Silo.Commands.Output;

/// <summary><c>--output json|text</c>, the same for every command.</summary>
internal static class OutputOption
{
    public static Option<OutputFormat?> Create(string description)
    {
        var option = new Option<OutputFormat?>("--output")
        {
            Description = description,
            HelpName = "json|text",
            CustomParser = result => result.Tokens.Count == 0 ? null : result.Tokens[0].Value switch
            {
                "json" => OutputFormat.Json,
                "text" => OutputFormat.Text,
                var other => Refuse(result, other),
            },
        };
        option.CompletionSources.Add("json", "text");
        return option;
    }

    private static OutputFormat? Refuse(System.CommandLine.Parsing.ArgumentResult result, string other)
    {
        result.AddError($"`--output` is `json` or `text`, not `{other}`");
        return null;
    }
}
