using System.Text;
using System.Text.Json;
using Covenant.Contracts.Events;

namespace Covenant.Contracts.Violations;

/// <summary>A value of a JSON document with the path that leads to it, so that a mistake can be named.</summary>
internal readonly record struct JsonField(string Path, JsonElement Value)
{
    public delegate bool TryParse<T>(string name, out T value);

    private bool IsRoot => !Path.StartsWith('`');

    public bool IsNull => Value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>The member of that name; of kind undefined where there is none.</summary>
    public JsonField this[string name]
    {
        get
        {
            if (Value.ValueKind != JsonValueKind.Object)
            {
                throw Must("be an object");
            }

            try
            {
                return new(IsRoot ? $"`{name}`" : $"{Path[..^1]}.{name}`", Value.TryGetProperty(name, out var member) ? member : default);
            }
            catch (InvalidOperationException)
            {
                // Among its names is one with an escape that is half a surrogate pair.
                throw Must("have names of Unicode text alone");
            }
        }
    }

    public IEnumerable<JsonField> List()
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            throw Must("be a list");
        }

        var path = Path;
        return Value.EnumerateArray().Select((entry, i) => new JsonField($"{path[..^1]}[{i}]`", entry));
    }

    public string Text() => TextOrNull() ?? throw Must("be a string");

    public string? TextOrNull()
    {
        if (IsNull)
        {
            return null;
        }

        try
        {
            return Value.ValueKind == JsonValueKind.String ? Value.GetString() : throw Must("be a string");
        }
        catch (InvalidOperationException)
        {
            throw Must("be Unicode text");
        }
    }

    public EventTime Time() => TimeOrNull() ?? throw Must("be an RFC 3339 time");

    public EventTime? TimeOrNull() => TextOrNull() is not { } text ? null
        : EventTime.TryParse(Encoding.UTF8.GetBytes(text), out var time) ? time : throw Must("be an RFC 3339 time");

    public long Whole() => WholeOrNull() ?? throw Must("be a whole number");

    public long? WholeOrNull() => IsNull ? null
        : Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out var number) ? number : throw Must("be a whole number");

    public int Int32() => Whole() is var number && number == (int)number ? (int)number : throw Must("be a number below 2^31");

    public bool Boolean() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Must("be true or false");

    public T OneOf<T>(TryParse<T> tryParse) => tryParse(Text(), out var value) ? value : throw Must("be one of the words of its schema");

    public JsonFieldException Must(string what) => new($"{Path} must {what}");
}
