using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Windows;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>What one institution's limits over all its customers remember.</summary>
/// <remarks>Owned by one caller at a time and changed in place. The log order of events from different partitions is the order in which they come here.</remarks>
public sealed class InstitutionState
{
    private const int Format = 1;

    private readonly MemoryStore _memory = new();

    // The newest time that each limit counted, by fingerprint: its own clock, from which its memory is bounded.
    private readonly Dictionary<UInt128, long> _newest = [];
    private Policy? _policy;

    /// <summary>Counts one contribution and tells what it violates.</summary>
    public void Apply(Policy policy, in Contribution contribution, Verdicts verdicts)
    {
        Bind(policy);
        var fingerprint = contribution.Definition;
        if (policy.AcrossCustomers.FirstOrDefault(limit => limit.Fingerprint == fingerprint) is not { } definition)
        {
            return;
        }

        var e = contribution.Event;
        var newest = _newest.GetValueOrDefault(fingerprint, long.MinValue);
        var admitted = contribution.Admitted ?? e.Time;
        var at = new Occurrence(e, admitted, newest == long.MinValue ? long.MinValue : newest - policy.Tolerance);
        _newest[fingerprint] = Math.Max(newest, admitted.Ticks);
        if (policy.Drafts.Contributing.Items.Contains(definition))
        {
            CountForDrafts(policy, definition, contribution, at, verdicts);
            return;
        }

        var value = definition.Cell(_memory, e, at.Horizon, policy.Bounds).Count(definition, at, policy.Bounds);
        Judge(policy, policy.InForce.Versions.At(e.Time), definition, contribution, at, value, verdicts);
        JudgeForDrafts(policy, definition, contribution, at, value, verdicts);
    }

    private void CountForDrafts(Policy policy, LimitDefinition definition, in Contribution contribution, in Occurrence at, Verdicts verdicts)
    {
        try
        {
            JudgeForDrafts(policy, definition, contribution, at, definition.Cell(_memory, at.Event, at.Horizon, policy.Bounds).Count(definition, at, policy.Bounds), verdicts);
        }
        catch (Exception failed)
        {
            verdicts.SetAside(verdicts.Mark(), failed);
        }
    }

    private void JudgeForDrafts(Policy policy, LimitDefinition definition, in Contribution contribution, in Occurrence at, long value, Verdicts verdicts)
    {
        var mark = verdicts.Mark();
        try
        {
            Judge(policy, policy.Drafts.Versions.At(at.Event.Time), definition, contribution, at, value, verdicts);
        }
        catch (Exception failed)
        {
            verdicts.SetAside(mark, failed);
        }
    }

    private void Judge(
        Policy policy, CompiledVersion? version, LimitDefinition definition, in Contribution contribution, in Occurrence at, long value, Verdicts verdicts)
    {
        foreach (var limit in version is null or { IsWithout: true } ? [] : version.AcrossCustomers)
        {
            if (limit.Definition != definition)
            {
                continue;
            }

            var violated = value > limit.Max;
            long? suppressed = null;
            if (limit.Report is { } report)
            {
                violated = _memory.GetOrCreate<KeyedCells<ReportCell>>(report).GetOrAdd(definition.ScopeOf(at.Event), at.Horizon, policy.Bounds)
                    .Tells(report, violated, at, verdicts, out suppressed);
            }

            if (violated)
            {
                verdicts.Violations.Add(LimitVerdict.Of(policy, version!, limit, _memory, at, contribution.Position, contribution.Late, value) with
                {
                    Suppressed = suppressed,
                });
            }
        }
    }

    private void Bind(Policy policy)
    {
        if (!ReferenceEquals(_policy, policy))
        {
            _policy = policy;
            _memory.Rebind(policy.InstitutionDefinitions);
        }
    }

    /// <summary>The compact binary form: a format number first. Read by <see cref="Decode"/>.</summary>
    public byte[] Encode()
    {
        var writer = new StateWriter();
        writer.Count(Format);
        writer.Count(_newest.Count);
        foreach (var (fingerprint, time) in _newest)
        {
            writer.Fingerprint(fingerprint);
            writer.Number(time);
        }

        _memory.Write(writer);
        return writer.Written.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no state, or of a format that this version does not know.</exception>
    public static InstitutionState Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Expect(Format);
        var state = new InstitutionState();
        for (var left = reader.Count(); left > 0; left--)
        {
            state._newest.Add(reader.Fingerprint(), reader.Number());
        }

        state._memory.Read(reader);
        return state;
    }
}
