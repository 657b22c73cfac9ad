using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Covenant.Tests.Schemas;

/// <summary>Asks a JSON Schema validator that nobody here wrote (Ajv, under Node.js).</summary>
internal static class SchemaValidator
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>For each text (a YAML or JSON document) what the schema says against it; skips the test where Node.js or its parts are missing, but never in CI.</summary>
    /// <param name="schema">A file in contracts/schemas.</param>
    public static string[][] Judge(string schema, IEnumerable<string> texts)
    {
        var folder = Path.Combine(RepositoryRoot.Path, "tests", "node");
        RealPart.Require(Directory.Exists(Path.Combine(folder, "node_modules", "ajv")) ? null : "Ajv is missing: run `npm ci --prefix tests/node`");
        using var node = Start(Path.Combine(folder, "validate.mjs"), Path.Combine(RepositoryRoot.Path, "contracts", "schemas", schema));
        var said = node.StandardOutput.ReadToEndAsync();
        var complaint = node.StandardError.ReadToEndAsync();
        node.StandardInput.Write(JsonSerializer.Serialize(texts));
        node.StandardInput.Close();
        if (!node.WaitForExit(Deadline))
        {
            node.Kill(entireProcessTree: true);
            Assert.Fail("the validator did not answer in time");
        }

        Assert.True(node.ExitCode == 0, complaint.Result);
        return JsonSerializer.Deserialize<string[][]>(said.Result)!;
    }

    private static Process Start(string script, string schema)
    {
        var command = new ProcessStartInfo("node", [script, schema]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(command)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            RealPart.Require("Node.js is missing: install `nodejs`");
            throw;
        }
    }
}
