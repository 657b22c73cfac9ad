using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Explanation;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Silo.Agreements;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Commands;
using Covenant.Silo.Commands.Agreements;
using Covenant.Silo.Commands.Explain;
using Covenant.Silo.Commands.Replay;
using Covenant.Silo.Health;
using Covenant.Silo.Ingestion;
using Covenant.Tests.Agreements;
using Covenant.Tests.Commands;
using Covenant.Tests.Events;
using Covenant.Tests.Violations;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Covenant.Tests.AnyText;

/// <summary>No text ends a reader: whatever Unicode stands at whatever place, the answer is what it means, or a mistake in one line.</summary>
public sealed class AnyTextReaderTests : IDisposable
{
    private const string Data = """{"institution":"paypal","customer":"c-17","operation":"dpv:Use","purposes":["dpv:CustomerCare"],"records":3,"customerPresent":true,"attributes":{"channel":["chat",3]}}""";

    private static readonly (string Name, string Value)[] Envelope =
        [("ce_specversion", "1.0"), ("ce_id", "e-1"), ("ce_source", "/ads"), ("ce_type", "datause.event.v1"), ("ce_time", "2026-11-23T12:00:00.5+01:00"), ("content-type", "application/json"), ("ce_traceparent", "00-1-2-01")];

    private static readonly string[] Agreements = [.. ValidAgreements.All, "[" + ValidAgreements.All[^1] + "]", ValidAgreements.All[3] + "---\n" + ValidAgreements.All[1]];

    private readonly Degradations _degradations = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Agreements_are_read_or_refused_and_what_is_read_can_be_compiled_and_explained() => UnicodeGens.Spoilt(Agreements).Feed(
        text =>
        {
            var reading = AgreementReader.Read(text, "any.yaml");

            Assert.False(reading.Documents.IsEmpty && reading.Mistakes.IsEmpty, "neither an agreement nor a mistake");
            Assert.All(reading.Mistakes, mistake => IsOneLine(mistake.ToString()));
            foreach (var document in reading.Documents)
            {
                AgreementBook.Compile([document.Agreement]);
                AgreementExplainer.Explain(document.Agreement);
                _ = AgreementWarnings.Of(document.Agreement).ToList();
                Assert.Empty(AgreementReader.Read(document.Text, "again.yaml").Mistakes);
            }
        },
        cases: 4_000, UnicodeGens.Show);

    [Fact]
    public void A_record_of_the_agreements_topic_is_taken_or_refused()
    {
        var random = Gen.Byte.Array[0, 40];
        Gen.Select(Gen.OneOf(random, Gen.Const("acme"u8.ToArray()), Gen.Const("json-bank"u8.ToArray())), Gen.OneOf(random, UnicodeGens.Spoilt(Agreements).Select(UnicodeGens.Utf8))).Feed(
            record =>
            {
                var taken = new AgreementShelf(Faults()).Take(record.Item1, record.Item2, new LogMark("t/0", 1), "any");

                Assert.True(taken.Refusal is null == taken.Change is not null);
                IsOneLine(taken.Refusal ?? "");
                Assert.Empty(_degradations.Reasons);
            },
            cases: 3_000);
    }

    [Fact]
    public void Events_in_structured_mode_are_read_or_dead_letters() =>
        Gen.OneOf(UnicodeGens.Spoilt([EventSample.Json]).Select(UnicodeGens.Utf8), UnicodeGens.Damaged([UnicodeGens.Utf8(EventSample.Json)])).Feed(value => Decode(null, value), cases: 20_000);

    [Fact]
    public void Events_in_binary_mode_are_read_or_dead_letters() => Gen.Select(
        Gen.Int[0, Envelope.Length - 1], UnicodeGens.Spoilt([.. Envelope.Select(one => one.Value)]), UnicodeGens.Spoilt([.. Envelope.Select(one => one.Name)]), Gen.Bool, UnicodeGens.Spoilt([Data])).Feed(
        spoilt => Decode(
            [.. Envelope.Select((one, at) => at == spoilt.Item1 ? (spoilt.Item4 ? spoilt.Item3 : one.Name, spoilt.Item2) : one), (spoilt.Item3, spoilt.Item2)],
            UnicodeGens.Utf8(spoilt.Item5.Length % 2 == 0 ? Data : spoilt.Item5)),
        cases: 10_000);

    [Fact]
    public void Violations_are_read_or_refused() =>
        Gen.OneOf(UnicodeGens.Spoilt([ViolationText.Of(ViolationSample.Unattended)]).Select(UnicodeGens.Utf8), UnicodeGens.Damaged([ViolationText.Utf8(ViolationSample.Unattended)])).Feed(
            value =>
            {
                Assert.Equal(ViolationReader.TryRead(value, out var violation, out var mistake), mistake is null);
                Assert.Equal(violation is null, mistake is not null);
                IsOneLine(mistake ?? "");
                _ = violation is null ? [] : ViolationText.Utf8(violation);
            },
            cases: 20_000);

    // What a command says of its files is said by an exception of its own, which becomes one line.
    [Fact]
    public void Files_of_the_command_line_are_read_or_refused() => Gen.OneOf(UnicodeGens.Spoilt([.. Agreements, EventSample.Json]).Select(UnicodeGens.Utf8), Gen.Byte.Array[0, 100]).Feed(
        bytes =>
        {
            var file = _folder.File($"{Guid.NewGuid():N}.yaml");
            File.WriteAllBytes(file, bytes);
            Assert.All(AgreementFiles.Read([file]).Mistakes, mistake => Assert.DoesNotContain("fault of Covenant", mistake.Message, StringComparison.Ordinal));
            Refused(() => EventFile.Read(file));
            Refused(() => EventFile.History(file));
            using (var stream = EventStream.Open(file))
            {
                using var pump = new EventPump(stream, "any", new EventAdmission(null, _ => true), keepUnreadable: true);
                foreach (var batch in pump.Batches())
                {
                    Assert.DoesNotContain(batch.Unreadable, line => line.Defect.Reason == EventDefectReason.ReaderFailed);
                }
            }

            File.Delete(file);
        },
        cases: 300);

    private static void Refused(Action read)
    {
        try
        {
            read();
        }
        catch (CommandException refused)
        {
            IsOneLine(refused.Message);
        }
    }

    private void Decode((string Name, string Value)[]? headers, byte[] value)
    {
        var decoder = new RecordDecoder(new EventAdmission(TimeSpan.FromDays(1), _ => true), new JudgingClock(TimeProvider.System), new CohortLayout(Options.Create(new CohortOptions())), Faults());
        var carried = headers is null ? null : new Headers();
        foreach (var (name, text) in headers ?? [])
        {
            carried!.Add(name, UnicodeGens.Utf8(text));
        }

        var decoded = decoder.Decode(new IncomingRecord(0, new RecordBytes(value, 0, -1, value.Length), carried), new EventRoom());

        Assert.Empty(_degradations.Reasons);
        Assert.Equal(decoded.Event is null, decoded.Unreadable is not null);
        IsOneLine(decoded.Unreadable?.Defect.Message ?? "");
        _ = decoded.Event is { } read ? $"{read.Kept()}" : "";
    }

    private CaughtFaults Faults() => new(_degradations, NullLogger<CaughtFaults>.Instance);

    private static void IsOneLine(string told)
    {
        Assert.DoesNotContain(told, letter => letter is '\n' or '\r');
        _ = new UTF8Encoding(false, throwOnInvalidBytes: false).GetBytes(told);
    }
}
