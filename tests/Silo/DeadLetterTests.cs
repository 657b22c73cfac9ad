using System.Text;
using Confluent.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

namespace Covenant.Tests.Silo;

/// <summary>A dead letter is the record as it came, and says beside it as what its bytes were read.</summary>
public sealed class DeadLetterTests
{
    private static readonly byte[] Bytes = [0xFF, 0x00, 0x7B];

    [Theory]
    [InlineData("structured", "application/cloudevents+json")]
    [InlineData("structured", "Application/CloudEvents+JSON; charset=UTF-8", "content-type", "Application/CloudEvents+JSON; charset=UTF-8")]
    [InlineData("structured", "text/plain", "content-type", "text/plain")]
    [InlineData("binary", "application/json", "ce_id", "e-1")]
    [InlineData("binary", "application/avro", "ce_id", "e-1", "content-type", "application/avro")]
    [InlineData("batch", "application/cloudevents-batch+json", "content-type", "application/cloudevents-batch+json")]
    public void It_says_its_mode_and_type_and_keeps_bytes_and_headers_as_they_came(string mode, string type, params string[] headers)
    {
        var read = new Headers();
        foreach (var header in headers.Chunk(2))
        {
            read.Add(header[0], Encoding.UTF8.GetBytes(header[1]));
        }

        var record = DeadLetters.ToRecord(Letter(TopicNames.Events, read), default);

        Assert.Equal((mode, type), (Bank.Header(record.Headers!, "mode"), Bank.Header(record.Headers!, "content-type")));
        Assert.Equal(Bytes, record.Value);
        Assert.Equal(headers.Chunk(2).Select(header => (header[0], header[1])), record.Headers!.Take(read.Count).Select(header => (header.Key, Encoding.UTF8.GetString(header.GetValueBytes()))));

        // None is invented for it: a client of CloudEvents would take it for one.
        Assert.Equal(read.Count(header => header.Key == "content-type"), record.Headers!.Count(header => header.Key == "content-type"));
    }

    [Fact]
    public void An_agreement_says_its_type_and_has_no_mode()
    {
        var headers = DeadLetters.ToRecord(Letter(TopicNames.Agreements, []), default).Headers!;

        Assert.Equal("application/yaml", Bank.Header(headers, "content-type"));
        Assert.DoesNotContain(headers, header => header.Key == DeadLetters.HeaderPrefix + "mode");
    }

    [Fact]
    public void One_that_is_too_large_to_keep_says_what_was_left_out_and_its_type()
    {
        var instead = DeadLetters.ToRecord(Letter(TopicNames.Events, [new Header("ce_id", [1])]), default).WhenTooLarge!;

        Assert.Null(instead.Value);
        Assert.Equal(
            ("binary", "application/json", "key, value and headers: too large for this topic"),
            (Bank.Header(instead.Headers!, "mode"), Bank.Header(instead.Headers!, "content-type"), Bank.Header(instead.Headers!, "left-out")));
    }

    private static DeadLetter Letter(string topic, Headers headers) => new(new TopicPartitionOffset(topic, 1, 7), [1], Bytes, headers, "not-json", "reason");
}
