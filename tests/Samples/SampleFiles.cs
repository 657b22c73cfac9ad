using Covenant.Contracts.Agreements;

namespace Covenant.Tests.Samples;

/// <summary>The samples, as they are embedded in the contracts; written out for the commands that want files.</summary>
internal static class SampleFiles
{
    private const string Prefix = "samples/";

    public static IReadOnlyList<string> AgreementNames { get; } =
        ["abstained.yaml", "american-express.yaml", "bank-of-america.yaml", "paypal.yaml", "wells-fargo.yaml", "western-union.yaml"];

    public static string Text(string name)
    {
        using var stream = typeof(Agreement).Assembly.GetManifestResourceStream(Prefix + name) ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static IEnumerable<string> Lines(string name) => Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static void WriteAgreements(string folder)
    {
        foreach (var name in AgreementNames)
        {
            File.WriteAllText(Path.Combine(folder, name), Text(name));
        }
    }
}
