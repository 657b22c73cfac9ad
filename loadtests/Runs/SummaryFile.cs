using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Covenant.LoadTests.Runs;

/// <summary>A summary as a file of JSON, <c>format</c> first. What a later version adds is ignored.</summary>
public static class SummaryFile
{
    public const int Format = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new MeasuredNumber() },
    };

    public static void Write(RunSummary summary, string path) => File.WriteAllText(path, ToJson(summary) + "\n");

    public static string ToJson(RunSummary summary)
    {
        var fields = JsonSerializer.SerializeToNode(summary, Json)!.AsObject();
        fields.Insert(0, "format", Format);
        return fields.ToJsonString(Json);
    }

    /// <summary>The summary, or in one line why the file is none.</summary>
    public static (RunSummary? Summary, string? Mistake) Read(string path)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
            return root?["format"] is not JsonValue number || !number.TryGetValue(out int format) ? (null, $"`{path}` is no summary of a run: give a file that `covenant-load run --output` wrote")
                : format != Format ? (null, $"`{path}` is of format {format}, and this covenant-load reads format {Format}: use the one that wrote it")
                : (root.Deserialize<RunSummary>(Json), null);
        }
        catch (JsonException broken)
        {
            var where = broken.Path is null or "$" ? "" : $" at `{broken.Path}`";
            return (null, $"`{path}` is no whole summary of a run: something is missing or wrong{where}; give a file that `covenant-load run --output` wrote");
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"`{path}` is not there: give the file that `covenant-load run --output` wrote");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, $"`{path}` cannot be read: give a file that this user may read");
        }
    }

    /// <summary>JSON has no number for what was not measured: it is written as null, and read as no number again.</summary>
    private sealed class MeasuredNumber : JsonConverter<double>
    {
        public override bool HandleNull => true;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.Null => double.NaN,
            JsonTokenType.Number => reader.GetDouble(),
            _ => throw new JsonException(),
        };

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
