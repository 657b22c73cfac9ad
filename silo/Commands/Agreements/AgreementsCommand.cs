using System.CommandLine;

namespace Covenant.Silo.Commands.Agreements;

/// <summary><c>covenant agreements</c>: checks them, explains them, puts them in force.</summary>
internal static class AgreementsCommand
{
    public static Command Create() => new("agreements", "Check agreements, explain them in plain English, publish them.")
    {
        LintCommand.Create(),
        ExplainCommand.Create(),
        PublishCommand.Create(),
    };
}
