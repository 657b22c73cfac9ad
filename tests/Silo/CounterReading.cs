using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Silo;

/// <summary>What one counter of one silo has counted since this was made, with all these tags.</summary>
internal sealed class CounterReading : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _value;

    public CounterReading(IServiceProvider silo, string name, params (string Name, string Value)[] tags)
    {
        var meters = silo.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, measured, _) =>
        {
            if (Has(measured, tags))
            {
                Interlocked.Add(ref _value, measurement);
            }
        });
        _listener.Start();
    }

    public long Value => Interlocked.Read(ref _value);

    public void Dispose() => _listener.Dispose();

    private static bool Has(ReadOnlySpan<KeyValuePair<string, object?>> measured, (string Name, string Value)[] tags)
    {
        foreach (var (name, value) in tags)
        {
            if (measured.IndexOf(new KeyValuePair<string, object?>(name, value)) < 0)
            {
                return false;
            }
        }

        return true;
    }
}
