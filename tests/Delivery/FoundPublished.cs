using Covenant.Contracts.Grains;

namespace Covenant.Tests.Delivery;

/// <summary>What each tenure found published when it began, by its number from 1; equal where they are. Small, as the log is.</summary>
internal readonly record struct FoundPublished(ulong Packed, int Count)
{
    private const int Bits = 4;

    public FoundPublished Next(Progress found) => new(Packed | ((ulong)(found.Offset * 4 + found.Wakes) << (Bits * Count)), Count + 1);

    public Progress Of(int number)
    {
        var code = (long)(Packed >> (Bits * (number - 1))) & 15;
        return new Progress(code / 4, code % 4);
    }
}
