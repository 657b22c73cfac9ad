namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>How near a selector came to taking a touch. What is nearer is less: what refuses in fewer places, then for the touch's own operation, then by more fields that agree.</summary>
/// <param name="Refusing">Fields, a <c>not</c> that takes the touch, and the least that one alternative of <c>any</c> has of them.</param>
/// <param name="Operation">1 where the selector names the touch's operation, -1 where it names others alone, 0 where it names none.</param>
internal readonly record struct Nearness(int Refusing, int Operation, int Agreeing) : IComparable<Nearness>
{
    public Nearness And(Nearness part) => new(Refusing + part.Refusing, Operation + part.Operation, Agreeing + part.Agreeing);

    public int CompareTo(Nearness other) => (Refusing, -Operation, -Agreeing).CompareTo((other.Refusing, -other.Operation, -other.Agreeing));
}
