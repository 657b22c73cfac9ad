using System.Globalization;
using Orleans.Metadata;

namespace Covenant.Grains.Delivery;

/// <summary>
/// Announces in the cluster's manifest, with a grain's type, which format of rows, positions and messages this silo reads. Silos that know
/// no such thing announce nothing, which is format 0.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsFormatAttribute : Attribute, IGrainPropertiesProviderAttribute
{
    private const string Property = "covenant.reads-format";

    /// <summary>
    /// 1 = steps told in parts, institutions with a position of their own, and replies that say what is held. It is raised with each thing
    /// that a silo must not write while another one cannot read it.
    /// </summary>
    public const int Now = 1;

    public void Populate(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties) =>
        properties[Property] = Now.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a silo with this manifest reads.</summary>
    public static int Of(GrainManifest silo) => silo.Grains.Values
        .Select(grain => grain.Properties.TryGetValue(Property, out var format) && int.TryParse(format, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .DefaultIfEmpty().Max();
}
