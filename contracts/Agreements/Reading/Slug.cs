using System.Text;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Makes a name of letters, digits and dashes of one that has others, too: <c>Acme Bank</c> becomes <c>acme-bank</c>.</summary>
internal static class Slug
{
    /// <summary>Null where nothing is left of it.</summary>
    public static string? Of(string name, int lengthMax, bool keepsCase)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var letter in name.Length > 200 ? "" : name)
        {
            var plain = ZoneNames.WithoutAccent(keepsCase ? letter : char.ToLowerInvariant(letter));
            if (char.IsAsciiLetterOrDigit(plain))
            {
                slug.Append(plain);
            }
            else if (slug.Length > 0 && slug[^1] != '-' && plain != '\'')
            {
                slug.Append('-');
            }
        }

        var made = slug.ToString().TrimEnd('-');
        return made.Length > 0 && made.Length <= lengthMax ? made : null;
    }
}
