using System.Collections.Frozen;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Names of zones that the tz database does not have: abbreviations, what people call them, and cities that share another's.</summary>
internal static class ZoneNames
{
    private static readonly (string Zone, string Names)[] Rows =
    [
        ("UTC", "z zulu utc uct gmt0 utc0 universal coordinateduniversaltime none"),
        ("America/New_York", "et est edt eastern easterntime useastern boston washington washingtondc miami atlanta philadelphia charlotte newyorkcity nyc"),
        ("America/Chicago", "ct cst cdt central centraltime uscentral dallas houston austin minneapolis stlouis"),
        ("America/Denver", "mt mst mdt mountain mountaintime usmountain saltlakecity"),
        ("America/Los_Angeles", "pt pst pdt pacific pacifictime uspacific sanfrancisco seattle sandiego lasvegas portland sanjose siliconvalley california la"),
        ("America/Anchorage", "akst akdt alaska alaskatime"),
        ("Pacific/Honolulu", "hst hdt hawaii hawaiitime"),
        ("America/Halifax", "ast adt atlantictime"),
        ("America/St_Johns", "nst ndt newfoundland"),
        ("America/Sao_Paulo", "brt brasilia riodejaneiro rio"),
        ("America/Argentina/Buenos_Aires", "art"),
        ("America/Bogota", "cot"),
        ("America/Lima", "pet"),
        ("Europe/London", "bst uk england britain greatbritain unitedkingdom manchester edinburgh birmingham glasgow"),
        ("Europe/Berlin", "cest cet centraleuropeantime centraleuropeansummertime mez mesz deutschland frankfurt munich muenchen munchen hamburg cologne germany"),
        ("Europe/Athens", "eest easterneuropeantime"),
        ("Europe/Lisbon", "west westerneuropeantime"),
        ("Europe/Moscow", "msk"),
        ("Europe/Istanbul", "trt ankara"),
        ("Europe/Rome", "milan milano turin naples"),
        ("Europe/Madrid", "barcelona valencia"),
        ("Europe/Zurich", "geneva bern basel"),
        ("Europe/Amsterdam", "rotterdam thehague holland"),
        ("Asia/Jerusalem", "idt"),
        ("Asia/Dubai", "gst abudhabi"),
        ("Asia/Karachi", "pkt islamabad"),
        ("Asia/Kolkata", "ist mumbai bombay delhi newdelhi bangalore bengaluru chennai hyderabad indiastandardtime"),
        ("Asia/Bangkok", "ict"),
        ("Asia/Jakarta", "wib"),
        ("Asia/Singapore", "sgt"),
        ("Asia/Hong_Kong", "hkt hongkong"),
        ("Asia/Shanghai", "beijing peking shenzhen guangzhou china cn"),
        ("Asia/Manila", "pht"),
        ("Asia/Tokyo", "jst osaka kyoto"),
        ("Asia/Seoul", "kst"),
        ("Australia/Sydney", "aest aedt canberra"),
        ("Australia/Adelaide", "acst acdt"),
        ("Australia/Perth", "awst"),
        ("Pacific/Auckland", "nzst nzdt wellington"),
        ("Africa/Johannesburg", "sast capetown pretoria durban"),
        ("Africa/Lagos", "wat abuja"),
        ("Africa/Nairobi", "eat"),
        ("Africa/Maputo", "cat"),
    ];

    private static readonly FrozenDictionary<string, string> ByName = Rows.SelectMany(row => row.Names.Split(' ').Select(name => (name, row.Zone)))
        .ToFrozenDictionary(entry => entry.name, entry => entry.Zone, StringComparer.Ordinal);

    // States of the USA, halves of the day, and places that there are several of: who writes one may mean another zone than its country's or its namesake's.
    private static readonly FrozenSet<string> Ambiguous =
        "al ak az ar ca co de fl ga hi id il in ia ks ky me md ma mi mn ms mo ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy am pm georgia sanjuan victoria samoa".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    // Cities that stand in winter at a whole number of hours from UTC, and change their clocks.
    private static readonly FrozenDictionary<int, string> BySummer = new Dictionary<int, string>
    {
        [-8] = "America/Los_Angeles",
        [-7] = "America/Denver",
        [-6] = "America/Chicago",
        [-5] = "America/New_York",
        [-4] = "America/Halifax",
        [0] = "Europe/London",
        [1] = "Europe/Berlin",
        [2] = "Europe/Athens",
        [10] = "Australia/Sydney",
    }.ToFrozenDictionary();

    // Those with minutes have no name of their own; these are the places without summer time that keep them.
    private static readonly FrozenDictionary<string, string> ByOffset = new Dictionary<string, string>
    {
        ["-09:30"] = "Pacific/Marquesas",
        ["+03:30"] = "Asia/Tehran",
        ["+04:30"] = "Asia/Kabul",
        ["+05:30"] = "Asia/Kolkata",
        ["+05:45"] = "Asia/Kathmandu",
        ["+06:30"] = "Asia/Yangon",
        ["+08:45"] = "Australia/Eucla",
        ["+09:30"] = "Australia/Darwin",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="name">In small letters, without blanks and signs.</param>
    public static string? Find(string name) => ByName.GetValueOrDefault(name);

    /// <param name="name">In small letters, without blanks and signs.</param>
    public static bool IsAmbiguous(string name) => Ambiguous.Contains(name);

    /// <param name="hours">How far ahead of UTC it is in winter.</param>
    public static string? OfSummer(int hours) => BySummer.GetValueOrDefault(hours);

    /// <param name="offset">Such as <c>+05:30</c>.</param>
    public static string? OfOffset(string offset) => ByOffset.GetValueOrDefault(offset);

    public static char WithoutAccent(char letter) => letter switch
    {
        'á' or 'à' or 'â' or 'ã' or 'ä' or 'å' => 'a',
        'é' or 'è' or 'ê' or 'ë' => 'e',
        'í' or 'ì' or 'î' or 'ï' => 'i',
        'ó' or 'ò' or 'ô' or 'õ' or 'ö' or 'ø' => 'o',
        'ú' or 'ù' or 'û' or 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        _ => letter,
    };
}
