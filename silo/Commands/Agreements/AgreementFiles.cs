using System.Collections.Immutable;
using Covenant.Contracts.Agreements;

namespace Covenant.Silo.Commands.Agreements;

/// <summary>The agreements of the files and folders that a command was given.</summary>
/// <param name="Documents">Those without a mistake.</param>
/// <param name="Mistakes">Of all files, in the order of the files.</param>
/// <param name="Warnings">What the texts alone show; see <see cref="Suspicions"/> for all.</param>
internal sealed record AgreementFiles(ImmutableArray<AgreementDocument> Documents, ImmutableArray<AgreementMistake> Mistakes, ImmutableArray<AgreementMistake> Warnings)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Reads every file; of a folder its <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c>, by name, without the folders below it.</summary>
    /// <exception cref="CommandException">A path that is not there or cannot be read, or a folder without agreements.</exception>
    public static AgreementFiles Read(IEnumerable<string> paths)
    {
        var documents = ImmutableArray.CreateBuilder<AgreementDocument>();
        var mistakes = ImmutableArray.CreateBuilder<AgreementMistake>();
        var warnings = ImmutableArray.CreateBuilder<AgreementMistake>();
        foreach (var file in paths.SelectMany(Files).Distinct(StringComparer.Ordinal))
        {
            var reading = AgreementReader.Read(BytesOf(file), file);
            documents.AddRange(reading.Documents);
            warnings.AddRange(reading.Warnings);
            mistakes.AddRange(reading.Mistakes);
        }

        mistakes.AddRange(AgreementSet.Check(documents));
        return new AgreementFiles(documents.ToImmutable(), mistakes.ToImmutable(), warnings.ToImmutable());
    }

    /// <summary>The same, where a mistake ends the command.</summary>
    /// <exception cref="CommandException">All mistakes, one a line.</exception>
    public static ImmutableArray<Agreement> ReadFaultless(IEnumerable<string> paths)
    {
        var files = Read(paths);
        return files.Mistakes.IsEmpty ? [.. files.Documents.Select(document => document.Agreement)] : throw files.Refusal();
    }

    public CommandException Refusal() => CommandException.Usage([.. Mistakes.Select(mistake => mistake.ToString())]);

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw CommandException.Usage($"there is no file or folder `{path}`");
        }

        var files = Directory.EnumerateFiles(path).Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw CommandException.Usage($"the folder `{path}` has no agreement in it (`*.yaml`, `*.yml` or `*.json`)");
    }

    private static ReadOnlySpan<byte> BytesOf(string file)
    {
        try
        {
            // One byte more than the reader takes is enough for it to refuse the file; a pipe does not say how much it holds.
            using var stream = File.OpenRead(file);
            var bytes = new byte[AgreementReader.BytesMax + 1];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes.AsSpan(0, read);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Usage($"cannot read `{file}`: it is not a readable file");
        }
    }
}
