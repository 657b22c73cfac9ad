namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>What one definition remembers under one key.</summary>
internal abstract class MemoryCell
{
    /// <summary>The newest event time that the cell has seen; the cells that saw nothing for the longest time go first where there are too many.</summary>
    public long LastTime { get; protected set; } = long.MinValue;

    /// <inheritdoc cref="Judging.CustomerState.Prefetch"/>
    public virtual long Prefetch() => LastTime;

    /// <summary>Whether the cell can no longer change a verdict, so that it may go.</summary>
    public abstract bool IsSpent(MemoryDefinition definition, long horizon);

    /// <summary>The cell goes although it is not spent.</summary>
    public virtual void Forget()
    {
    }

    public abstract void Write(StateWriter writer);

    public abstract void Read(StateReader reader);
}
