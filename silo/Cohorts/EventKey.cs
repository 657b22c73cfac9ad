using System.Text;
using Covenant.Contracts.Events;

namespace Covenant.Silo.Cohorts;

/// <summary>The key that a customer's records are to have: <c>institution/customer</c> in UTF-8.</summary>
internal static class EventKey
{
    /// <summary>32 bytes of institution, the slash, 256 of customer.</summary>
    public const int BytesMax = 32 + 1 + EventLimits.CustomerBytesMax;

    /// <param name="key">Has room for <see cref="BytesMax"/>.</param>
    /// <returns>How many bytes the key has.</returns>
    public static int Write(string institution, string customer, Span<byte> key)
    {
        var slash = Encoding.UTF8.GetBytes(institution, key);
        key[slash] = (byte)'/';
        return slash + 1 + Encoding.UTF8.GetBytes(customer, key[(slash + 1)..]);
    }
}
