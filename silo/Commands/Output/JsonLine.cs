using System.Text.Encodings.Web;
using System.Text.Json;

namespace Covenant.Silo.Commands.Output;

/// <summary>What a command answers with <c>--output json</c>.</summary>
internal static class JsonLine
{
    // Relaxed: for terminals and programs, never for HTML.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of<T>(T answer) => JsonSerializer.Serialize(answer, Options);
}
