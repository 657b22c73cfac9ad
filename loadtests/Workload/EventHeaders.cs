using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Workload;

/// <summary>What every client of CloudEvents sends with an event in JSON, so that a load costs its reader what a platform's events do. Shared: never added to.</summary>
internal static class EventHeaders
{
    public static Headers Structured { get; } = new() { { CloudEventHeaders.ContentType, Encoding.ASCII.GetBytes(CloudEventHeaders.Structured) } };
}
