using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Silo;

/// <summary>What one counter of one silo has counted since this was made.</summary>
internal sealed class CounterReading : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _value;

    public CounterReading(IServiceProvider silo, string name)
    {
        var meters = silo.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref _value, measurement));
        _listener.Start();
    }

    public long Value => Interlocked.Read(ref _value);

    public void Dispose() => _listener.Dispose();
}
