using System.Text;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Tests.Agreements;
using Covenant.Tests.Violations;
using static Covenant.Contracts.Events.EventDefectReason;

namespace Covenant.Tests.Events;

/// <summary>One rule wherever text comes in: one mark at the very beginning is passed over, and anywhere else it is a character like any other.</summary>
public sealed class ByteOrderMarkTests
{
    private const string Mark = "\uFEFF";

    private const string Data = """{"institution":"paypal","customer":"c-17","operation":"dpv:Use"}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_before_an_event_is_passed_over_in_both_modes(bool binary)
    {
        foreach (var value in (IEnumerable<string>)[Value(binary), " \n" + Value(binary)])
        {
            var (plain, _) = Decode(binary, value);
            var (marked, defect) = Decode(binary, Mark + value);

            Assert.Null(defect);
            Assert.Equal((plain!.Id, plain.Time, plain.Customer, plain.Operation), (marked!.Id, marked.Time, marked.Customer, marked.Operation));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_anywhere_else_in_an_event_is_a_character(bool binary)
    {
        Assert.Equal(NotJson, Decode(binary, Mark + Mark + Value(binary)).Defect!.Reason);
        Assert.Equal(NotJson, Decode(binary, " " + Mark + Value(binary)).Defect!.Reason);
        Assert.Equal(TrailingData, Decode(binary, Value(binary) + Mark).Defect!.Reason);
        Assert.Equal("\uFEFFc-17", Decode(binary, Value(binary).Replace("c-17", "\uFEFFc-17", StringComparison.Ordinal)).Event!.Customer);
    }

    [Theory]
    [InlineData("{\"x\":1,\"x\":2}", "`x` is there twice (byte 10); send it once")]
    [InlineData("{\"id\":7}", "`id` (byte 9) must be a string, not a number")]
    [InlineData("{\"a\" 1}", "the value is not JSON at byte 8: `1}`")]
    [InlineData("{\"a\":", "the JSON is cut short: it ends at byte 8 before the event does")]
    [InlineData("{} {}", "something follows the event at byte 6; send one event a record")]
    [InlineData("", "the value is white space alone; send the event as CloudEvents JSON")]
    public void A_mistake_behind_one_is_told_at_its_byte_of_the_value(string json, string message) => Assert.Equal(message, Decode(false, Mark + json).Defect!.Message);

    [Fact]
    public void An_event_that_begins_as_UTF16_does_is_told_to_be_UTF8() =>
        Assert.All((IEnumerable<Encoding>)[Encoding.Unicode, Encoding.BigEndianUnicode], encoding =>
        {
            Assert.False(new EventDecoder().TryDecode([.. encoding.Preamble, .. encoding.GetBytes(Value(false))], out _, out var defect));
            Assert.Equal(new EventDefect(InvalidUtf8, "the value is UTF-16 by its byte order mark; send the event as UTF-8"), defect);
        });

    [Fact]
    public void One_before_any_agreement_is_passed_over() =>
        Assert.All(ValidAgreements.All, text =>
        {
            var (plain, marked) = (AgreementReader.Read(text, "a.yaml"), AgreementReader.Read(Mark + text, "a.yaml"));
            Assert.Equal((plain.Mistakes.Length, plain.Documents.Length), (marked.Mistakes.Length, marked.Documents.Length));
            Assert.DoesNotContain(marked.Documents, document => document.Text.Contains(Mark, StringComparison.Ordinal));
        });

    [Theory]
    [InlineData("{1}---\n{2}")]
    [InlineData("\uFEFF{1}---\n\uFEFF{2}")]
    [InlineData("{1}\uFEFF---\n{2}")]
    [InlineData("\uFEFF{1}---\r\n\uFEFF\r\n{2}")]
    [InlineData("{1}\uFEFF# the second bank\n---\n{2}")]
    [InlineData("{1}...\n\uFEFF{2}")]
    [InlineData("{1}...\n\uFEFF%YAML 1.2\n---\n{2}")]
    [InlineData("{1}--- # more\n# and more\n\n\uFEFF{2}")]
    [InlineData("\uFEFF---\n\uFEFF{1}\uFEFF---\n\uFEFF{2}\uFEFF---\n")]
    public void One_before_the_first_document_or_a_later_one_is_passed_over(string text)
    {
        var whole = text.Replace("{1}", Agreement(1), StringComparison.Ordinal).Replace("{2}", Agreement(2), StringComparison.Ordinal);
        var reading = AgreementReader.Read(whole, "a.yaml");

        Assert.Empty(reading.Mistakes);
        Assert.Equal([1, 2], reading.Documents.Select(document => document.Agreement.Version));
        Assert.All(reading.Documents, document => Assert.Equal(document.Agreement.Version, Assert.Single(AgreementReader.Read(document.Text, "own.yaml").Documents).Agreement.Version));
        Assert.DoesNotContain(reading.Documents, document => document.Text.Contains(Mark, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\uFEFF\uFEFF{1}")]
    [InlineData("agreement: acme\n\uFEFFversion: 1\neffective: 2026-01-01T00:00:00Z\nclauses: [{ id: a, prohibit: dpv:Use }]\n")]
    [InlineData("agreement: \uFEFFacme\nversion: 1\neffective: 2026-01-01T00:00:00Z\nclauses: [{ id: a, prohibit: dpv:Use }]\n")]
    public void One_anywhere_else_in_an_agreement_is_a_mistake(string text) =>
        Assert.NotEmpty(AgreementReader.Read(text.Replace("{1}", Agreement(1), StringComparison.Ordinal), "a.yaml").Mistakes);

    [Fact]
    public void A_mistake_behind_one_is_told_at_its_line() =>
        Assert.Equal(9, Assert.Single(AgreementReader.Read($"{Agreement(1)}---\n\uFEFFagreement: acme\nversion: x\neffective: 2026-01-01\nclauses: [{{ id: a, prohibit: dpv:Use }}]\n", "a.yaml").Mistakes).Line);

    [Fact]
    public void One_before_a_violation_is_passed_over()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. ViolationText.Utf8(ViolationSample.Unattended)];

        Assert.True(ViolationReader.TryRead(marked, out var violation, out var mistake), mistake);
        Assert.Equal(ViolationSample.Unattended.Id, violation.Id);
        Assert.False(ViolationReader.TryRead(new byte[] { 0xEF, 0xBB, 0xBF }.Concat(marked).ToArray(), out _, out _));
    }

    private static string Agreement(int version) =>
        $"agreement: acme\nversion: {version}\neffective: 2026-01-01T00:00:00Z\nclauses:\n  - id: a\n    prohibit: dpv:Use\n";

    private static string Value(bool binary) => binary ? Data : """{"specversion":"1.0","id":"e-1","time":"2026-11-23T12:00:00Z","data":""" + Data + "}";

    private static (DataUseEvent? Event, EventDefect? Defect) Decode(bool binary, string value)
    {
        var headers = new CloudEventHeaders();
        if (binary)
        {
            headers.Add("ce_id", "e-1"u8);
            headers.Add("ce_time", "2026-11-23T12:00:00Z"u8);
        }

        new EventDecoder().TryDecode(headers, Encoding.UTF8.GetBytes(value), out var @event, out var defect);
        return (@event, defect);
    }
}
