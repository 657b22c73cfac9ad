namespace Covenant.Silo.Http;

/// <summary>What one part of the silo answers by HTTP.</summary>
internal interface IHttpEndpoints
{
    void Map(IEndpointRouteBuilder routes);
}
