using System.Text;

namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>What is to be remembered. Two clauses, or two versions of one, that mean the same share one definition and so one memory.</summary>
internal abstract class MemoryDefinition(string canonical)
{
    /// <summary>The definition's text, equal exactly where the meaning is.</summary>
    public string Canonical { get; } = canonical;

    public UInt128 Fingerprint { get; } = System.IO.Hashing.XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(canonical));

    /// <summary>Its place among the policy's definitions.</summary>
    public int Slot { get; set; } = -1;

    public abstract MemoryPart Create();
}

/// <summary>The memory of one definition.</summary>
internal abstract class MemoryPart(MemoryDefinition definition)
{
    /// <summary>Of the policy in use; another policy may have one that means the same.</summary>
    public MemoryDefinition Definition { get; set; } = definition;

    public abstract bool IsEmpty { get; }

    /// <inheritdoc cref="Judging.CustomerState.Prefetch"/>
    public virtual long Prefetch() => 0;

    public abstract void Write(StateWriter writer);

    public abstract void Read(StateReader reader);
}
