using System.Text.Json;

namespace Covenant.Tests.Schemas;

/// <summary>Asks a JSON Schema validator that nobody here wrote (Ajv, under Node.js).</summary>
internal static class SchemaValidator
{
    /// <summary>For each text (a YAML or JSON document) what the schema says against it.</summary>
    /// <param name="schema">A file in contracts/schemas.</param>
    public static string[][] Judge(string schema, IEnumerable<string> texts)
    {
        var path = Path.Combine(RepositoryRoot.Path, "contracts", "schemas", schema);
        return JsonSerializer.Deserialize<string[][]>(NodeScript.RunAsync("ajv", "validate.mjs", JsonSerializer.Serialize(texts), path).GetAwaiter().GetResult())!;
    }
}
