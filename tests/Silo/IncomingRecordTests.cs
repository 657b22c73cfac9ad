using System.Text;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;
using Covenant.Silo.Ingestion;

namespace Covenant.Tests.Silo;

public sealed class IncomingRecordTests
{
    [Theory]
    [InlineData("acme/c-1", "c-1", true)]
    [InlineData("acme/c-2", "c-1", false)]
    [InlineData("acme/c-1x", "c-1", false)]
    [InlineData("acme", "c-1", false)]
    [InlineData("", "c-1", false)]
    [InlineData(null, "c-1", false)]
    [InlineData("acme/Zoë/1", "Zoë/1", true)]
    public void A_key_is_the_events_own_where_it_names_institution_and_customer(string? key, string customer, bool expected)
    {
        var record = new IncomingRecord(0, key is null ? null : Encoding.UTF8.GetBytes(key), null, default);

        Assert.Equal(expected, record.HasKeyOf(EventOf("acme", customer)));
    }

    [Fact]
    public void The_longest_institution_and_customer_have_room()
    {
        var (institution, customer) = (new string('i', 32), new string('c', EventLimits.CustomerBytesMax));
        var record = new IncomingRecord(0, Encoding.UTF8.GetBytes($"{institution}/{customer}"), null, default);

        Assert.True(record.HasKeyOf(EventOf(institution, customer)));
    }

    private static DataUseEvent EventOf(string institution, string customer) =>
        new() { Id = "e", Time = EventTime.Epoch, Institution = institution, Customer = customer, Operation = Term.Of("dpv:Use") };
}
