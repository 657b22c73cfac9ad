using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Cohorts;

/// <summary>The compact binary form of a cohort's customers: a format number first, then each customer's memory as bytes of its own, so that one that cannot be read spoils no other.</summary>
internal static class CohortForm
{
    private const int Format = 1;

    // Times are not negative, and this takes one byte.
    private const long Nothing = -1;

    // What a thread's writers may keep of a large cohort.
    private const int KeptBytesMax = 1 << 20;

    [ThreadStatic]
    private static (StateWriter All, StateWriter One)? _writers;

    /// <param name="count">How many they are.</param>
    /// <param name="idleBefore">Who was judged last in an earlier checkpoint is bytes from now on.</param>
    public static byte[] Of(IEnumerable<Member> members, int count, int idleBefore)
    {
        var (writer, one) = _writers ??= (new StateWriter(), new StateWriter());
        writer.Reset();
        writer.Count(Format);
        writer.Count(count);
        foreach (var member in members)
        {
            writer.Text(member.Institution);
            writer.Text(member.Customer);
            writer.Count(member.Partition);
            writer.Number(member.Due == Member.Never ? Nothing : member.Due);
            writer.Bytes(member.Encode(one, isIdle: member.TouchedIn < idleBefore));
        }

        if (writer.Written.Length > KeptBytesMax)
        {
            _writers = null;
        }

        return writer.Written.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no cohort, or of a format that this version does not know.</exception>
    public static List<Member> Read(byte[] stored)
    {
        var reader = new StateReader(stored);
        reader.Expect(Format);
        List<Member> members = [];
        for (var left = reader.Count(); left > 0; left--)
        {
            var member = new Member(reader.Text() ?? "", reader.Text() ?? "");
            member.Restore(reader.Count(), reader.Number() is not Nothing and var due ? due : Member.Never, reader.Bytes().ToArray());
            members.Add(member);
        }

        return members;
    }
}
